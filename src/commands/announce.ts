import type { FastifyInstance } from 'fastify'
import type { Article } from '../article/article.ts'
import type { Config } from '../config.ts'
import { type News, newsOf, passedOverNews, type Report } from '../folder/report.ts'
import type { Content } from '../content.ts'
import { paths } from '../formats/site.ts'
import type { Library } from '../library/library.ts'
import { formatCount, formatEmpty, formatFile, formatFolder, formatPassedOver } from './folder.ts'

const logNews = (app: FastifyInstance, news: readonly News[], format = (file: string) => file): void => {
  for (const { level, about, message } of news)
    app.log[level]('file' in about ? { ...about, file: format(about.file) } : about, message)
}

/** Reports what a look at the folder has changed. */
export type Tell = (app: FastifyInstance, report: Report) => void

/** Reports it in the log. On a terminal, files are named as the terminal can open them. */
export const logReport =
  (folder: string): Tell =>
  (app, report) =>
    logNews(app, newsOf(report), process.stdout.isTTY ? (file) => formatFile(folder, file) : undefined)

/** The most refused files of a start that are logged. */
const mostRefused = 50

/** Reports what the first look found: what is refused and what was assumed; warnings of files are counted. */
export const logStart =
  (folder: string): Tell =>
  (app, { refused, warnings, ...report }) => {
    const ofFolder = warnings.filter(({ file }) => file === '.')
    const shown = refused.slice(0, mostRefused)
    logReport(folder)(app, { ...report, changed: 0, refused: shown, warnings: ofFolder, passedOver: [] })
    const [more, others] = [refused.length - shown.length, warnings.length - ofFolder.length]
    const check = `maqal check ${formatFolder(folder)} names them`
    if (more > 0) app.log.warn(`${formatCount(more, 'more fault')}: ${check}`)
    if (others > 0) app.log.info(`${formatCount(others, 'warning')} of what is served: ${check}`)
  }

/** Lines for people on a terminal, JSON otherwise. */
export const loggerOf = async ({ LOG_LEVEL: level }: Config) => {
  if (!process.stdout.isTTY) return { level }
  const { default: pretty } = await import('pino-pretty')
  return { level, stream: pretty({ colorize: true, ignore: 'pid,hostname', sync: true }) }
}

/** Three requests to try, on the newest article. */
const examples = (article: Article | undefined, address: string): string[] => {
  const section = article?.sections.at(1) ?? article?.sections.at(0)
  if (article === undefined || section === undefined) return [`curl ${address}/`]
  const to = paths({ base: address })
  return [to.articles, to.article(article.id), to.section(article.id, section.id)].map((url) => `curl ${url}`)
}

/** Says that the server listens; `hint` is one more line for people. */
export const announce = async (
  app: FastifyInstance,
  library: Library,
  { folder, address, hint }: { folder: string; address: string; hint: string },
) => {
  const url = address.replace(/127\.0\.0\.1|0\.0\.0\.0|\[::1?\]/, 'localhost')
  const { items, total } = await library.fullArticles({ page: 1, limit: 1 })
  const tries = examples(items[0], url)
  if (process.stdout.isTTY) {
    const lines = [...tries, ...(hint === '' ? [] : ['', hint])]
    const served = `${formatCount(total, 'article')} from ${formatFolder(folder)}`
    process.stdout.write(
      `\n  maqal serves ${served} on ${url}\n\n${lines.map((line) => `  ${line}\n`).join('')}\n`,
    )
    return
  }
  if (hint !== '') app.log.info(hint)
  app.log.info({ url, articles: total, folder, try: tries }, 'listening')
}

/** Logs what of the folder is not served, at the start. */
export const logPassedOver = (
  app: FastifyInstance,
  { seen }: Pick<Content, 'seen'>,
  folder: string,
): void => {
  const { fileCount, links, unusedTypes } = seen()
  logNews(app, links.map(passedOverNews))
  const types = formatPassedOver(unusedTypes)
  if (types !== undefined) app.log.info(types)
  if (fileCount === 0) app.log.warn(formatEmpty(folder))
}
