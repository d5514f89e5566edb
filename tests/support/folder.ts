import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openFolder } from '../../src/folder/folder.ts'
import type { Report } from '../../src/folder/report.ts'
import { openSqliteLibrary } from '../../src/library/sqlite/sqlite.ts'
import { watchFolder } from '../../src/folder/watch.ts'
import { spellFault } from '../../src/sources/fault.ts'
import { sources } from '../../src/sources/sources.ts'

/** An article file whose title and every paragraph say the same, so that a mixed state would show. */
export const articleText = (title: string, id?: string): string =>
  JSON.stringify({
    ...(id === undefined ? {} : { id }),
    title,
    outlet: 'O',
    language: 'en',
    sections: [{ paragraphs: [title] }, { heading: 'H', paragraphs: [title, title] }],
  })

/** Writes as careful editors do: to another name, then renamed. */
export const save = (folder: string, file: string, text: string): void => {
  const temporary = join(folder, `.${file}.tmp`)
  writeFileSync(temporary, text)
  renameSync(temporary, join(folder, file))
}

/** Resolves when something is so, looked at every few milliseconds; rejects after a time. */
export const until = async (isSo: () => boolean | Promise<boolean>, milliseconds = 5000): Promise<number> => {
  const start = performance.now()
  while (!(await isSo())) {
    if (performance.now() - start > milliseconds) throw new Error(`not so after ${milliseconds} ms`)
    await new Promise((later) => setTimeout(later, 5))
  }
  return performance.now() - start
}

/** A folder that is watched and served. */
export const serveFolder = async (folder: string, interval = 1000) => {
  const library = openSqliteLibrary()
  const opened = await openFolder({ folder, sources, library })
  await opened.look()
  const reports: Report[] = []
  const errors: unknown[] = []
  const app = await buildApp({ library, config: readConfig({}), faults: opened.faults })
  const watching = watchFolder(opened, interval, {
    onReport: (report) => reports.push(report),
    onError: (error) => errors.push(error),
  })
  onTestFinished(async () => {
    await watching.close()
    await app.close()
  })
  const get = async (id: string) => {
    const answer = await app.inject(`/articles/${id}`)
    return answer.statusCode === 200
      ? answer.json<{ title: string; sections: { paragraphs: { text: string }[] }[] }>()
      : null
  }
  return {
    app,
    get,
    title: async (id: string) => (await get(id))?.title ?? null,
    faults: () => opened.faults().map(spellFault),
    reports,
    errors,
    lookNow: watching.lookNow,
  }
}
