import { deflateRawSync } from 'node:zlib'

/** Texts that are made to be slow to read: each of one kind of token. `size` is how many bytes to make, about. */

const fill = (text: string, size: number): string => text.repeat(Math.max(1, Math.floor(size / text.length)))

const listOf = (item: string, size: number): string => {
  const count = Math.max(1, Math.floor(size / (item.length + 1)))
  return Array.from({ length: count }, () => item).join(',')
}

const around = (paragraphs: string): string =>
  `{"title":"T","outlet":"O","language":"en","sections":[{"paragraphs":[${paragraphs}]}]}`

const marksOf = (size: number): string => {
  const count = Math.floor(size / 50)
  const marks = Array.from({ length: count }, (_, at) => ({
    type: at % 2 === 0 ? 'strong' : 'emphasis',
    start: at * 3,
    end: at * 3 + 2,
  }))
  return around(JSON.stringify({ text: fill('ab ', count * 3).trim(), marks }))
}

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

/** A zip archive of one file (APPNOTE 6.3.10), enough of one for what reads Word documents. */
const zipOf = (name: string, content: Buffer): Buffer => {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  for (const [head, at] of [
    [local, 8],
    [entry, 10],
  ] as const) {
    head.writeUInt16LE(8, at)
    head.writeUInt32LE(packed.length, at + 10)
    head.writeUInt32LE(content.length, at + 14)
    head.writeUInt16LE(name.length, at + 18)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

type Kind = { cap: number; make: (size: number) => string | Buffer }

const json = (make: (size: number) => string): Kind => ({ cap: 4_900_000, make })
const markdown = (text: string): Kind => ({ cap: 1_400_000, make: (size) => front + fill(text, size) })
const word = (text: string): Kind => ({
  cap: 5_000_000,
  make: (size) => zipOf('word/document.xml', Buffer.from(fill(text, size))),
})

const pageOf = (body: string): string =>
  `<!doctype html><html lang="en"><title>T</title><body>${body}</body></html>`
const pages = (cap: number, text: string): Kind => ({ cap, make: (size) => pageOf(fill(text, size)) })

/** By type and name; `cap` is the size of the largest, in bytes. */
export const kinds: Record<string, Kind> = {
  'json: unknown keys': json((size) => around(listOf('{"text":"a","bad":1}', size))),
  'json: numbers': json((size) => around(listOf('1', size))),
  'json: unknown keys, within the limit of items': {
    cap: 500_000,
    make: (size) => around(listOf('{"text":"a","bad":1}', size)),
  },
  'json: marks': { cap: 1_200_000, make: marksOf },
  'json: one word': json((size) => around(`"${fill('a', size)}"`)),
  'json: lines': json((size) => around(`"${fill(String.raw`a\n`, size)}"`)),
  'json: brackets': json((size) => fill('[', size)),
  'json: braces': json((size) => fill('{"a":', size)),
  'json: keys written twice': json((size) => `{${listOf('"a":1', size)}}`),
  'json: white space': json((size) => fill(' ', size)),
  'md: words': markdown('word '),
  'md: paragraphs': markdown('A paragraph of a few words, and no more.\n\n'),
  'md: HTML': markdown('<a'),
  'md: tags': markdown('<b>a</b> '),
  'md: comments': markdown('<!-- a'),
  'md: brackets': markdown('['),
  'md: stars': markdown('*a '),
  'md: backticks': markdown('`a``'),
  'md: quotes': markdown('> '),
  'md: items': markdown('- a\n'),
  'md: definitions': markdown('[a]: /b\n'),
  'md: tildes': markdown('~~a~~ '),
  'md: addresses': markdown('a@b.example www.a.example https://a.example\n\n'),
  'md: bars': markdown('| a | b |\n'),
  'md: tables': markdown('| a | b |\n| - | - |\n| c | d |\n\n'),
  'md: open blocks of colons': markdown(':::note\n'),
  'md: blocks of colons': markdown(':::note\na\n:::\n\n'),
  'md: footnotes': markdown('a[^1]\n\n[^1]: b\n\n'),
  'md: lists in lists': markdown('- a\n  - b\n    - c\n'),
  'md: terms': markdown('a\n: b\n\n'),
  'md: formulas': markdown('$a_1$ '),
  'md: shortcodes': markdown('{{< youtube a >}}\n\n'),
  'md: open shortcodes': markdown('{{< a "'),
  'md: open components': markdown('<Foo a={'),
  'md: open comments of MDX': markdown('{/* a '),
  'md: figures': markdown('{{< figure src="/a.png" caption="b *c*" >}}\n\n'),
  'md: blocks of HTML': markdown('<div>a</div>\n\n'),
  'md: open blocks of HTML': markdown('<div>\n\n'),
  'md: rows of HTML': markdown('<tr><td>a</td></tr>\n'),
  'md: videos': markdown('<video src="/a.mp4"></video>\n\n'),
  'md: front matter of aliases': {
    cap: 190_000,
    make: (size) => `---\na: &a b\nc: [${listOf('*a', size)}]\n---\n`,
  },
  'html: paragraphs': pages(1_300_000, '<p>Some words, a few, of a text that is long enough to be read.</p>'),
  'html: links': pages(270_000, '<p><a href="/a">Some words</a>'),
  'html: lines': pages(190_000, 'a<br>\n'),
  'html: deep blocks': pages(45_000, `${'<div>'.repeat(200)}a, b${'</div>'.repeat(200)}`),
  'html: open formatting': pages(100_000, `${'<b><i>'.repeat(20)}<p>a`),
  'html: attributes': { cap: 4_900_000, make: (size) => pageOf(`<p ${fill('a0=1 ', size)}>`) },
  'html: JSON-LD': {
    cap: 4_900_000,
    make: (size) => pageOf(`<script type="application/ld+json">${fill('{"@graph":[', size)}</script><p>a`),
  },
  'docx: paragraphs': word('<w:p>'),
  'docx: runs': word('<w:r/>'),
  'txt: lines': json((size) => `T\n\nO\n\n${fill('a line\n', size)}`),
}
