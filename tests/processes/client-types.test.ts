import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, expectTypeOf, test } from 'vitest'
import type * as answers from '../../src/article/answers.ts'
import type {
  Article,
  ArticleList,
  ArticleMention,
  ArticleParagraph,
  ArticleSection,
  ArticlesQuery,
  ArticleSummary,
  Author,
  Client,
  Image,
  ImageParagraph,
  ListedValue,
  ListItem,
  ListParagraph,
  Mark,
  Note,
  Paragraph,
  Problem,
  QuoteParagraph,
  SearchHit,
  SearchList,
  SearchQuery,
  Section,
  SectionList,
  SectionSummary,
  TextParagraph,
  ValueList,
} from '../../src/client/client.ts'
import { editorOf } from '../support/editor.ts'
import { folderOf } from '../support/process.ts'

test('the types that are written out are those of the answers', () => {
  expectTypeOf<Article>().toExtend<answers.ArticleAnswer>()
  expectTypeOf<answers.ArticleAnswer>().toExtend<Article>()
  expectTypeOf<ArticleSummary>().toExtend<answers.ArticleSummary>()
  expectTypeOf<answers.ArticleSummary>().toExtend<ArticleSummary>()
  expectTypeOf<ArticleList>().toExtend<answers.ArticleList>()
  expectTypeOf<answers.ArticleList>().toExtend<ArticleList>()
  expectTypeOf<ArticleMention>().toExtend<answers.ArticleMention>()
  expectTypeOf<answers.ArticleMention>().toExtend<ArticleMention>()
  expectTypeOf<Section>().toExtend<answers.SectionAnswer>()
  expectTypeOf<answers.SectionAnswer>().toExtend<Section>()
  expectTypeOf<SectionSummary>().toExtend<answers.SectionSummary>()
  expectTypeOf<answers.SectionSummary>().toExtend<SectionSummary>()
  expectTypeOf<SectionList>().toExtend<answers.SectionList>()
  expectTypeOf<answers.SectionList>().toExtend<SectionList>()
  expectTypeOf<Paragraph>().toExtend<answers.ParagraphAnswer>()
  expectTypeOf<answers.ParagraphAnswer>().toExtend<Paragraph>()
  expectTypeOf<Note>().toExtend<answers.NoteAnswer>()
  expectTypeOf<answers.NoteAnswer>().toExtend<Note>()
  expectTypeOf<SearchHit>().toExtend<answers.SearchHit>()
  expectTypeOf<answers.SearchHit>().toExtend<SearchHit>()
  expectTypeOf<SearchList>().toExtend<answers.SearchList>()
  expectTypeOf<answers.SearchList>().toExtend<SearchList>()
  expectTypeOf<ValueList>().toExtend<answers.ValueList>()
  expectTypeOf<answers.ValueList>().toExtend<ValueList>()
  expectTypeOf<Problem>().toExtend<answers.ProblemAnswer>()
  expectTypeOf<answers.ProblemAnswer>().toExtend<Problem>()
})

test('every part of an article has a type of its own, as it stands in the article', () => {
  type Inner = Article['sections'][number]['paragraphs'][number]
  expectTypeOf<Article['sections'][number]>().toEqualTypeOf<ArticleSection>()
  expectTypeOf<Inner>().toEqualTypeOf<ArticleParagraph>()
  expectTypeOf<Extract<Inner, { type: 'text' }>>().toEqualTypeOf<TextParagraph>()
  expectTypeOf<Extract<Inner, { type: 'quote' }>>().toEqualTypeOf<QuoteParagraph>()
  expectTypeOf<Extract<Inner, { type: 'list' }>>().toEqualTypeOf<ListParagraph>()
  expectTypeOf<Extract<Inner, { type: 'image' }>>().toEqualTypeOf<ImageParagraph>()
  expectTypeOf<ListParagraph['items'][number]>().toEqualTypeOf<ListItem>()
  expectTypeOf<ImageParagraph['image']>().toEqualTypeOf<Image>()
  expectTypeOf<Article['authors'][number]>().toEqualTypeOf<Author>()
  expectTypeOf<ValueList['items'][number]>().toEqualTypeOf<ListedValue>()
})

test('a link has an address, any other mark has none', () => {
  expectTypeOf<Extract<Mark, { type: 'link' }>['href']>().toEqualTypeOf<string>()
  expectTypeOf<Exclude<Mark, { type: 'link' }>['href']>().toEqualTypeOf<undefined>()
  expectTypeOf<Mark['href']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Mark['type']>().toEqualTypeOf<
    'link' | 'note' | 'language' | 'strike' | 'strong' | 'emphasis' | 'superscript' | 'subscript' | 'code'
  >()
})

test('a filter may be undefined, as a state that is not set yet is', () => {
  const unset = undefined as string | undefined
  const filters = {
    outlet: unset,
    rubric: unset,
    tag: unset,
    language: unset,
    author: unset,
    from: unset,
    to: unset,
  }
  const none = undefined
  expectTypeOf({ ...filters, sort: none, page: none, limit: none }).toExtend<ArticlesQuery>()
  expectTypeOf({ ...filters, prefix: none, paragraphs: none, page: none }).toExtend<SearchQuery>()
  expectTypeOf<{ signal: AbortSignal | undefined; fields: undefined }>().toExtend<
    NonNullable<Parameters<Client['article']>[1]>
  >()
})

const client = pathToFileURL(resolve('src/client/client.ts')).pathname

/** What the compiler says of each text, as users with `exactOptionalPropertyTypes` see it. */
const compile = (texts: readonly string[]): string[] => {
  const files = texts.map((text, index): [string, string] => [
    `${index}.ts`,
    `import { createClient } from '${client}'\nconst client = createClient('x')\n;${text}\nexport {}\n`,
  ])
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'esnext',
    types: [],
    lib: ['esnext', 'dom', 'dom.asynciterable'],
    allowImportingTsExtensions: true,
  }
  const config = JSON.stringify({ compilerOptions, files: files.map(([name]) => name) })
  const folder = folderOf({
    ...Object.fromEntries(files),
    'tsconfig.json': config,
    'package.json': '{ "type": "module" }',
  })
  const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), [], { cwd: folder, encoding: 'utf8' })
  return files.map(([name]) =>
    stdout
      .split(/^(?=\S+\(\d+,\d+\): )/m)
      .filter((message) => message.startsWith(`${name}(`))
      .join(''),
  )
}

test('the compiler of a user names what is wrong, and the nearest that is right', () => {
  const wrong: [text: string, said: RegExp][] = [
    ["client.article('a', { fields: ['titel'] })", /Did you mean '"title"'\?/],
    ["client.article('a', { fields: ['id', 'section.heading'] })", /Did you mean '"sections.heading"'\?/],
    ["client.search('a', { fields: ['paragraphs.excerp'] })", /Did you mean '"paragraphs.excerpt"'\?/],
    ["client.tags({ fields: ['articleCont'] })", /Did you mean '"articleCount"'\?/],
    ["client.articles({ langauge: 'ar' })", /'langauge' does not exist|Did you mean to write 'language'/],
    ["(await client.article('a', { fields: ['title'] })).outlet", /Property 'outlet' does not exist/],
    ["client.articles({ sort: 'date' })", /Type '"date"' is not assignable/],
  ]
  const said = compile(wrong.map(([text]) => text))
  for (const [index, [text, expected]] of wrong.entries()) expect(said[index], text).toMatch(expected)
})

test('what a front end writes compiles with exactOptionalPropertyTypes', () => {
  const text = `
    import type { ArticleParagraph, Mark, Section, SectionLinks } from '${client}'
    createClient('https://example.org/api', { retries: undefined, fetch: undefined })
    const outlet = undefined as string | undefined
    for await (const { items } of client.articles({ outlet, sort: 'title' })) items[0]?.title.trim()
    const address = (mark: Mark): string => (mark.type === 'link' ? mark.href : '')
    const read = (paragraph: ArticleParagraph): string => {
      switch (paragraph.type) {
        case 'image': return paragraph.image.alt ?? ''
        case 'list': return paragraph.items.map(({ text, marks }) => text + marks.map(address)).join()
        case 'quote': return paragraph.text + (paragraph.attribution ?? '')
        case 'table': return paragraph.rows.flat().map(({ text }) => text).join()
        case 'media': return paragraph.media.url
        default: return paragraph.text
      }
    }
    const { sections } = await client.article('a')
    sections.flatMap(({ paragraphs }) => paragraphs).map(read)
    const links: SectionLinks | undefined = sections[0]?.links
    if (links?.next != null) (await client.follow<Section>(links.next)).article.title.trim()
    const names: string[] = (await client.outlets({ limit: 5 }).first()).items.map(({ name }) => name)
    const { items } = await client.languages({ fields: ['articleCount'] }).first()
    const counts: number[] = items.map(({ articleCount }) => articleCount)
    console.log(names, counts)`
  expect(compile([text])).toEqual([''])
})

test('an editor completes `fields`, dotted ones too, and shows what each key is', async () => {
  const editor = await editorOf(`import { createClient } from '../src/client/client.ts'
const client = createClient('x')
await client.article('a', { fields: ['title', ''] })
const whole = await client.article('a')
whole.readingMinutes
client.languages
`)
  const names = await editor.completions("['title', '")
  expect(names).toEqual(
    expect.arrayContaining(['title', 'sections', 'sections.heading', 'sections.paragraphs.text']),
  )
  expect(names.length).toBeGreaterThan(50)
  expect(await editor.hover('whole.reading')).toContain('Whole minutes at 200 words a minute')
  expect(await editor.hover('client.lang')).toContain('The languages of the articles')
})

test('every key of every type says what it is', () => {
  const lines = ['types', 'client', 'ask'].flatMap((name) =>
    readFileSync(`src/client/${name}.ts`, 'utf8').split('\n'),
  )
  const keys = lines.flatMap((line, index) =>
    /^ {2,4}\w+\??: (?!.*=>.*,$)[^(]*$/.test(line) && !line.endsWith(',')
      ? [{ line, before: lines[index - 1] ?? '' }]
      : [],
  )
  expect(keys.length).toBeGreaterThan(100)
  expect(keys.filter(({ before }) => !before.trimEnd().endsWith('*/'))).toEqual([])
})
