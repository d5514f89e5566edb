import { expect, test } from 'vitest'
import type { Paragraph } from '../src/article/article.ts'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

const read = (body: string) => {
  const reading = markdown.read(front + body, 'a.md', strictly('a'))
  if ('faults' in reading) throw new Error(reading.faults.map(formatFault).join('\n'))
  return reading
}

const formatParagraph = ({ type, role, text, ...rest }: Paragraph): string => {
  const label = 'label' in rest && rest.label !== undefined ? ` [${rest.label}]` : ''
  return `${role ?? ''}${label} ${type}: ${text}`.trim()
}

/** Of each paragraph its role, label, type and text; of each heading its text. */
const seen = (body: string): string[] =>
  read(body).article.sections.flatMap(({ heading, paragraphs }) => [
    ...(heading === null ? [] : [`# ${heading}`]),
    ...paragraphs.map(formatParagraph),
  ])

const warned = (body: string): string[] =>
  read(body).warnings.map((warning) => formatFault(warning).replace(/^a\.md:/, ''))

const tip = ['callout [Tip] text: a']
const titled = ['callout [A title] text: a']

test.each<[string, string[]]>([
  // Hugo
  ['{{% notice tip %}}\na\n{{% /notice %}}', tip],
  ['{{< notice tip >}}a{{< /notice >}}', tip],
  ['{{<notice tip>}}\n\na\n\n{{</notice>}}', tip],
  ['{{% notice style="tip" %}}\na\n{{% /notice %}}', tip],
  ['{{< notice >}}\na\n{{< /notice >}}', ['callout text: a']],
  ['{{< admonition type=tip title="A title" >}}\na\n{{< /admonition >}}', titled],
  ['{{< admonition tip "A title" >}}\na\n{{< /admonition >}}', titled],
  ['{{< callout type="tip" >}}\na\n{{< /callout >}}', tip],
  ['{{% alert title="A title" color="warning" %}}\na\n{{% /alert %}}', titled],
  ['{{% alert color="warning" %}}\na\n{{% /alert %}}', ['callout [Warning] text: a']],
  ['{{< hint tip >}}\na\n{{< /hint >}}', tip],
  ['{{< details "A title" >}}\na\n{{< /details >}}', titled],
  ['{{< details title="A title" >}}\na\n{{< /details >}}', titled],
  ['{{< details summary=`A title` >}}\na\n{{< /details >}}', titled],
  ['{{< tip >}}\na\n{{< / tip >}}', tip],
  // MDX
  ['<Callout type="tip">\na\n</Callout>', tip],
  ['<Callout type="tip">\n\na\n\n</Callout>', tip],
  ['<Callout type="deprecated">a</Callout>', ['callout [Deprecated] text: a']],
  ['<Callout\n  type={"tip"}\n  title="A title"\n>\na\n</Callout>', titled],
  ['<Aside type="tip">a</Aside>', tip],
  ['<Note>a</Note>', ['callout [Note] text: a']],
  ['<Tip>\na\n</Tip>', tip],
  ['<Admonition type="note" title="A title">\na\n</Admonition>', titled],
  // Docusaurus, VitePress, Pandoc
  [':::tip\na\n:::', tip],
  [':::tip A title\na\n:::', titled],
  ['::: tip A title\na\n:::', titled],
  [':::tip[A title]\n\na\n\n:::', titled],
  [':::tip{title="A title"}\na\n:::', titled],
  [':::details A title\na\n:::', titled],
  ['::: {.tip}\na\n:::', tip],
  ['::: {.callout-tip title="A title"}\na\n:::', titled],
  ['::::tip\n:::note\na\n:::\n::::', ['callout text: Tip', 'callout [Note] text: a']],
  [
    ':::tip\na\n:::note\nb\n:::\nc\n:::',
    ['callout [Tip] text: a', 'callout [Note] text: b', 'callout text: c'],
  ],
  [':::pull\na\n:::', ['pull text: a']],
  [':::related A title\n- a\n:::', ['related text: A title', 'related list: a']],
  // GitBook, Hexo, Eleventy, Markdoc
  ['{% hint style="tip" %}\na\n{% endhint %}', tip],
  ['{%- hint style="tip" -%} a {%- endhint -%}', tip],
  ['{% note tip A title %}\na\n{% endnote %}', titled],
  ['{% note %}\na\n{% endnote %}', ['callout [Note] text: a']],
  ['{% note warn %}\na\n{% endnote %}', ['callout [Warning] text: a']],
  ['{% callout "tip", "A title" %}\na\n{% endcallout %}', titled],
  ['{% callout type="tip" title="A title" %}\na\n{% /callout %}', titled],
  ['{% pullquote %}\na\n{% endpullquote %}', ['pull text: a']],
  // Jekyll
  ['{% include tip.html content="a b" %}', ['callout [Tip] text: a b']],
  ['{% include callout.html type="tip" content="a *b*" title="A title" %}', ['callout [A title] text: a b']],
  // Obsidian
  ['> [!tip]+ A title\n> a', titled],
  ['> [!tip]-\n> a', tip],
  ['> [!tip|left] A title\n> a', titled],
  ['> [!my-own]\n> a', ['callout [My-own] text: a']],
  ['> [!tip] A title', ['callout text: A title']],
  // Python-Markdown
  ['!!! tip\n    a', tip],
  ['!!! tip "A title"\n    a', titled],
  ['!!! note ""\n    a', ['callout text: a']],
  ['!!! my-own\n\n    a', ['callout [My-own] text: a']],
  ['??? tip "A title"\n    a', titled],
  ['???+ tip\n\ta', tip],
  ['b\n!!! tip\n    a\nc', ['text: b', ...tip, 'text: c']],
  [
    '!!! tip\n    a\n\n    - b\n\n    ```\n    c\n\n      d\n    ```\ne',
    [...tip, 'callout list: b', 'callout code: c\n\n  d', 'text: e'],
  ],
  [
    '!!! tip\n    a\n    !!! note\n        b\n    c\nd',
    [...tip, 'callout [Note] text: b', 'callout text: c', 'text: d'],
  ],
  ['1. b\n\n    !!! tip\n        a\n\n2. c', ['list: b', ...tip, 'list: c']],
  ['> !!! tip\n>     a', tip],
  ['!!! tip\na', ['text: !!! tip a']],
  ['```\n!!! tip\n    a\n```', ['code: !!! tip\n    a']],
  ['> \\[!tip] a', ['quote: [!tip] a']],
  // What it holds
  [
    '{{% notice tip %}}\na\nb\n\n- c\n  - d\n- e\n{{% /notice %}}\nf',
    ['callout [Tip] text: a b', 'callout list: c\nd\ne', 'text: f'],
  ],
  [
    '<Tip>\na\n```js\n</Tip>\n```\n> b\n</Tip>',
    ['callout [Tip] text: a', 'callout code: </Tip>', 'callout quote: b'],
  ],
  ['<Tip>\n- a\n- b\n</Tip>\nc', ['callout [Tip] list: a\nb', 'text: c']],
  [':::tip\n| a | b |\n|---|---|\n| c | d |\n:::\ne', ['callout [Tip] table: a\tb\nc\td', 'text: e']],
  [':::tip\n<p>a</p>\n:::\n\nb', ['callout [Tip] text: a', 'text: b']],
  ['<div>\n{{< tip >}}\n<b>a</b>\n{{< /tip >}}\n</div>', tip],
  [':::tip\n![a](/b.png "c")\n:::', ['callout [Tip] image: c']],
  [':::tip\n\n    a\n\n:::', ['callout [Tip] code: a']],
  ['{{< tip >}}a\n\nb{{< /tip >}}', ['callout [Tip] text: a', 'callout text: b']],
  ['a\n{{< tip >}}b\nc{{< /tip >}}\nd', ['text: a', 'callout [Tip] text: b c', 'text: d']],
  ['- {{< tip >}}a{{< /tip >}}\n- b', ['list:', 'callout [Tip] text: a', 'list: b']],
  ['1. b\n   {{% tip %}}\n   a\n   {{% /tip %}}\n2. c', ['list: b', 'callout [Tip] text: a', 'list: c']],
  ['> {{< tip >}}\n> a\n> {{< /tip >}}', tip],
  ['{% tip %}\na\n\n- b\n  - c\n    {% endtip %}\n\nd', [...tip, 'callout list: b\nc', 'text: d']],
  [
    '{% note %}\na\n{% tip %}\n- b\n\n  {% endtip %}\n  {% endnote %}',
    ['callout [Note] text: a', 'callout [Tip] list: b'],
  ],
  ['{{< tip >}}\n- a\n- b{{< /tip >}}', ['callout [Tip] list: a\nb']],
  ['{{< tip >}}\n<p><code>a</code></p>\n{{< /tip >}}', tip],
  [
    '{{< details "A" >}}\n{{< details "B" >}}\nc\n{{< /details >}}\nd\n{{< /details >}}',
    ['callout text: A', 'callout [B] text: c', 'callout text: d'],
  ],
  ['{{< tip >}}{{< youtube a >}}{{< /tip >}}', ['callout [Tip] media:']],
  ['{{< notice tip "A title" >}}{{< /notice >}}', ['callout text: A title']],
  [`:::tip ${'a'.repeat(501)}\nb\n:::`, [`callout [Tip] text: ${'a'.repeat(501)}`, 'callout text: b']],
  // Not one
  ['```\n:::tip\n{{< tip >}}\n```\n\n`<Tip>` a', ['code: :::tip\n{{< tip >}}', 'text: <Tip> a']],
  ['\\:::tip\n\na\n\n:::', ['text: :::tip', 'text: a', 'text: :::']],
  ['a ::: b\n:::\nc', ['text: a ::: b ::: c']],
  ['<pre>\n:::tip\n:::\n</pre>', ['code: :::tip\n:::']],
])('%j is read, and there is nothing to tell', (body, expected) => {
  expect([seen(body), warned(body)]).toEqual([expected, []])
})

const unclosed = (tag: string) => `is ${JSON.stringify(tag)}, which nothing closes  kept as text`
const unopened = (tag: string) => `is ${JSON.stringify(tag)}, which nothing opens  kept as text`

test.each<[string, string[], string[]]>([
  ['{{% tip %}}\na', ['text: {{% tip %}}', 'text: a'], [`6:1  ${unclosed('{{% tip %}}')}`]],
  ['a\n\n{{% /tip %}}', ['text: a', 'text: {{% /tip %}}'], [`8:1  ${unopened('{{% /tip %}}')}`]],
  ['<Tip>\na', ['text: <Tip>', 'text: a'], [`6:1  ${unclosed('<Tip>')}`]],
  [':::tip A\na', ['text: :::tip A', 'text: a'], [`6:1  ${unclosed(':::tip A')}`]],
  [':::tip\na\n:::\n:::', [...tip, 'text: :::'], [`9:1  ${unopened(':::')}`]],
  ['{% hint %}\na', ['text: {% hint %}', 'text: a'], [`6:1  ${unclosed('{% hint %}')}`]],
  [
    '{{% note %}}\n<Tip>\na\n{{% /note %}}\n</Tip>',
    ['callout [Note] text: <Tip>', 'callout text: a', 'text: </Tip>'],
    [`7:1  ${unclosed('<Tip>')}`, `10:1  ${unopened('</Tip>')}`],
  ],
  [
    '<Tip>\n\n- a\n\n  </Tip>\n\n- b',
    ['text: <Tip>', 'list: a', 'text: </Tip>', 'list: b'],
    [`6:1  ${unclosed('<Tip>')}`, `10:3  ${unopened('</Tip>')}`],
  ],
  [
    '<Tip>\n\n> a\n>\n> </Tip>',
    ['text: <Tip>', 'quote: a', 'quote: </Tip>'],
    [`6:1  ${unclosed('<Tip>')}`, `10:3  ${unopened('</Tip>')}`],
  ],
  [
    'a {{< tip >}}b{{< /tip >}} c',
    ['text: a {{< tip >}}b{{< /tip >}} c'],
    [
      '6:3  is the template "{{< tip >}}", which has no meaning here  kept as text',
      '6:15  is the template "{{< /tip >}}", which has no meaning here  kept as text',
    ],
  ],
  [
    'a <Tip>b</Tip> c',
    ['text: a b c'],
    ['6:3  is the component "<Tip>", which has no meaning here  what it holds is kept'],
  ],
  [
    '{{< foo >}}\na\n{{< /foo >}}',
    ['text: {{< foo >}}', 'text: a', 'text: {{< /foo >}}'],
    [
      '6:1  is the template "{{< foo >}}", which has no meaning here  kept as text',
      '8:1  is the template "{{< /foo >}}", which has no meaning here  kept as text',
    ],
  ],
  [
    '{{% notice tip icon="x" %}}\na\n{{% /notice %}}',
    tip,
    [String.raw`6:1  has "icon=\"x\"", which has no place in an article  left out`],
  ],
  [
    '::: foo A title\n## b\n\nc\n:::\n\nd',
    ['# b', 'text: c', 'text: d'],
    ['6:1  is the block "::: foo A title", which has no meaning here  what it holds is kept'],
  ],
  [
    '!!! tip inline end "A title"\n    a',
    titled,
    ['6:1  has "inline end", which has no place in an article  left out'],
  ],
  [':::tip A *title*\na\n:::', titled, ['6:1  has marks in a summary  kept as plain text']],
  ['> [!tip] A *title*\n> a', titled, ['6:3  has marks in a summary  kept as plain text']],
  [
    '{% include tip.html content=page.tip %}',
    ['text: {% include tip.html content=page.tip %}'],
    [
      '6:1  is the template "{% include tip.html content=page.tip %}", which has no meaning here  kept as text',
    ],
  ],
  [
    'a[^1]\n\n[^1]: {{< notice tip "A title" >}}b{{< /notice >}}',
    ['text: a[1]'],
    ['8:1  is a footnote with more than paragraphs  kept as text'],
  ],
])('%j is told of', (body, expected, messages) => {
  expect([seen(body), warned(body)]).toEqual([expected, messages])
})

test('the paragraphs of a callout are one group, and are printed as what they are', () => {
  const { article } = read('<Tip>\n\na\n\n- b\n\n</Tip>\n\n{{< tip >}}c{{< /tip >}}')
  expect(article.sections[0]?.paragraphs.map(({ group }) => group)).toEqual([1, 1, null])
  const again = markdown.read(printMarkdown({ kind: 'article', article }), 'a.md', strictly('a'))
  expect('article' in again && again.article).toEqual(article)
})

test.each<[string, string, number]>([
  ['open tags', '{{< tip >}}\n\n'.repeat(1000), 200],
  ['closing tags', '</Tip>\n\n'.repeat(1000), 200],
  ['tags that cross', `${'<Tip>\n\n'.repeat(1000)}${'{{< /tip >}}\n\n'.repeat(1000)}`, 200],
  ['tags that close none of many', `${'<Tip>\n\n'.repeat(1000)}${'</Note>\n\n'.repeat(1000)}`, 200],
  ['blocks of colons', ':::tip\n\n'.repeat(1000), 200],
  ['blocks of more and more colons', `${':'.repeat(20)}tip\n\n:::note\n\n${'::::\n\n'.repeat(500)}`, 200],
  ['callouts', '<Tip>\na\n</Tip>\n\n'.repeat(1000), 0],
  ['callouts of Python-Markdown', '!!! tip\n    a\n'.repeat(1000), 0],
  ['signs of marked words', 'a ==b== ==c '.repeat(1000), 200],
  ['signs of comments', 'a %%b%% %%c\n\n'.repeat(1000), 200],
])('a thousand %s are read', (_name, body, told) => {
  expect(read(body).warnings).toHaveLength(told)
})

const tags = [
  ['{{< tip >}}', '{{< /tip >}}'],
  ['<Tip>', '</Tip>'],
  ['{% hint %}', '{% endhint %}'],
  [':::tip', ':::'],
] as const

const refusalOf = (body: string): string[] => {
  const reading = markdown.read(front + body, 'a.md', strictly('a'))
  return 'faults' in reading ? reading.faults.map(({ problem }) => problem) : []
}

test.each(tags)('callouts of %j that are 1,000 deep are refused by name', (open, close) => {
  const body = `${open}\n\n`.repeat(1000) + `${close}\n\n`.repeat(1000)
  expect(refusalOf(body)).toEqual(['is nested more than 32 deep'])
})

test.each([
  ['marked words', 'a== ==b'],
  ['comments', '%%a'],
  ['comments of lines', '%%\n'],
  ['callouts of Python-Markdown', '!!! a\n    '],
  ['blocks of colons', ':::a {b}\n'],
])('a file full of %s is refused by name', (_name, text) => {
  const tooMany = 'has more than 50000 lines, list items and signs such as * and ['
  expect(refusalOf(text.repeat(1_200_000 / text.length))).toEqual([tooMany])
})

test('callouts of Python-Markdown that are 500 deep are refused by name', () => {
  const body = Array.from({ length: 500 }, (_, index) => `${' '.repeat(4 * index)}!!! tip\n`).join('')
  expect(refusalOf(body)).toEqual(['is nested more than 32 deep'])
})

test.each(tags)('10,000 of %j are read or refused by name, also in one another', (open, close) => {
  const tooMany = 'has more than 50000 lines, list items and signs such as * and ['
  const opened = `${open}\n\n`.repeat(10_000)
  expect(refusalOf(opened)).toEqual(open === '{% hint %}' ? [] : [tooMany])
  const deep = refusalOf(opened + `${close}\n\n`.repeat(10_000))
  expect(deep).toEqual([tooMany])
})
