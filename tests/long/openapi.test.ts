import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { maqalServe } from '../support/process.ts'
import { installTools, run, runTool } from '../support/tools.ts'

// The OpenAPI document as the tools of others read it.

let tools = ''
let folder = ''

beforeAll(() => {
  tools = installTools()
  folder = mkdtempSync(join(tmpdir(), 'maqal-openapi-'))
  symlinkSync(join(tools, 'node_modules'), join(folder, 'node_modules'))
  // The sample, and articles with links, lists, images and quotes in several languages.
  const files = [...globSync('data/*.json'), ...globSync('tests/fixtures/markdown/*.md')]
  for (const file of files) cpSync(file, join(folder, 'articles', basename(file)))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const tool = (name: string, ...argv: string[]) => runTool(tools, name, argv, folder)

const write = (name: string, content: unknown): string => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(folder, name), text)
  return name
}

/** Serves a folder of articles, and writes down its document. */
const serve = async (articles: string) => {
  const { url } = await maqalServe([articles])
  const text = await (await fetch(`${url}/openapi.json`)).text()
  return {
    url,
    document: write('openapi.json', text),
    paths: Object.keys((JSON.parse(text) as { paths: object }).paths),
  }
}

test('Redocly has nothing to say', async () => {
  const { document } = await serve('data')
  const rules = {
    // Errors are one `default`; a server on this machine is meant to be one.
    'operation-4xx-response': 'off',
    'no-server-example.com': 'off',
    // Answers may gain keys.
    'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: true },
  }
  const config = write('redocly.yaml', { extends: ['recommended-strict'], rules })
  tool('redocly', 'lint', document, '--config', config)
})

test('Spectral has nothing to say', async () => {
  const { document } = await serve('data')
  const ruleset = write('spectral.yaml', { extends: ['spectral:oas'] })
  expect(tool('spectral', 'lint', document, '--ruleset', ruleset, '--fail-severity', 'hint')).toMatch(
    'No results',
  )
})

type Executions = {
  run: {
    executions: {
      item: { name: string }
      request: { url: { path: string[] } }
      response?: { code: number }
    }[]
  }
}

// `Schema`, what Postman does unless told otherwise, fills requests with defaults, `Example` with examples.
test.each([
  ['data', 'Schema'],
  ['data', 'Example'],
  ['articles', 'Schema'],
  ['articles', 'Example'],
])('all requests of %s run as Postman imports them: %s', async (articles, resolution) => {
  const { document, paths } = await serve(articles === 'data' ? 'data' : join(folder, articles))
  tool(
    'openapi2postmanv2',
    '-s',
    document,
    '-o',
    'collection.json',
    '-O',
    `parametersResolution=${resolution}`,
  )
  tool('newman', 'run', 'collection.json', '--reporters', 'json', '--reporter-json-export', 'report.json')
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Executions
  const failed = report.run.executions.filter(({ response }) => response?.code !== 200)
  // The sample article has no footnotes.
  expect(failed.map(({ item, response }) => [item.name, response?.code])).toEqual([['A footnote', 404]])
  expect(report.run.executions).toHaveLength(paths.length)
})

const sample = '/articles/qatar-irgc-normalisation'

const answers: [string, string][] = [
  ['GetServiceResponse', '/'],
  ['ListArticlesResponse', '/articles'],
  ['ListArticlesResponse', '/articles?fields=title,links.self'],
  ['GetArticleResponse', '/articles/bridge-ar'],
  ['GetArticleResponse', sample],
  ['GetArticleResponse', `${sample}?fields=links`],
  [
    'GetArticleResponse',
    '/articles/bridge-ar?fields=sections.paragraphs.marks.href,sections.paragraphs.image.url',
  ],
  ['ListSectionsResponse', `${sample}/sections`],
  ['GetSectionResponse', '/articles/bridge-ar/sections/design'],
  ['GetSectionResponse', '/articles/bridge-ar/sections/design?fields=paragraphs.type,article.title'],
  ['GetParagraphResponse', `${sample}/paragraphs/lede-1`],
  ['GetParagraphResponse', `${sample}/paragraphs/lede-1?fields=section.heading`],
  ['SearchResponse', '/search?q=%D8%A7%D9%8A%D8%B1%D8%A7%D9%86'],
  ['SearchResponse', '/search?q=%D8%A7%D9%8A%D8%B1%D8%A7%D9%86&fields=paragraphs.highlights.start,score'],
  ['ListOutletsResponse', '/outlets'],
  ['ListOutletsResponse', '/outlets?fields=name'],
  ['GetReadinessResponse', '/health/ready'],
]

test('a generated client that validates takes every answer, whole or in part, and loses nothing of it', async () => {
  const { url, document } = await serve(join(folder, 'articles'))
  const output = { target: './made.ts', client: 'zod' }
  write('orval.config.mjs', `export default ${JSON.stringify({ maqal: { input: document, output } })}`)
  tool('orval', '--config', 'orval.config.mjs')
  const program = `
import { deepStrictEqual } from 'node:assert'
import * as made from './made.ts'
for (const [name, path] of ${JSON.stringify(answers)}) {
  const answer = await (await fetch(${JSON.stringify(url)} + path)).json()
  deepStrictEqual(made[name].parse(answer), answer, name + ' ' + path)
}
const { title, ...partial } = await (await fetch(${JSON.stringify(url + sample)})).json()
if (made.GetArticleResponse.safeParse({ ...partial, title: 5 }).success) throw new Error('a title that is a number')
`
  write('package.json', { type: 'module' })
  run(process.execPath, [write('check.js', program)], folder)
})
