import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** What a document writes as code: `src/app.ts`, `npm run lint`. */
const codeIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

test.each(['DESIGN.md', 'CONTRIBUTING.md'])('every path that %s names is there', (file) => {
  const paths = codeIn(file).filter((code) => /^(?:\.ci|src|tests|docs|bench|scripts|data)\/\S*$/.test(code))
  expect(paths.length).toBeGreaterThan(2)
  expect(paths.filter((path) => !existsSync(path))).toEqual([])
})

test.each(['README.md', 'DESIGN.md', 'CONTRIBUTING.md'])('every script that %s names is there', (file) => {
  const names = codeIn(file).flatMap((code) => /^npm run ([\w:]+)/.exec(code)?.[1] ?? [])
  expect(names.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})

test('CONTRIBUTING.md names every long suite, and .ci/run calls each', () => {
  const suites = Object.keys(scripts).filter((name) => /^test:(?!unit)/.test(name))
  const ci = readFileSync('.ci/run', 'utf8')
  for (const name of suites) {
    expect(readFileSync('CONTRIBUTING.md', 'utf8')).toContain(`npm run ${name}`)
    expect(ci).toContain(`npm run ${name}\n`)
  }
})
