import { describe, expect, test } from 'vitest'
import { exchange, type RawAnswer, requestOf } from '../support/raw.ts'
import { expectProblem } from '../support/sound.ts'
import { sample, serveWire } from '../support/wire.ts'

const { answerTo, get, port } = await serveWire()

describe('limits', () => {
  test.each([
    ['a path of 8,001 characters', `/${'x'.repeat(8000)}`, [414]],
    ['a query of 8,001 characters', `/?x=${'x'.repeat(7997)}`, [414]],
    ['an address of 15,000 percents', `/${'%'.repeat(15_000)}`, [414]],
    ['a path of 2,000 segments', '/x'.repeat(2000), [404]],
    ['a query of 2,000 parameters', `/articles?${'x=1&'.repeat(1900)}`, [400]],
    ['an id of 7,000 characters', `/articles/${'x'.repeat(7000)}`, [404]],
    ['a section of 7,000 characters', `${sample}/sections/${'x'.repeat(7000)}`, [404]],
    ['a section of 2,000 encoded characters', `${sample}/sections/${'%D9%82'.repeat(1200)}`, [404]],
    ['an address of 20,000 characters', `/${'x'.repeat(20_000)}`, [414, 431]],
    ['an address of 100,000 characters', `/${'x'.repeat(100_000)}`, [414, 431]],
  ])('GET %s', async (_name, target, statuses) => {
    const answer = await answerTo(`GET ${target} HTTP/1.1⏎Host: a⏎⏎`)
    expectProblem(answer, statuses)
    expect(answer.body.length).toBeLessThan(20_000)
  })

  test.each([
    ['a header of 17,000 characters', { X: 'x'.repeat(17_000) }],
    ['a header name of 17,000 characters', { ['x'.repeat(17_000)]: 'x' }],
    [
      '200 headers of 100 characters',
      Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`X${index}`, 'x'.repeat(100)])),
    ],
    ['a cookie of 100,000 characters', { Cookie: 'x'.repeat(100_000) }],
  ])('GET / with %s is 431', async (_name, headers) => {
    const { answers, isClosedByServer } = await exchange(port, [requestOf('GET /', headers)], {
      count: 99,
    })
    expect([answers.length, isClosedByServer]).toEqual([1, true])
    expectProblem(answers[0] as RawAnswer, 431)
  })

  const badNumbers = [
    '0',
    '01',
    '00000001',
    '-1',
    '1e9',
    '1000000000',
    '99999999999999999999',
    '',
    '1.5',
    '+1',
    '0x1',
    'abc',
    'NaN',
    '1,2',
    '٣',
  ]

  test.each(
    ['page', 'limit'].flatMap((name) => [
      ...badNumbers.map((value) => `${name}=${encodeURIComponent(value)}`),
      name,
      `${name}=1&${name}=2`,
      `${name}=1&${name}=1`,
      `${name}=1&%${name.charCodeAt(0).toString(16)}${name.slice(1)}=1`,
      `${name}[]=1`,
      `${name}[0]=1`,
      `${name}%5B%5D=1`,
      `${name.toUpperCase()}=1`,
    ]),
  )('GET /articles?%s is 400 and names it', async (query) => {
    const problem = expectProblem(await get(`/articles?${query}`), 400)
    expect(problem.type).toBe('/problems/invalid-parameter')
    expect(problem.errors?.map(({ parameter }) => parameter.toLowerCase())).toEqual([
      expect.stringMatching(/^(?:page|limit)/),
    ])
  })

  test.each([
    '/articles?page=5&limit=1000',
    '/articles?limit=101',
    '/articles?page=1;limit=1',
    '/?page=1',
    `${sample}?fields[]=id`,
    `${sample}/sections?page=1`,
  ])('GET %s is 400', async (target) => {
    expect(expectProblem(await get(target), 400).type).toBe('/problems/invalid-parameter')
  })

  test.each([
    '/articles?',
    '/articles?page=1',
    '/articles?limit=1&page=5',
    '/articles?limit=1&page=6',
    '/articles?limit=100',
  ])('GET %s', async (target) => {
    expect((await get(target)).status).toBe(200)
  })
})
