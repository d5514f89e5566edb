import { spawn } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Document, HeadingLevel, Packer, Paragraph } from 'docx'
import { describe, expect, test } from 'vitest'
import type { ArticleFile } from '../../src/article/file.ts'
import { page, refused } from '../support/importing.ts'
import { folderOf, maqal } from '../support/process.ts'
import { zipOf } from '../support/word.ts'

/** `maqal import -` with this on its standard input. */
const piped = (
  input: string | Buffer,
  argv: string[],
  cwd: string,
): Promise<{ code: number | null; err: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [resolve('src/start.js'), 'import', '-', ...argv], { cwd })
    let err = ''
    child.stderr.on('data', (chunk) => (err += String(chunk)))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('close', (code) => done({ code, err }))
  })

const titled = await Packer.toBuffer(
  new Document({
    sections: [
      { children: [new Paragraph({ text: 'T', heading: HeadingLevel.TITLE }), new Paragraph('Text.')] },
    ],
  }),
)
const untitled = await Packer.toBuffer(
  new Document({ sections: [{ children: [new Paragraph('Only text.')] }] }),
)

describe('refused, with exit 1 and nothing written', () => {
  const article = 'T\n\nR\n\nO\n\nA sentence.'
  test.each<[string, string, string | Buffer, string, string[]]>([
    [
      'no outlet, no language',
      'a.txt',
      'T\n\nA sentence that ends.',
      'The document does not say its outlet: add --outlet\nThe document does not say its language: add --language\n',
      [],
    ],
    [
      'no title',
      'a.docx',
      untitled,
      'The document does not say its title: add --title\n',
      ['--outlet', 'O', '--language', 'en'],
    ],
    [
      'a language that is none',
      'a.txt',
      article,
      '--language  is not a language tag  did you mean "en"? use BCP 47, as in "ar", "en-GB" or "zh-Hant"\n',
      ['--language', 'english language'],
    ],
    [
      'an id that is none',
      'a.txt',
      article,
      '--id  is not an id  use lowercase letters, digits and single hyphens, as in "secret-visit"\n',
      ['--language', 'en', '--id', 'A b'],
    ],
    [
      'a title without letters',
      'a.txt',
      article,
      'The title gives no id: add --id\n',
      ['--language', 'en', '--title', '…?!'.slice(2)],
    ],
    ['an empty text', 'a.txt', ' \n\n', 'a.txt is empty\n', []],
    ['an empty page', 'a.html', '', 'a.html is empty\n', []],
    ['a page without text', 'a.html', page('<p> </p>'), 'a.html holds no text\n', []],
    ['an empty document', 'a.docx', '', 'a.docx is empty\n', []],
    [
      'a program',
      'a.txt',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
      'a.txt is not text: it holds control characters, as a program or picture does\n',
      [],
    ],
    ['Latin-1', 'a.txt', Buffer.from('é', 'latin1'), 'a.txt is not UTF-8: save it as UTF-8\n', []],
    [
      'half of UTF-16',
      'a.txt',
      Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
      'a.txt is not UTF-16LE, though it begins with its mark\n',
      [],
    ],
    [
      'a page without charset',
      'a.html',
      Buffer.from('é', 'latin1'),
      'a.html is not UTF-8 and names no charset: save it as UTF-8\n',
      [],
    ],
    [
      'a page of an unknown charset',
      'a.html',
      Buffer.from('<meta charset="klingon">é', 'latin1'),
      'a.html says it is klingon, which is no known encoding: save it as UTF-8\n',
      [],
    ],
    [
      'a page that lies',
      'a.html',
      Buffer.from('<meta charset="shift_jis">\u00A0', 'latin1'),
      'a.html says it is shift_jis, and is not: save it as UTF-8\n',
      [],
    ],
    [
      '10,000 nested divs',
      'a.html',
      page('<div>'.repeat(10_000)),
      'a.html is nested more than 256 deep: import the page of one article\n',
      [],
    ],
    [
      'a million tags',
      'a.html',
      page('<b>'.repeat(1_000_000)),
      'a.html has 1000005 tags; the most is 20000: import the page of one article\n',
      [],
    ],
    [
      'a page of signs that begin no tag',
      'a.html',
      page('< '.repeat(1_000_000)),
      'a.html has 1000010 signs <; the most is 50000: import the page of one article\n',
      [],
    ],
    [
      'a page of a million lines',
      'a.html',
      page(`<pre>${'a\n'.repeat(1_000_000)}</pre>`),
      'a.html has 1000000 lines; the most is 100000: import the page of one article\n',
      [],
    ],
    [
      'a page of 10 MB',
      'a.html',
      Buffer.alloc(10_000_000, 'x'),
      'a.html has 10000000 bytes; the most is 5000000\n',
      [],
    ],
    [
      'a text of 10 MB',
      'a.txt',
      Buffer.alloc(10_000_000, 'x'),
      'a.txt has 10000000 bytes; the most is 5000000\n',
      [],
    ],
    ['a file of 30 MB', 'a.docx', Buffer.alloc(30_000_000), 'a.docx has more than 25000000 bytes\n', []],
    [
      'no zip archive',
      'a.docx',
      'It is text.',
      'a.docx is damaged: it is no whole zip archive, as a .docx is\n',
      [],
    ],
    [
      'half a document',
      'a.docx',
      titled.subarray(0, 3000),
      'a.docx is damaged: it is no whole zip archive, as a .docx is\n',
      [],
    ],
    [
      'another archive',
      'a.docx',
      zipOf('a.txt', Buffer.from('x')),
      'a.docx is a zip archive, but no Word document\n',
      [],
    ],
    [
      'a document of nonsense',
      'a.docx',
      zipOf('word/document.xml', Buffer.from('<<<')),
      'a.docx is not a readable Word document: open it in Word and save it as .docx again\n',
      [],
    ],
    [
      'a zip bomb',
      'a.docx',
      zipOf('word/document.xml', Buffer.alloc(60_000_000)),
      'a.docx unpacks to 60000000 bytes; the most is 50000000\n',
      [],
    ],
    [
      'a zip bomb that lies',
      'a.docx',
      zipOf('word/document.xml', Buffer.alloc(60_000_000), 1000),
      'a.docx is damaged: it is no whole zip archive, as a .docx is\n',
      [],
    ],
    ['another file type', 'a.pdf', '%PDF', 'a.pdf is none of EXTENSIONS: add --format, one of FORMATS\n', []],
    [
      'another format',
      'a.txt',
      article,
      'There is no format pdf: --format is one of FORMATS\n',
      ['--format', 'pdf'],
    ],
    [
      '--out that is neither',
      'a.txt',
      article,
      'b.txt is no folder and does not end in .json: --out is a folder or the name of the file\n',
      ['--language', 'en', '--out', 'b.txt'],
    ],
    [
      '--out in no folder',
      'a.txt',
      article,
      'There is no folder none: make it first\n',
      ['--language', 'en', '--out', 'none/b.json'],
    ],
    ['two files with one id', 'a.txt', article, '--id is for one document: name one\n', ['b.txt', '--id=x']],
  ])('%s', async (_, name, written, message, argv) => {
    const err = await refused(name, written, ...argv)
    expect(
      err
        .replace(/is none of [^:]+:/, 'is none of EXTENSIONS:')
        .replace(/one of text, [^\n]+/, 'one of FORMATS'),
    ).toBe(message)
  })

  test('no such file, a folder, no data folder', async () => {
    const cwd = folderOf({ 'a.txt': article })
    expect((await maqal(['import', 'none.txt'], { cwd })).err).toBe('There is no file none.txt\n')
    expect(await maqal(['import', '.', '--format', 'text'], { cwd })).toMatchObject({
      code: 1,
      out: expect.stringContaining('a.txt is not imported: '),
    })
    expect((await maqal(['import', 'a.txt', '--language', 'en'], { cwd })).err).toBe(
      'There is no folder data: make it first\n',
    )
  })
})

describe('where the file goes', () => {
  const written = 'T\n\nR\n\nO\n\nA sentence.'

  test('DATA_DIR/<id>.json; never over another; with --force over it', async () => {
    const cwd = folderOf({ 'a.txt': written, 'texts/t.json': 'mine' })
    const ask = (...more: string[]) =>
      maqal(['import', 'a.txt', '--language', 'en', ...more], { cwd, env: { DATA_DIR: 'texts' } })
    expect(await ask()).toEqual({
      code: 1,
      out: '',
      err: 'texts/t.json is there already: give another --id or --out, or --force\n',
    })
    expect(readFileSync(join(cwd, 'texts/t.json'), 'utf8')).toBe('mine')
    expect((await ask('--id', 'other')).code).toBe(0)
    expect((await ask('--force')).code).toBe(0)
    expect(JSON.parse(readFileSync(join(cwd, 'texts/t.json'), 'utf8'))).toMatchObject({ id: 't', title: 'T' })
    expect(readdirSync(join(cwd, 'texts')).toSorted()).toEqual(['other.json', 't.json'])
  })

  test('of ten at once one wins, and nothing is ever there by half', async () => {
    const long = `${written}\n\n${'The ferry still leaves at six. '.repeat(20_000)}`
    const cwd = folderOf({ 'a.txt': long, 'data/.keep': '' })
    const imports = { running: true }
    const seen: number[] = []
    const looking = (async () => {
      while (imports.running) {
        for (const file of globSync(join(cwd, 'data/*.json')))
          seen.push((JSON.parse(readFileSync(file, 'utf8')) as ArticleFile).sections.length)
        await new Promise((soon) => setTimeout(soon, 1))
      }
    })()
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => maqal(['import', 'a.txt', '--language', 'en'], { cwd })),
    )
    imports.running = false
    await looking
    expect(runs.map(({ code }) => code === 0).filter(Boolean)).toEqual([true])
    expect(new Set(seen)).toEqual(new Set([1]))
    expect(readdirSync(join(cwd, 'data'))).toEqual(['.keep', 't.json'])
  })

  test('standard input, with --format and --out', async () => {
    const cwd = folderOf({})
    expect(await piped(written, ['--format', 'text', '--language', 'en', '--out', 'b.json'], cwd)).toEqual({
      code: 0,
      err: '',
    })
    expect(existsSync(join(cwd, 'b.json'))).toBe(true)
    const { err } = await piped(written, [], cwd)
    expect(err).toMatch(/^What comes from standard input has no name: add --format, one of text, html, docx/)
    expect((await piped(Buffer.alloc(26_000_000), ['--format', 'docx'], cwd)).err).toBe(
      'Standard input has more than 25000000 bytes\n',
    )
  })

  test('options go before what was found, and end its notes; the folder is served as it is', async () => {
    const cwd = folderOf({ 'data/.keep': '' })
    writeFileSync(join(cwd, 'a.txt'), 'عنوان\n\nجريدة\n\nهذه جملة كاملة.')
    const { out } = await maqal(
      ['import', 'a.txt', '--title', 'N', '--outlet', 'P', '--rubric', 'Q', '--language', 'ar-EG'],
      { cwd },
    )
    expect(out).toBe(
      'data/n.json\n\n  title       N\n  outlet      P\n  rubric      Q\n  language    ar-EG\n  headings    none\n  paragraphs  1\n',
    )
  })
})
