import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { articleSchema } from '../src/article/file.ts'
import { swaggerUi } from '../src/formats/html/docs-page.ts'
import { libraryOf, sampleLibrary, serve, serveSample, written } from './support/app.ts'
import {
  createContract,
  type Document,
  openApiDocument,
  type Parameter,
  validatorOf,
} from './support/contract.ts'
import { folderOf, maqalOpenapi } from './support/process.ts'

/** An article with links, lists, images and quotes. */
const rich = written('rich', {
  rubric: 'Reports',
  summary: 'A summary.',
  authors: ['One', { name: 'Two', url: 'https://two.example/?a=b#c' }],
  tags: ['red', 'أحمر'],
  url: 'https://outlet.example/rich',
  datePublished: '2024-05-31',
  dateModified: '2024-06-01T09:30:00+03:00',
  sections: [
    {
      paragraphs: [
        {
          text: 'A link and code.',
          marks: [
            { type: 'link', start: 2, end: 6, href: '/path?q=é#ق' },
            { type: 'code', start: 11, end: 15 },
          ],
        },
        { type: 'quote', text: 'قول', language: 'ar', attribution: 'Someone' },
      ],
    },
    {
      heading: 'A heading',
      paragraphs: [
        {
          type: 'list',
          ordered: true,
          items: ['one', { text: 'two', marks: [{ type: 'strong', start: 0, end: 3 }] }],
        },
        {
          type: 'image',
          url: '/images/قطر.png?size=4#top',
          alt: 'Alt',
          caption: 'Caption',
          credit: 'Credit',
          width: 4,
          height: 3,
        },
        { type: 'image', url: '//host/image.png' },
      ],
    },
  ],
  notes: [{ id: 'n1', text: 'A note.' }],
})

const serveRich = async () => serve(await libraryOf([rich]))

const answerable = [
  '/',
  '/articles',
  '/articles/{article}',
  '/articles/{article}/notes/{note}',
  '/articles/{article}/paragraphs/{paragraph}',
  '/articles/{article}/sections',
  '/articles/{article}/sections/{section}',
  '/feed.json',
  '/health/live',
  '/health/ready',
  '/languages',
  '/openapi.json',
  '/outlets',
  '/problems/{problem}',
  '/rubrics',
  '/schemas/article.json',
  '/search',
  '/tags',
]

test('the document describes each address that answers JSON once, and nothing else', async () => {
  const { paths, openapi } = await openApiDocument()
  expect(openapi).toBe('3.1.0')
  expect(Object.keys(paths).toSorted()).toEqual(answerable)
  for (const [path, item] of Object.entries(paths)) {
    expect(Object.keys(item), path).toEqual(['get'])
    expect(Object.keys(item.get.responses), path).toEqual(['200', '304', 'default'])
    expect(Object.keys(item.get.responses['200']?.content ?? {})).toHaveLength(1)
  }
})

test('the document has under 90 KB', async () => {
  expect((await (await serveSample()).ask('/openapi.json')).text.length).toBeLessThan(90_000)
})

/** The parameters of an operation, with what they refer to. */
const parametersOf = ({ paths, components }: Document, path: string) =>
  (paths[path]?.get.parameters ?? []).map(({ $ref }) => {
    const parameter = components.parameters[$ref.split('/').at(-1) ?? '']
    if (parameter === undefined) throw new Error($ref)
    return parameter
  })

const addressOf = (document: Document, path: string, isWhole: boolean): string => {
  const query = new URLSearchParams()
  let address = path
  for (const { name, in: place, example, required } of parametersOf(document, path)) {
    if (place === 'path') address = address.replace(`{${name}}`, String(example))
    else if (isWhole || required === true) query.set(name, String(example))
  }
  return query.size === 0 ? address : `${address}?${query.toString()}`
}

test.each([true, false])(
  'every request runs with its examples; with all that may be left out: %j',
  async (isWhole) => {
    const document = await openApiDocument()
    const { ask } = await serveSample()
    for (const path of answerable) {
      const address = addressOf(document, path, isWhole)
      // The sample article has no footnotes.
      expect((await ask(address)).status, address).toBe(path.endsWith('{note}') ? 404 : 200)
    }
  },
)

test('every parameter is of the path or the query, and has an example that it allows', async () => {
  const document = await openApiDocument()
  const validatorFor = validatorOf(document)
  const parameters = Object.entries(document.components.parameters)
  expect(parameters.length).toBeGreaterThan(20)
  for (const [name, { in: place, schema, example }] of parameters) {
    expect(place, name).toMatch(/^(?:path|query)$/)
    expect(validatorFor(schema)(example), name).toBe(true)
  }
})

test('every answer has an example, and it is as the schema says', async () => {
  const document = await openApiDocument()
  const examples = Object.entries(document.paths).flatMap(([path, { get }]) =>
    Object.values(get.responses['200']?.content ?? {}).map(({ schema, example }) => ({
      path,
      schema,
      example,
    })),
  )
  const without = examples.filter(({ example }) => example === undefined).map(({ path }) => path)
  expect(without).toEqual(['/feed.json', '/openapi.json', '/schemas/article.json'])
  const validatorFor = validatorOf(document, { isPartial: false })
  for (const { path, schema, example } of examples) {
    const validate = validatorFor(schema)
    expect(validate(example ?? {}) ? [] : validate.errors, path).toEqual([])
  }
})

test('operations and schemas have names of their own, and each schema is used', async () => {
  const document = await openApiDocument()
  const ids = Object.values(document.paths).map(({ get }) => get.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  const text = JSON.stringify(document)
  expect(text).not.toMatch(/"additionalProperties":(?!true)/)
  expect(text).not.toMatch(/schemas\/\w+(?:Input|Output)"/)
  for (const [kind, components] of Object.entries(document.components)) {
    const used = new Set([...text.matchAll(/#\/components\/(\w+\/[\w-]+)/g)].map(([, name]) => name))
    expect(Object.keys(components).filter((name) => !used.has(`${kind}/${name}`))).toEqual([])
  }
})

test('the document is the same whatever the articles are, and `maqal openapi` prints it', async () => {
  const texts = await Promise.all(
    [sampleLibrary(), libraryOf([]), libraryOf([rich, written('2024', { title: 'ـــ' })])].map(
      async (library) => (await (await serve(await library)).ask('/openapi.json')).text,
    ),
  )
  expect(new Set(texts).size).toBe(1)
  expect(await maqalOpenapi([])).toMatchObject({ code: 0, out: texts[0] })
  expect(await maqalOpenapi([folderOf({ 'broken.json': '{' })])).toMatchObject({ code: 0, out: texts[0] })
})

test('files that are refused are not in the document', async () => {
  const library = await sampleLibrary()
  const { ask } = await serve(library)
  const fault = { file: 'broken.json', line: 1, column: 1, path: '', problem: 'is broken', hint: 'mend it' }
  const faulty = await serve(library, {}, { faults: () => [fault] })
  expect((await faulty.ask('/health/ready')).text).toContain('broken.json')
  expect((await faulty.ask('/openapi.json')).text).toBe((await ask('/openapi.json')).text)
})

test.each([
  [{}, 'http://localhost:3000'],
  [{ PORT: '4000', HOST: '::1' }, 'http://[::1]:4000'],
  [{ PUBLIC_URL: 'https://example.org/' }, 'https://example.org'],
  [{ PUBLIC_URL: 'https://example.org/api/v1' }, 'https://example.org/api/v1'],
])('the server of %j is %s, and links of the examples begin as its links do', async (settings, url) => {
  const { ask } = await serve(await libraryOf([rich]), settings)
  const document = (await ask('/openapi.json')).json() as Document
  expect(document.servers).toEqual([{ url }])
  expect((await maqalOpenapi([], { env: settings })).out).toBe((await ask('/openapi.json')).text)
  const { example } = document.paths['/']?.get.responses['200']?.content?.['application/json'] ?? {}
  expect(example).toEqual((await ask('/')).json())
})

/** Every regular expression of a schema, at any depth. */
const patternsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = 'pattern' in value && typeof value.pattern === 'string' ? [value.pattern] : []
  return [...own, ...Object.values(value).flatMap(patternsOf)]
}

test('patterns need no flags, no look-around and no classes of Unicode, and Python compiles them', async () => {
  const patterns = [...new Set([...patternsOf(await openApiDocument()), ...patternsOf(articleSchema())])]
  expect(patterns.length).toBeGreaterThan(10)
  for (const pattern of patterns) {
    expect(() => new RegExp(pattern, ''), pattern).not.toThrow()
    expect(pattern).not.toMatch(/\(\?[=!<]|\\[pPkuU]|\\x\{/)
    expect(pattern.isWellFormed() && /^[\x20-\x7E]*$/.test(pattern), pattern).toBe(true)
  }
  const program = 'import json, re, sys\nfor pattern in json.load(sys.stdin): re.compile(pattern)'
  const python = spawnSync('python3', ['-c', program], { input: JSON.stringify(patterns), encoding: 'utf8' })
  // There is no Python on some machines.
  if (python.error === undefined) expect(python).toMatchObject({ status: 0, stderr: '' })
})

test('the schema of a file takes what maqal takes, refuses long titles and no dates, and explains keys', async () => {
  const schema = articleSchema() as { properties: Record<string, { description?: string }> }
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)
  const validate = ajv.compile(schema)
  const sample = JSON.parse(readFileSync('data/qatar-irgc-normalisation.json', 'utf8')) as object
  for (const file of [sample, rich]) {
    expect(validate(file) ? [] : validate.errors).toEqual([])
    expect(validate({ ...file, title: 'a'.repeat(500) })).toBe(true)
    expect(validate({ ...file, title: 'a'.repeat(501) })).toBe(false)
    expect(validate({ ...file, datePublished: '2024-02-30' })).toBe(false)
    expect(validate({ ...file, url: 'javascript:alert(1)' })).toBe(false)
  }
  const explained = Object.entries(schema.properties).filter(
    ([, { description }]) => description !== undefined,
  )
  expect(explained.length).toBeGreaterThan(8)
})

const long = 'a'.repeat(500)

/** Values of parameters: the first are allowed, the others refused. */
const values: [string, string[], string[]][] = [
  [
    'outlet',
    ['a', ' a ', '٠', long, '😀'.repeat(500)],
    ['', ' ', '\u00A0\t', 'a\0', `${long}a`, '😀'.repeat(501)],
  ],
  ['author', ['"', 'A. B.'], ['', '   ']],
  ['language', ['ar', 'zh-Hant'], ['']],
  [
    'from',
    ['2024-02-29', '2024-02-29T23:59:59Z', '2024-02-29T09:30:00.123+03:00'],
    [
      '',
      '0',
      '2024',
      '2024-13-01',
      '2023-02-29',
      '2024-02-29T24:00:00Z',
      '2024-02-29 09:30:00Z',
      '2024-02-29T09:30:00',
      '٢٠٢٤-٠١-٠١',
      ' 2024-02-29',
    ],
  ],
  ['to', ['2024-02-28', '2024-01-01T00:00:00-12:00'], ['yesterday', '24-01-01', '2024-1-1']],
  ['page', ['1', '2', '1000000'], ['0', '-1', '1.5', '', 'x', '1000001']],
  ['limit', ['1', '100'], ['0', '101', '1e1x']],
  ['sort', ['title', '-datePublished'], ['', 'Title', '+title']],
  ['include-articles', ['html', 'sections', 'html,sections'], ['', ',', 'html,', 'body', 'HTML']],
  [
    'fields-articles',
    ['id', 'id,title', 'authors.name', 'id, links.self', 'sections.heading', Array(100).fill('id').join(',')],
    [
      '',
      ',',
      'id,',
      ',id',
      'id,,title',
      'nope',
      'ID',
      ' id',
      'id ,title',
      'id,  title',
      'id.',
      '.id',
      'id.x',
      'authors.',
      'authors.nme',
      'section',
      Array(101).fill('id').join(','),
    ],
  ],
]

test.each(values)('%s is described as strictly as it is checked', async (component, allowed, refused) => {
  const document = await openApiDocument()
  const { ask } = await serveRich()
  const { name = '', schema = {} } = document.components.parameters[component] ?? {}
  const validate = validatorOf(document)(schema)
  const isNumber = schema['type'] === 'integer'
  for (const value of [...allowed, ...refused]) {
    const isAllowed = allowed.includes(value)
    const { status } = await ask(`/articles?${new URLSearchParams({ [name]: value }).toString()}`)
    expect(status, value).toBe(isAllowed ? 200 : 400)
    expect(validate(isNumber && value !== '' ? Number(value) : value), value).toBe(isAllowed)
  }
})

/** Values that a schema allows. */
const allowedBy = (document: Document, schema: Record<string, unknown>): fc.Arbitrary<string> => {
  const { $ref, anyOf, enum: options, pattern, minimum, maximum } = schema
  if (typeof $ref === 'string')
    return allowedBy(document, document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {})
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((one: typeof schema) => allowedBy(document, one)))
  if (Array.isArray(options)) return fc.constantFrom(...options.map(String))
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern))
  if (typeof minimum === 'number') return fc.integer({ min: minimum, max: Number(maximum) }).map(String)
  return fc.string({ unit: 'binary', maxLength: 500 })
}

test('a request with a parameter that the document allows is not refused', async () => {
  const document = await openApiDocument()
  const { ask } = await serveRich()
  const validatorFor = validatorOf(document)
  const usual = { article: 'rich', section: '1', paragraph: 'lede-1', note: 'n1', problem: 'not-found' }
  const valuesOf = ({ schema }: Parameter) => {
    const isAllowed = validatorFor(schema)
    const isNumber = schema['type'] === 'integer'
    return allowedBy(document, schema).filter(
      (value) => value.isWellFormed() && isAllowed(isNumber ? Number(value) : value),
    )
  }
  // Made once for each: fast-check takes long to read a pattern.
  const known = new Map(Object.values(document.components.parameters).map((one) => [one, valuesOf(one)]))
  const request = fc
    .constantFrom(...answerable.flatMap((path) => parametersOf(document, path).map((one) => ({ path, one }))))
    .chain(({ path, one }) =>
      (known.get(one) ?? valuesOf(one)).map((value) => ({ path, place: one.in, name: one.name, value })),
    )
  await fc.assert(
    fc.asyncProperty(request, async ({ path, place, name, value }) => {
      const segments = { ...usual, ...(place === 'path' && { [name]: value }) }
      const address = path.replaceAll(/\{(\w+)\}/g, (_, key: keyof typeof usual) =>
        encodeURIComponent(segments[key]),
      )
      const query = new URLSearchParams({
        ...(path === '/search' && { q: 'a', ...(name === 'section' && { article: 'rich' }) }),
        ...(place === 'query' && { [name]: value }),
      })
      const { status } = await ask(`${address}?${query.toString()}`)
      // What a path names need not be there.
      expect(place === 'path' ? [200, 404] : [200], `${address}?${query.toString()}`).toContain(status)
    }),
    { numRuns: 200 },
  )
}, 60_000)

/** Every name that `fields` could hold to choose something of a value. */
const fieldsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap(fieldsIn))]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    key,
    ...fieldsIn(inner).map((below) => `${key}.${below}`),
  ])
}

test('whatever `fields` names is in its pattern, and the answer is as the schema says', async () => {
  const document = await openApiDocument()
  const { ask } = await serveRich()
  const article = {
    article: 'rich',
    section: 'a-heading',
    paragraph: 'a-heading-2',
    note: 'n1',
    problem: 'not-found',
  }
  for (const path of answerable) {
    const fields = parametersOf(document, path).find(({ name }) => name === 'fields')
    if (fields === undefined) continue
    const address = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof article) => article[name])
    const whole = (await ask(path === '/search' ? '/search?q=heading' : address)).json() as object
    const names = fieldsIn('items' in whole ? whole.items : whole)
    expect(names.length, path).toBeGreaterThan(2)
    for (const name of names) {
      expect(fields.schema['pattern'], path).toSatisfy((pattern: string) =>
        new RegExp(pattern, '').test(name),
      )
      const query = new URLSearchParams({ ...(path === '/search' && { q: 'heading' }), fields: name })
      expect((await ask(`${address}?${query.toString()}`)).status, `${path} ${name}`).toBe(200)
    }
  }
})

test('the check of the contract is one: it refuses what is not in it', async () => {
  const check = createContract(await openApiDocument())
  const { ask } = await serveRich()
  const sound = await ask('/articles')
  check('GET', '/articles', sound)
  const refused = (change: Partial<typeof sound>) => () => check('GET', '/articles', { ...sound, ...change })
  expect(refused({ status: 201 })).toThrow('in the contract')
  expect(refused({ headers: { ...sound.headers, 'x-new': '1' } })).toThrow('x-new')
  expect(refused({ headers: { ...sound.headers, 'retry-after': '1' } })).toThrow('retry-after')
  expect(refused({ headers: { ...sound.headers, 'content-type': 'text/plain' } })).toThrow('media type')
  expect(refused({ text: '{"items":[]}' })).toThrow('body')
  const { items: [item = {}] = [], ...list } = JSON.parse(sound.text) as { items?: object[] }
  const withItem = (one: object) => ({ text: JSON.stringify({ ...list, items: [one] }) })
  const { title: _, ...partial } = item as { title: string }
  expect(refused(withItem(partial))).toThrow('body')
  const ofFields = (one: object) => () => check('GET', '/articles?fields=id', { ...sound, ...withItem(one) })
  expect(ofFields(partial)).not.toThrow()
  expect(ofFields({ title: 5 })).toThrow('body')
})

test('a page and Markdown are held against the routes, though the document says nothing of them', async () => {
  const check = createContract(await openApiDocument())
  const { ask } = await serveRich()
  const page = await ask('/articles/rich.html')
  const refused =
    (url: string, change: Partial<typeof page> = {}) =>
    () =>
      check('GET', url, { ...page, ...change })
  expect(refused('/articles/rich.html')).not.toThrow()
  expect(refused('/articles/rich.md')).toThrow('media type')
  expect(refused('/articles/rich.html', { status: 204 })).toThrow('in the contract')
  expect(refused('/articles/rich.html', { headers: { ...page.headers, 'x-new': '1' } })).toThrow('x-new')
  expect(refused('/nowhere')).toThrow('in the contract')
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
