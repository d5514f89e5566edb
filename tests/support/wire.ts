import { afterAll, expect, onTestFinished } from 'vitest'
import type { Engine } from '../../src/library/library.ts'
import { libraryOf, sampleLibrary, stored, written } from './app.ts'
import { ask, exchange, type RawAnswer, spelled } from './raw.ts'
import { expectProblem, listen } from './sound.ts'

/**
 * What the tests of tests/wire share: a row for each way to break a rule of the wire, each sent over a socket. The name of a
 * test is what it sends: `⏎` is CRLF, `␊` LF (see `spelled`).
 */

export const sample = '/articles/qatar-irgc-normalisation'
export const small = '/articles/small/paragraphs/lede-1'

/** One address of each kind of JSON. */
export const resources = [
  '/',
  '/articles',
  sample,
  `${sample}/sections`,
  `${sample}/sections/2`,
  small,
  '/articles/dated',
]

/** A second request, for the tests of what an attacker hides behind the first. */
export const smuggled = 'GET /articles HTTP/1.1⏎Host: a⏎⏎'

/** `Name: value⏎Name: value` as an object. */
export const fields = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split('⏎')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )

/** The sample folder and four articles: two with dates, a small one, and one of so many paragraphs. */
export const wireLibrary = async (paragraphCount = 1): Promise<Engine> => {
  const library = await sampleLibrary()
  const paragraphs = Array.from(
    { length: paragraphCount },
    (_, index) => `قال ${index ** 3} إن ${index} في ${index ** 2}.`,
  )
  const texts = await libraryOf([
    written('small'),
    written('dated', { dateModified: '2021-03-04T05:06:07Z' }),
    written('tomorrow', { dateModified: '2999-01-01T00:00:00Z' }),
    written('long', { sections: [{ paragraphs }] }),
  ])
  const articles = await Promise.all(['small', 'dated', 'tomorrow', 'long'].map((id) => texts.article(id)))
  const put = articles.flatMap(({ article }) => (article === null ? [] : [stored(article)]))
  await library.apply({ put, touch: [], remove: [] })
  return library
}

type WireOptions = {
  settings?: Record<string, string>
  /** How many paragraphs `/articles/long` has; 12,000 are 1 MB of JSON. */
  paragraphCount?: number
}

/** A server for the tests of one file, and how they talk to it. */
export const serveWire = async ({ settings = {}, paragraphCount = 1 }: WireOptions = {}) => {
  const library = await wireLibrary(paragraphCount)
  const { port, close } = await listen(library, settings)
  afterAll(close)

  /** The port of another server over the same library, for one test. */
  const another = async (otherSettings: Record<string, string> = {}): Promise<number> => {
    const other = await listen(library, otherSettings)
    onTestFinished(other.close)
    return other.port
  }

  const get = (path: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
    ask(port, `GET ${path}`, headers)

  /** The one answer to exactly these bytes; the connection may stay open or not. */
  const answerTo = async (request: string): Promise<RawAnswer> => {
    const { answers, rest } = await exchange(port, [spelled(request)])
    expect(answers).toHaveLength(1)
    expect(rest).toHaveLength(0)
    return answers[0] as RawAnswer
  }

  /** Expects one problem with one of these statuses and nothing after it, on a connection that the server closes. */
  const expectRefusedAndClosed = async (request: string, status: number | number[]): Promise<RawAnswer> => {
    const { answers, interim, rest, isClosedByServer } = await exchange(port, [spelled(request)], {
      count: 99,
    })
    expect({ answers: answers.length, interim, rest: rest.toString('latin1'), isClosedByServer }).toEqual({
      answers: 1,
      interim: [],
      rest: '',
      isClosedByServer: true,
    })
    const [answer] = answers as [RawAnswer]
    expectProblem(answer, status)
    expect(answer.headers['connection']).toBe('close')
    return answer
  }

  return { library, port, another, get, answerTo, expectRefusedAndClosed }
}
