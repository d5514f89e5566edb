import type { ArticleFile } from '../../src/article/file.ts'

/** What would break out of one form or another, were it not escaped. */
export const nasty =
  `<script>alert(1)</script> ]]> "onload='x' <!-- &lt; &#0; \${x} {{x}} \u202Eevil\u2066 😀 \uFFFD` as const

const address = (path: string) => `https://evil.example/${path}"onload='x'&]]>?<script>`

/** An article with it in every field, and in each type of paragraph. */
export const nastyArticle = (text: string = nasty): ArticleFile => ({
  id: 'nasty',
  title: text,
  outlet: text,
  rubric: text,
  language: 'en',
  summary: text,
  authors: [{ name: text, url: address('author') }],
  tags: [text],
  url: address('article'),
  datePublished: '2024-05-31',
  sections: [
    {
      paragraphs: [
        text,
        { text, marks: [{ type: 'link', start: 0, end: 5, href: `/a"onload='x'&]]` }] },
        { type: 'quote', text, attribution: text },
        { type: 'list', items: [text, text] },
        { type: 'image', url: `/i.png?"onload='x'&]]`, alt: text, caption: `${text}\n${text}`, credit: text },
        { type: 'image', url: 'http://[', alt: null, caption: null, credit: null },
        { type: 'image', url: '//', alt: text },
      ],
    },
    { heading: text, level: 6, paragraphs: [text] },
  ],
})
