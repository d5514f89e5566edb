import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openContent } from '../../src/content.ts'
import type { Report } from '../../src/folder/report.ts'
import { formatFault } from '../../src/sources/fault.ts'

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

/** Resolves when something is so, looked at every few milliseconds. */
export const until = async (isSo: () => boolean | Promise<boolean>, timeout = 15_000): Promise<void> => {
  await vi.waitUntil(isSo, { interval: 5, timeout })
}

type ServeOptions = { heap?: number; settings?: Record<string, string> }

/** A folder that is not looked at again: that takes a thread. */
export const once = Infinity

/** A folder that is watched and served; `interval` is in milliseconds, `heap` in megabytes. */
export const serveFolder = async (
  folder: string,
  interval = 1000,
  { heap, settings = {} }: ServeOptions = {},
) => {
  const config = readConfig({ ...settings, DATA_DIR: folder })
  const content = await openContent(
    { ...config, POLL_INTERVAL: interval === once ? 1 : interval / 1000 },
    { heap },
  )
  const { library, preview, faults, readPart, search, hold, answers } = content
  const reports: Report[] = []
  const errors: unknown[] = []
  const app = await buildApp({ library, preview, config, faults, readPart, search, hold, answers })
  const listener = {
    onReport: (report: Report) => reports.push(report),
    onError: (error: unknown) => errors.push(error),
  }
  const { lookNow } = interval === once ? { lookNow: () => {} } : content.watch(listener)
  onTestFinished(async () => {
    await content.close()
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
    first: await content.looked,
    get,
    title: async (id: string) => (await get(id))?.title ?? null,
    faults: () => faults().map(formatFault),
    reports,
    errors,
    lookNow,
  }
}
