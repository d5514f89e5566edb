import * as commonmark from 'commonmark'
import * as fc from 'fast-check'
import { parseHTML } from 'linkedom'
import MarkdownIt from 'markdown-it'
import { marked } from 'marked'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { parse as parseYaml } from 'yaml'
import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { written } from './support/app.ts'
import { nastyArticle } from './support/nasty.ts'

// What others make of our Markdown: the same words, and nothing alive that the article does not have.

const gfm = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true })
const markdownIt = new MarkdownIt({ html: true, linkify: true })

const renderers: Record<string, (text: string) => string> = {
  commonmark: (text) => new commonmark.HtmlRenderer().render(new commonmark.Parser().parse(text)),
  marked: (text) => marked.parse(text, { async: false }),
  'markdown-it': (text) => markdownIt.render(text),
  'remark-gfm': (text) => String(gfm.processSync(text)),
}

const bodyOf = (file: unknown): string => {
  const article = toArticle(ArticleFile.parse(file), 'a')
  const text = printMarkdown({ kind: 'article', article })
  return text.slice(text.indexOf('\n---\n') + 5)
}

const documentOf = (body: string) => parseHTML(`<!DOCTYPE html><html><body>${body}</body></html>`).document

/** The elements and attributes that Markdown itself makes of what an article has. */
const own = new Set('P H1 H2 H3 H4 H5 H6 EM STRONG CODE A IMG UL OL LI BLOCKQUOTE BR'.split(' '))
const ownAttributes = new Set(['href', 'src', 'alt', 'title', 'start'])

const alive = (html: string): string[] =>
  [...documentOf(html).querySelectorAll('body *')].flatMap((element) => [
    ...(own.has(element.tagName) ? [] : [element.tagName]),
    ...element.getAttributeNames().filter((name: string) => !ownAttributes.has(name)),
  ])

const spaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const wordsOf = (html: string): string => {
  const { document } = parseHTML(`<html><body>${html.replaceAll(/<br ?\/?>/g, ' ')}</body></html>`)
  return spaced(document.body.textContent ?? '')
}

/** Images, and links to another address than the words say: some renderers link an address whatever is escaped. */
const linksElsewhere = (html: string): string[] =>
  [...documentOf(html).querySelectorAll('a, img')]
    .filter((element) => {
      const href = decodeURI(element.getAttribute('href') ?? '')
      const said = element.textContent
      return ![said, `mailto:${said}`, `http://${said}`].includes(href)
    })
    .map((element) => element.outerHTML)

const sayings = [
  'Try https://x.example/<img src=x onerror=alert(1)> now.',
  'See https://example.org/?a=1&b=2, www.example.org/a_b_c and jane_doe@example.org!',
  'a foo*bar http://x.example/foo*bar_baz_',
  '10~20，30~40 and ~~not struck~~',
  'a | b\n--- | ---\n1 | 2',
  '| a |\n| - |\n| 1 |',
  ':-- | --:\n[ ] todo [x] done [^1] [^1]: note',
  '[!NOTE] a <!-- b --> <b>c</b> &amp; &#60;script&#62; <https://x.example/>',
  '# a\n> b\n- c\n1. d\n    e\n``` f\n~~~ g\n***\n=== \n---',
  '<script>alert(1)</script> ![a](b) [c](javascript:d) [e]: f',
  'C:\\Users\\x \\<b\\> `code` ``a`` *a* _b_ **c**',
]

test.each(Object.entries(renderers))('%s shows what the article says', (_name, render) => {
  for (const saying of sayings) {
    const html = render(bodyOf(written('a', { sections: [{ paragraphs: [saying] }] })))
    expect(wordsOf(html)).toBe(spaced(saying))
    expect(alive(html)).toEqual([])
    expect(linksElsewhere(html)).toEqual([])
  }
})

test.each(Object.entries(renderers))('%s makes nothing alive of any field', (_name, render) => {
  const credit = 'A <img src=x onerror=alert(1)> --> B'
  const image = { type: 'image' as const, url: '/i.png', alt: credit, caption: credit, credit }
  for (const text of [credit, ...sayings, '--><script>alert(1)</script>']) {
    const article = nastyArticle(text.replaceAll('\n', ' '))
    const html = render(
      bodyOf({
        ...article,
        sections: [...article.sections, { heading: text.replaceAll('\n', ' '), paragraphs: [image] }],
      }),
    )
    expect(alive(html)).toEqual([])
    expect(wordsOf(html)).not.toMatch(/\{#|credit=/)
  }
})

test('any text is as inert as it was', () => {
  const pieces = sayings.flatMap((saying) => saying.split(/(?<=\W)|(?=\W)/))
  const text = fc
    .array(fc.constantFrom(...pieces, ' ', 'a'), { minLength: 1, maxLength: 24 })
    .map((parts) => parts.join('').replaceAll(/\s+/g, ' ').trim())
    .filter((made) => made !== '')
  fc.assert(
    fc.property(text, (made) => {
      const body = bodyOf(written('a', { sections: [{ paragraphs: [made] }] }))
      for (const render of Object.values(renderers)) {
        const html = render(body)
        expect(alive(html)).toEqual([])
        expect(wordsOf(html)).toBe(made)
      }
    }),
    { numRuns: 300 },
  )
})

test.each(['no', 'No', 'off', '12:30', '1_000', '2024-01-01', '=', '<<', '0o7', '0777', 'null', '~', 'y'])(
  'the front matter says %j, whatever YAML it is read by',
  (value) => {
    const article = toArticle(ArticleFile.parse(written('a', { title: value, tags: [value] })), 'a')
    const front = printMarkdown({ kind: 'article', article }).split('---\n')[1] ?? ''
    for (const version of ['1.1', '1.2'] as const)
      expect(parseYaml(front, { version })).toMatchObject({ title: value, tags: [value] })
    expect(front).toContain(`title: "${value}"`)
  },
)
