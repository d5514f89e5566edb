import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sampleLibrary, serve, serveSample, written, libraryOf } from './support/app.ts'
import { createContract, openApiDocument } from './support/contract.ts'
import { folderOf, maqal } from './support/process.ts'
import { swaggerUi } from '../src/formats/html/docs.ts'

type Operation = {
  operationId: string
  parameters: { name?: string; in?: string; example?: string; $ref?: string }[]
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>
}
type Document = { openapi: string; paths: Record<string, { get: Operation }> }

const sampleDocument = async (): Promise<Document> => {
  const { ask } = await serveSample()
  return (await ask('/openapi.json')).json() as Document
}

test('every operation answers at the address that its examples give, as its example says', async () => {
  const { ask } = await serveSample()
  const { paths, openapi } = (await ask('/openapi.json')).json() as Document
  expect(openapi).toMatch(/^3\.1\./)
  expect(Object.keys(paths).length).toBeGreaterThan(40)
  for (const [path, { get }] of Object.entries(paths)) {
    const given = (place: string) => get.parameters.filter((parameter) => parameter.in === place)
    const url = given('path').reduce(
      (one, { name, example }) => one.replace(`{${name}}`, example ?? ''),
      path,
    )
    const query = given('query').flatMap(({ name = '', example }) =>
      example === undefined ? [] : [[name, example] satisfies [string, string]],
    )
    const answer = await ask(query.length === 0 ? url : `${url}?${new URLSearchParams(query).toString()}`)
    expect(answer.status, url).toBe(200)
    const example = get.responses['200']?.content?.['application/json']?.example
    if (example !== undefined) expect(answer.json(), url).toEqual(example)
  }
})

test('the examples are of the sample article', async () => {
  const { paths } = await sampleDocument()
  const example = paths['/articles/{article}/sections/{section}']?.get.responses['200']?.content
  expect(example?.['application/json']?.example).toMatchObject({
    id: 'secret-visit',
    article: { direction: 'rtl' },
  })
  const sections = Object.values(paths).filter(
    ({ get }) => get.responses['200']?.content?.['application/json']?.example !== undefined,
  )
  expect(sections.length).toBeGreaterThan(8)
})

test('operations have names of their own, and schemas no doubles', async () => {
  const document = await sampleDocument()
  const ids = Object.values(document.paths).map(({ get }) => get.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  const text = JSON.stringify(document)
  expect(text).not.toContain('additionalProperties')
  expect(text).not.toMatch(/schemas\/\w+(?:Input|Output)"/)
  const names = Object.keys((await openApiDocument()).components.schemas)
  const used = new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name))
  expect(names.filter((name) => !used.has(name))).toEqual([])
})

test('the document is the same at every start, and `maqal openapi` prints it', async () => {
  const tags = await Promise.all(
    [1, 2].map(async () => (await (await serve(await sampleLibrary())).ask('/openapi.json')).headers['etag']),
  )
  expect(tags[0]).toBe(tags[1])
  const { ask } = await serveSample()
  const { out, code } = await maqal(['openapi'])
  expect(code).toBe(0)
  expect(out).toBe((await ask('/openapi.json')).text)
})

test('a folder of nothing, or of much, has a document too', async () => {
  const { code, out } = await maqal(['openapi', folderOf({})])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toHaveProperty('paths')
  const long = written('long', { sections: [{ paragraphs: ['word '.repeat(200_000)] }] })
  const { ask } = await serve(await libraryOf([long]))
  expect((await ask('/openapi.json')).text.length).toBeLessThan(300_000)
})

test('the check of the contract is one: it refuses what is not in it', async () => {
  const check = createContract(await openApiDocument())
  const { ask } = await serveSample()
  const sound = await ask('/articles')
  check('GET', '/articles', sound)
  const refused = (change: Partial<typeof sound>) => () => check('GET', '/articles', { ...sound, ...change })
  expect(refused({ status: 201 })).toThrow('in the contract')
  expect(refused({ headers: { ...sound.headers, 'x-new': '1' } })).toThrow('x-new')
  expect(refused({ headers: { ...sound.headers, 'content-type': 'text/plain' } })).toThrow('media type')
  expect(refused({ text: '{"items":[]}' })).toThrow('body')
})

test('/docs is a page that loads nothing from elsewhere', async () => {
  const { ask } = await serveSample()
  const page = await ask('/docs', { headers: { accept: 'text/html' } })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
  expect(addresses.length).toBeGreaterThan(4)
  for (const address of addresses) expect((await ask(address)).status, address).toBe(200)
  const manifest = readFileSync(`node_modules/${swaggerUi.name}/package.json`, 'utf8')
  expect(JSON.parse(manifest)).toMatchObject({ version: swaggerUi.version })
})

test.each(['2024', 'ـــ', '…', '؟', 'a'.repeat(500), '\u202Ex'])(
  'an article called %j is no obstacle',
  async (title) => {
    const { ask } = await serve(await libraryOf([written('a', { title })]))
    const { status, text } = await ask('/openapi.json')
    expect(status).toBe(200)
    expect(text).toContain('"getArticle"')
  },
)
