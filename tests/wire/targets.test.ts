import { describe, test } from 'vitest'
import targets from '../fixtures/wire/targets.json' with { type: 'json' }
import { expectProblem } from '../support/sound.ts'
import { sample, serveWire } from '../support/wire.ts'

const { answerTo, get } = await serveWire()

describe('targets', () => {
  test.each(targets.malformed)('GET %s is 400', async (target) => {
    expectProblem(await answerTo(`GET ${target} HTTP/1.1⏎Host: a⏎⏎`), 400)
  })

  test.each([
    '/../etc/passwd',
    '/articles/../../etc/passwd',
    '/articles/..%2f..%2fetc%2fpasswd',
    '/articles/%2e%2e/%2e%2e/etc/passwd',
    '/articles/%2E%2E%2Fetc',
    '/articles/..%5c..%5cwindows',
    '/articles/..\\..\\windows',
    '/articles/....//etc/passwd',
    '/articles/..;/etc/passwd',
    '/articles/%252e%252e%252fetc',
    '/articles/../articles',
    '/./articles',
    '//articles',
    '//evil.example/articles',
    '/articles//',
    `${sample}/sections/..`,
    `${sample}/sections/../sections`,
    `${sample}/sections/..%2flede`,
    '/problems/../problems',
    '/articles/file:%2f%2f%2fetc%2fpasswd',
  ])('GET %s is 400 or 404', async (target) => {
    expectProblem(await get(target), [400, 404])
  })

  test.each([
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'].flatMap((name) => [
      `/${name}`,
      `/articles/${name}`,
      `${sample}/sections/${name}`,
      `${sample}/paragraphs/${name}`,
      `/problems/${name}`,
      `/articles?${name}=1`,
      `/articles/x.${name}`,
    ]),
    '/articles?__proto__[page]=1',
    '/articles?page[__proto__]=1',
    '/articles?page=__proto__',
  ])('GET %s is 400 or 404', async (target) => {
    expectProblem(await get(target), [400, 404])
  })
})
