import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { libraryOf, serve } from './support/app.ts'

const kitchenSink: unknown = JSON.parse(readFileSync('tests/fixtures/kitchen-sink.json', 'utf8'))

const served = async () => serve(await libraryOf([kitchenSink]))

test('GET /articles/kitchen-sink has every type of paragraph and mark', async () => {
  const { ask } = await served()
  const answer = (await ask('/articles/kitchen-sink')).json() as any
  console.log(JSON.stringify(answer.sections[1].paragraphs[0], null, 1).slice(0, 900), answer.notes)
  const html = (await ask('/articles/kitchen-sink?include=html')).json() as any
  for (const s of html.sections) for (const p of s.paragraphs) console.log(p.html)
  console.log(html.notes[0].html)
  const list = await ask('/articles?include=html,sections&limit=20')
  console.log(list.status, list.text.slice(0, 300), list.text.length)
  for (const path of [
    '/articles/kitchen-sink/notes/n1',
    '/articles/kitchen-sink/notes/n1?include=html',
    '/articles/kitchen-sink/paragraphs/lede-1?include=html',
    '/articles/kitchen-sink/sections/2?include=html',
    '/articles/kitchen-sink/notes/n1.html',
    '/articles/kitchen-sink/notes/n1.txt',
    '/articles/kitchen-sink/notes/n9',
    '/articles?include=sections&limit=21',
    '/articles/kitchen-sink?include=x',
    '/search?q=mediterranean',
    '/search?q=note+says',
    '/search?q=rivers',
    '/search?q=opening',
  ]) {
    const a = await ask(path)
    console.log(path, a.status, a.text.slice(0, 500))
  }
})
