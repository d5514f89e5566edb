import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { ArticleFile, type SectionFile } from '../../src/article/file.ts'
import { folderOf, maqalImport } from './process.ts'

export const fixture = (name: string) => resolve('tests/fixtures/import', name)

type Imported = { code: number | null; err: string; article: ArticleFile; notes: string[]; out: string }

/** Imports a document into an empty folder, and reads what is then there. */
export const importing = async (file: string, ...argv: string[]): Promise<Imported> => {
  const folder = folderOf({})
  const { code, out, err } = await maqalImport([file, '--out', folder, ...argv])
  const names = readdirSync(folder)
  expect([code, err, names.length]).toEqual([0, '', 1])
  const article = ArticleFile.parse(JSON.parse(readFileSync(join(folder, names[0] ?? ''), 'utf8')))
  const notes = (out.split('Look these over:\n')[1] ?? '')
    .split('\n- ')
    .map((line) => line.replace(/^- |\n$/g, ''))
  return {
    code,
    err,
    article,
    notes: notes.filter((note) => note !== ''),
    out: out.replace(folder, 'FOLDER'),
  }
}

/** Imports a document that is written here. */
export const importingText = (name: string, content: string | Buffer, ...argv: string[]) =>
  importing(join(folderOf({ [name]: content }), name), ...argv)

export const refused = async (name: string, content: string | Buffer, ...argv: string[]) => {
  const cwd = folderOf({ [name]: content, 'data/.keep': '' })
  const { code, out, err } = await maqalImport([name, ...argv], { cwd })
  expect([code, out, readdirSync(join(cwd, 'data'))]).toEqual([1, '', ['.keep']])
  return err
}

export const contentOf = ({ title, rubric, outlet, language, sections }: ArticleFile) => ({
  title,
  rubric: rubric ?? null,
  outlet,
  language,
  sections: sections.map(({ heading, paragraphs }) => ({ heading: heading ?? null, paragraphs })),
})

export const outline = (sections: SectionFile[]) =>
  sections.map(({ heading, level, paragraphs }) => [heading ?? null, level ?? 1, paragraphs.length])

export const page = (
  body: string,
  head = '<meta property="og:site_name" content="The Post">',
  attributes = 'lang="en"',
) => `<!doctype html><html ${attributes}><head><title>Title</title>${head}</head><body>${body}</body></html>`

export const filler =
  '<p>The ferry still leaves at six, though nobody in the ticket office can say who will be on it, and then one spring it was not so.</p>'
