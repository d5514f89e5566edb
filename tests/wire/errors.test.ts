import { describe, expect, onTestFinished, test } from 'vitest'
import { problems } from '../../src/http/problem.ts'
import { ask } from '../support/raw.ts'
import { expectProblem, expectSound, listen } from '../support/sound.ts'
import { resources, sample, serveWire } from '../support/wire.ts'

const { answerTo, get, library } = await serveWire()

describe('answers are safe, errors are problems', () => {
  test.each([
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Resource-Policy', 'cross-origin'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Accept-Ranges', 'none'],
    ['Cache-Control', 'public, max-age=60, stale-while-revalidate=600'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Access-Control-Allow-Origin', '*'],
  ])('every 200 has %s: %s', async (name, value) => {
    for (const path of resources) expect((await get(path)).headers[name.toLowerCase()]).toBe(value)
  })

  test.each(Object.entries(problems))(
    'GET /problems/%s explains it',
    async (name, { title, status, meaning }) => {
      const answer = await get(`/problems/${name}`)
      expectSound(answer)
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body.toString())).toMatchObject({ title, status, meaning })
    },
  )

  test.each([
    ['GET /nothing HTTP/1.1⏎Host: a⏎⏎', 404],
    ['GET /articles/nothing HTTP/1.1⏎Host: a⏎⏎', 404],
    ['GET /problems/nothing HTTP/1.1⏎Host: a⏎⏎', 404],
    ['GET /articles?x=1 HTTP/1.1⏎Host: a⏎⏎', 400],
    ['GET /%ZZ HTTP/1.1⏎Host: a⏎⏎', 400],
    ['GET / HTTP/1.1⏎⏎', 400],
    ['GET / HTTP/1.1⏎Host: a⏎Accept-Encoding: *;q=0⏎⏎', 406],
    ['GET / HTTP/1.1⏎Host: a⏎If-Match: "x"⏎⏎', 412],
    ['GET /x×9000 HTTP/1.1⏎Host: a⏎⏎', 414],
    ['GET / HTTP/1.1⏎Host: a⏎Expect: x⏎⏎', 417],
    ['GET / HTTP/1.1⏎Host: a⏎X: x×17000⏎⏎', 431],
    ['POST / HTTP/1.1⏎Host: a⏎⏎', 405],
    ['FOO / HTTP/1.1⏎Host: a⏎⏎', 405],
    ['CONNECT a:80 HTTP/1.1⏎Host: a:80⏎⏎', 405],
    ['hello⏎⏎', 400],
  ])('the type of %s is a page', async (request, status) => {
    const { type } = expectProblem(await answerTo(request), status)
    expect(type).toMatch(/^\/problems\/[a-z-]+$/)
    expect((await get(type)).status).toBe(200)
  })

  test.each([
    '<script>alert(1)</script>',
    '%22%3E%3Cscript%3E',
    '%0d%0aSet-Cookie:%20a=b',
    '%E2%80%AE%E2%81%A6',
    '%F0%9F%92%A9',
  ])('GET /articles/%s is said back in JSON only', async (path) => {
    const answer = await get(`/articles/${path}`)
    expectProblem(answer, [400, 404])
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  test('a failure inside is a 500 that says nothing of it', async () => {
    const broken = await listen({
      ...library,
      article: () => Promise.reject(new Error('at /work/src/x.ts:1')),
    })
    onTestFinished(broken.close)
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(broken.port, `${method} ${sample}`, { 'If-None-Match': '*' })
      expect(answer.status).toBe(500)
      expectSound(answer, method === 'HEAD')
    }
  })
})
