import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { describeSettings } from '../src/config.ts'
import { maqalServe } from './support/process.ts'

const readme = readFileSync('README.md', 'utf8')

/** What each `$ curl …` of the README prints, in order; `…` stands for anything. */
const examples = [...readme.matchAll(/```console\n([^]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((example) => {
      const [command = '', ...output] = example.split('\n')
      return { command, output: output.join('\n').trim() }
    }),
)

const pattern = (output: string) => {
  const parts = output.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('[^]*?')}$`)
}

/** curl as the README uses it: -i, -I, -X METHOD, -H HEADER, -G with data, and a URL. */
const curl = (command: string, origin: string): Promise<string> => {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
  const isHead = words.includes('-I')
  const method = isHead ? 'HEAD' : words.includes('-X') ? (words[words.indexOf('-X') + 1] ?? '') : 'GET'
  const headers = words.flatMap((word, index) =>
    words[index - 1] === '-H' ? [word.split(/: ?/) as [string, string]] : [],
  )
  const data = words.flatMap((word, index) => {
    const [name = '', value = ''] = word.split(/=(.*)/s)
    if (words[index - 1] === '--data-urlencode') return [`${name}=${encodeURIComponent(value)}`]
    return words[index - 1] === '-d' ? [word] : []
  })
  const address =
    words.find((word) => word.startsWith('localhost:3000'))?.replace('localhost:3000', origin) ?? ''
  const url = data.length === 0 ? address : `${address}?${data.join('&')}`
  return new Promise((done, failed) => {
    const asked = request(
      url,
      { method, headers: { accept: '*/*', ...Object.fromEntries(headers) } },
      (answer) => {
        let body = ''
        answer.on('data', (chunk) => (body += String(chunk)))
        answer.on('end', () => {
          const names = answer.rawHeaders.flatMap((name, index, all) =>
            index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
          )
          const head = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\n${names.join('\n')}\n\n`
          done(`${isHead || words.includes('-i') ? head : ''}${body}`.trim())
        })
      },
    )
    asked.on('error', failed).end()
  })
}

test('every curl in the README answers as printed', async () => {
  expect(examples.length).toBeGreaterThan(6)
  const server = await maqalServe()
  for (const { command, output } of examples) {
    expect(command).toMatch(/^curl /)
    expect(await curl(command, server.url), command).toMatch(
      pattern(output.replaceAll('localhost:3000', `localhost:${server.port}`)),
    )
  }
})

/** What stands in place of a default where that is no value. */
const unset: Record<string, string> = { PUBLIC_URL: 'where it listens', INDEX_FILE: 'a temporary file' }

test('every setting stands in the README with its default and meaning', () => {
  for (const { name, fallback, description } of describeSettings()) {
    const none = unset[name] ?? 'none'
    const value = fallback === '' ? none : `\`${fallback}\``
    expect(readme).toContain(`| \`${name}\` | ${value} | ${description} |`)
  }
})

test('the README has under 200 lines', () => {
  expect(readme.split('\n').length).toBeLessThan(200)
})
