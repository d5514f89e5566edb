import { describe, expect, test } from 'vitest'
import { headersOf } from '../support/sound.ts'
import { fields, sample, serveWire } from '../support/wire.ts'

const { get } = await serveWire()

describe('what proxies and clients claim changes nothing', () => {
  test.each([
    'Host: evil.example',
    'Host: a:9999',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: evil',
    'X-Forwarded-For: evil',
    'X-Forwarded-Port: 666',
    'X-Forwarded-Prefix: /evil',
    'X-Forwarded-Scheme: evil',
    'Forwarded: for=evil;host=evil.example;proto=evil',
    'X-Original-URL: /evil',
    'X-Rewrite-URL: /evil',
    'X-Host: evil.example',
    'X-HTTP-Method-Override: POST',
    'X-HTTP-Method: POST',
    'Front-End-Https: on',
    'Via: 1.1 evil',
    'Referer: http://evil.example/',
    'Cookie: evil=1',
    'Authorization: Basic ZXZpbA==',
    'Origin: https://evil.example',
    'Origin: null',
    'Accept-Language: evil',
    'Prefer: evil',
  ])('%s', async (header) => {
    for (const path of ['/', '/articles', sample, `${sample}/sections/2`, '/nothing']) {
      const plain = await get(path)
      const answer = await get(path, fields(header))
      expect([answer.status, answer.body.toString()]).toEqual([plain.status, plain.body.toString()])
      expect(headersOf(answer)).toEqual(headersOf(plain))
      expect(JSON.stringify(answer.headers) + answer.body.toString()).not.toContain('evil')
    }
  })
})
