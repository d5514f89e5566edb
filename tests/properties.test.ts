import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { negotiateCoding, negotiateType } from '../src/http/negotiate.ts'
import { ask, exchange, requestOf } from './support/raw.ts'
import { decoded, expectSound, headersOf, listen, lostIn304 } from './support/sound.ts'
import { sample, wireLibrary } from './support/wire.ts'

/** Laws that hold for every request. */

const known = [
  '/',
  '/articles',
  '/articles?limit=1',
  '/articles?limit=1&page=2',
  sample,
  `${sample}.json`,
  `${sample}/sections`,
  `${sample}/sections/lede`,
  `${sample}/sections/2`,
  `${sample}/sections/${encodeURIComponent('زيارة سرية')}`,
  `${sample}/paragraphs/lede-1`,
  '/articles/dated',
  '/problems/not-found',
]

const printable = String.fromCodePoint(...Array.from({ length: 94 }, (_, index) => index + 33))

/** Text of these characters. */
const textOf = (characters: string, maxLength: number, minLength = 0) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength })

/** Text that a header or target may hold: no line ends. */
const visible = (maxLength: number) => textOf(`${printable} \t\xE9`, maxLength).map((text) => text.trim())

const token = textOf("!#$%&'*+-.^_`|~09azAZ", 12, 1)

const weight = fc.constantFrom('', ';q=0', ';q=0.5', ';q=1', '; Q=0.25 ', ';q=0.000', ';q=x', ';q=2')

/** A list such as Accept, of these names with weights, and now and then of anything. */
const weighted = (...names: string[]) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...names), weight), { maxLength: 5 })
        .map((members) => members.map((member) => member.join('')).join(', ')),
    },
    visible(40),
  )

const accept = weighted(
  '*/*',
  'application/json',
  'application/*',
  'text/html',
  'TEXT/*',
  'image/png',
  '*',
  'x',
)

const acceptEncoding = weighted('br', 'gzip', 'identity', '*', 'deflate', 'GZIP', 'x-gzip')

const tagList = (tags: string[]) =>
  fc.oneof(
    fc.constant('*'),
    fc
      .array(fc.tuple(fc.constantFrom('', 'W/', 'w/'), fc.constantFrom(...tags, '"x"', '"', '', '*')), {
        maxLength: 4,
      })
      .map((members) => members.map((member) => member.join('')).join(', ')),
    visible(40),
  )

const date = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2040-01-01') })
    .map((when) => when.toUTCString()),
  fc.constantFrom(
    'Thu, 04 Mar 2021 05:06:07 GMT',
    'Thursday, 04-Mar-21 05:06:07 GMT',
    'Thu Mar  4 05:06:07 2021',
  ),
  visible(30),
)

const headersWith = (tags: string[]) =>
  fc.record(
    {
      Accept: accept,
      'Accept-Encoding': acceptEncoding,
      'If-None-Match': tagList(tags),
      'If-Match': tagList(tags),
      'If-Modified-Since': date,
      'If-Unmodified-Since': date,
      Range: fc.oneof(fc.constant('bytes=0-9'), visible(20)),
      'If-Range': fc.oneof(tagList(tags), date),
      Origin: fc.oneof(fc.constant('https://other.example'), visible(20)),
      'Cache-Control': fc.oneof(fc.constantFrom('no-cache', 'no-store', 'only-if-cached'), visible(20)),
      'X-Forwarded-Host': visible(20),
      Cookie: visible(40),
    },
    { requiredKeys: [] },
  )

/** A server of its own for a test, its port, and headers whose tags hit and miss what it serves. */
const serveKnown = async () => {
  const { port, close } = await listen(await wireLibrary())
  onTestFinished(close)
  const tags = await Promise.all(
    known.flatMap((path) =>
      ['identity', 'br'].map(async (coding) => {
        const answer = await ask(port, `GET ${path}`, { 'Accept-Encoding': coding })
        return answer.headers['etag'] ?? ''
      }),
    ),
  )
  return { port, headers: headersWith(tags) }
}

/** Headers of any name, those that frame a message among them. */
const wildHeaders = fc
  .array(
    fc.oneof(
      fc.tuple(token, visible(30)),
      fc.tuple(
        fc.constantFrom(
          'Content-Length',
          'Transfer-Encoding',
          'Expect',
          'Upgrade',
          'Connection',
          'TE',
          'Trailer',
          'Host',
        ),
        fc.oneof(
          fc.constantFrom('0', '5', 'chunked', '100-continue', 'close', 'upgrade', 'keep-alive', 'a'),
          visible(12),
        ),
      ),
    ),
    { maxLength: 3 },
  )
  .map((members) => Object.fromEntries(members))

const word = fc.oneof(
  fc.constantFrom(
    'articles',
    'sections',
    'paragraphs',
    'problems',
    'qatar-irgc-normalisation',
    'dated',
    'lede',
    'lede-1',
  ),
  fc.constantFrom(
    '..',
    '.',
    '',
    '%2e%2e',
    '%00',
    '%ZZ',
    '%ED%A0%80',
    '__proto__',
    'constructor',
    '*',
    ':article',
    '1',
    '-1',
  ),
  fc.constantFrom('.json', 'dated.json', 'dated.html', 'dated.', '.'),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
  textOf(printable, 12),
)

const query = fc.oneof(
  fc.constant(''),
  fc
    .array(
      fc.tuple(
        fc.constantFrom('page', 'limit', 'page[]', 'x', '__proto__', 'PAGE', '%70age', ''),
        fc.oneof(fc.constantFrom('1', '0', '-1', '1e9', '', '%00', '%FF', '[]'), fc.nat().map(String), token),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((members) => `?${members.map((member) => member.join('=')).join('&')}`),
)

const target = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...known) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 6 }), query)
      .map(([words, asked]) => `/${words.join('/')}${asked}`),
  },
  fc.tuple(fc.constantFrom(...known), word).map(([path, end]) => `${path}/${end}`),
  fc
    .tuple(
      fc.constantFrom('http://other.example', 'HTTP://u@h:1', 'https://', 'ftp://a', '*', ''),
      fc.constantFrom(...known),
    )
    .map((parts) => parts.join('')),
  textOf(`${printable}\xE9\xFF`, 20, 1),
)

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'HEAD') },
  fc.constantFrom(
    'OPTIONS',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'TRACE',
    'CONNECT',
    'QUERY',
    'PROPFIND',
    'PRI',
  ),
  token,
)

const runs = (numRuns: number) => ({ numRuns })

test('any method, target and headers: one answer that is a 200, 204, 304 or a problem', async () => {
  const { port, headers } = await serveKnown()
  await fc.assert(
    fc.asyncProperty(method, target, headers, wildHeaders, async (verb, path, some, wild) => {
      const request = requestOf(`${verb} ${path}`, { Connection: 'close', ...some, ...wild })
      const { answers, interim, rest } = await exchange(port, [request], { timeout: 1500 })
      expect([answers.length, rest.toString('latin1')]).toEqual([1, ''])
      expect([[], [100]]).toContainEqual(interim)
      for (const answer of answers) {
        expect(answer.status).toBeLessThan(500)
        expectSound(answer, verb === 'HEAD')
      }
    }),
    runs(600),
  )
})

test('any target and headers: HEAD has the status and headers of GET', async () => {
  const { port, headers } = await serveKnown()
  await fc.assert(
    fc.asyncProperty(target, headers, async (path, some) => {
      const [head, get] = await Promise.all(
        ['HEAD', 'GET'].map((verb) =>
          exchange(port, [requestOf(`${verb} ${path}`, { Connection: 'close', ...some })]),
        ),
      )
      const [ofHead, ofGet] = [head?.answers[0], get?.answers[0]]
      expect(head?.rest).toHaveLength(0)
      if (ofHead === undefined || ofGet === undefined) throw new Error('no answer')
      expect([ofHead.status, headersOf(ofHead)]).toEqual([ofGet.status, headersOf(ofGet)])
    }),
    runs(250),
  )
})

test('any Accept and Accept-Encoding: a 304 has the headers of the 200, less three', async () => {
  const { port } = await serveKnown()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...known), accept, acceptEncoding, async (path, types, codings) => {
      const asked = { Accept: types, 'Accept-Encoding': codings }
      const full = await ask(port, `GET ${path}`, asked)
      const unchanged = await ask(port, `GET ${path}`, {
        ...asked,
        'If-None-Match': full.headers['etag'] ?? '*',
      })
      expect(unchanged.status).toBe(full.status === 200 ? 304 : full.status)
      expect(headersOf(unchanged)).toEqual(headersOf(full, full.status === 200 ? lostIn304 : []))
    }),
    runs(200),
  )
})

test('any conditions: 200 with the whole, 304 with nothing, or 412', async () => {
  const { port, headers } = await serveKnown()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...known), headers, async (path, some) => {
      const { Accept: _type, 'Accept-Encoding': _coding, ...conditions } = some
      const [plain, answer] = await Promise.all([
        ask(port, `GET ${path}`),
        ask(port, `GET ${path}`, conditions),
      ])
      expectSound(answer)
      expect([200, 304, 412]).toContain(answer.status)
      if (answer.status === 200)
        expect([answer.body, headersOf(answer)]).toEqual([plain.body, headersOf(plain)])
      if (answer.status === 412) expect(Object.keys(some).join(' ')).toContain('If-Match')
      if (answer.status === 304) expect(Object.keys(some).join(' ')).toContain('If-None-Match')
    }),
    runs(250),
  )
})

const codingsThere = ['br', 'gzip', 'identity'] as const

/** RFC 9110 §12.5.3: the weights of the codings there are. */
const weights = (members: [string, number][]): Record<string, number> => {
  const given = new Map(members)
  const any = given.get('*')
  return {
    br: given.get('br') ?? any ?? 0,
    gzip: given.get('gzip') ?? any ?? 0,
    identity: given.get('identity') ?? (any === 0 ? 0 : 0.0001),
  }
}

const codingMembers = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('br', 'gzip', 'identity', 'deflate', '*'),
    fc.constantFrom(0, 0.001, 0.25, 0.5, 0.999, 1),
  ),
  { selector: ([name]) => name, minLength: 1 },
)

const spell = (members: [string, number][]) => members.map(([name, q]) => `${name};q=${q}`).join(', ')

test('any Accept-Encoding: no refused coding is sent, and every coding holds the same bytes', async () => {
  const { port } = await serveKnown()
  const bodies = new Map<string, string>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...known), codingMembers, async (path, members) => {
      const answer = await ask(port, `GET ${path}`, { 'Accept-Encoding': spell(members) })
      const weigh = weights(members)
      if (answer.status === 406) {
        expect(weigh['identity']).toBe(0)
        return
      }
      const { etag = '', 'content-encoding': coding = 'identity' } = answer.headers
      expect([answer.status, weigh[coding]]).not.toContain(0)
      expect(decoded(answer)).toEqual((await ask(port, `GET ${path}`)).body)
      const body = answer.body.toString('base64')
      expect(bodies.get(etag) ?? body).toBe(body)
      bodies.set(etag, body)
    }),
    runs(250),
  )
})

test('negotiateCoding gives a coding of the greatest weight, or none where all are refused', () => {
  fc.assert(
    fc.property(codingMembers, (members) => {
      const weigh = weights(members)
      const best = Math.max(...Object.values(weigh))
      const chosen = negotiateCoding(spell(members), codingsThere)
      const expected = codingsThere.find((coding) => weigh[coding] === best)
      expect(chosen).toBe(best === 0 ? undefined : expected)
    }),
    runs(1000),
  )
})

const types = ['application/json', 'text/html', 'text/markdown', 'text/plain']

const typeMembers = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(...types, 'text/*', 'application/*', '*/*', 'image/png'),
    fc.constantFrom(0, 0.1, 0.5, 1),
  ),
  { selector: ([name]) => name, minLength: 1 },
)

test('negotiateType gives a type of the greatest weight, the first named before those matched, or none where all are refused', () => {
  fc.assert(
    fc.property(typeMembers, (members) => {
      const given = new Map(members)
      const weigh = (type: string) =>
        given.get(type) ?? given.get(type.replace(/\/.*/, '/*')) ?? given.get('*/*') ?? 0
      const best = Math.max(...types.map(weigh))
      const chosen = negotiateType(spell(members), types)
      if (best === 0) {
        expect(chosen).toBeUndefined()
        return
      }
      const equal = types.filter((type) => weigh(type) === best)
      const named = [...given.keys()].filter((type) => equal.includes(type))
      expect(named.length > 0 ? named[0] : equal).toEqual(
        named.length > 0 ? chosen : expect.arrayContaining([chosen]),
      )
    }),
    runs(1000),
  )
})

test('any text as Accept or Accept-Encoding is understood somehow', () => {
  const text = fc.oneof(visible(60), textOf(',;="\\/*q01. ab', 60))
  fc.assert(
    fc.property(text, (header) => {
      expect([undefined, ...types]).toContain(negotiateType(header, types))
      expect([undefined, ...codingsThere]).toContain(negotiateCoding(header, codingsThere))
      expect(negotiateType(`${header},`, types)).toBe(negotiateType(header, types))
    }),
    runs(1000),
  )
})

/** Bytes that are much or little like requests. */
const hostileWith = (headers: ReturnType<typeof headersWith>) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(
        fc.constantFrom(
          'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
          'GET ',
          'POST ',
          '/',
          ' HTTP/1.1',
          '\r\n',
          '\n',
          '\r',
          '\r\n\r\n',
          'Host: a',
          ':',
          ' ',
          '\t',
          '\0',
          '0',
          'Content-Length: 5',
          'Transfer-Encoding: chunked',
          '\xFF',
          '%',
          '?',
          '#',
          '5\r\nhello\r\n',
          '0\r\n\r\n',
        ),
        { maxLength: 20 },
      )
      .map((parts) => Buffer.from(parts.join(''), 'latin1')),
    fc
      .tuple(
        fc.constantFrom(...known),
        headers,
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        fc.nat(4),
      )
      .map(([path, some, at, bytes, removed]) => {
        const request = Buffer.from(requestOf(`GET ${path}`, some), 'latin1')
        const place = at % request.length
        return Buffer.concat([request.subarray(0, place), bytes, request.subarray(place + removed)])
      }),
  )

test('any bytes: every answer is a sound one, and the server goes on', async () => {
  const { port, headers } = await serveKnown()
  await fc.assert(
    fc.asyncProperty(fc.array(hostileWith(headers), { minLength: 1, maxLength: 3 }), async (pieces) => {
      const { answers } = await exchange(port, pieces, { count: 99, isEnded: true })
      for (const answer of answers) {
        expect(answer.status).toBeLessThan(500)
        expectSound(answer)
      }
      expect((await ask(port, 'GET /')).status).toBe(200)
    }),
    runs(400),
  )
})
