/** Measures maqal against what else could answer the same: `npm run bench -- --help`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Answer, firstAnswer, freePort } from './ask.ts'
import { chart } from './chart.ts'
import { type Children, keepChildren } from './children.ts'
import { articlePath, contenders, maqal } from './contenders.ts'
import { chooseLoader } from './load.ts'
import { describeMachine, pin } from './machine.ts'
import { markdown } from './report.ts'
import { playRounds, rowsOf, say, startRunners } from './rounds.ts'
import { setStage } from './stage.ts'
import { measureStarts } from './start.ts'
import { runMain } from './main.ts'

const names = [...contenders.map(({ name }) => name), 'start']

const help = `npm run bench -- [--seconds N] [--rounds N] [--only NAME,…]

  --seconds  how long each is loaded in a round (2)
  --rounds   how often each is loaded (9)
  --only     not all, and nothing is written; of: ${names.join(', ')}
`

const wholeNumber = (name: string, text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new Error(`--${name} is ${JSON.stringify(text)}: give a whole number from 1`)
}

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '9' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const only = values.only?.split(',')
  const unknown = only?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length > 0) throw new Error(`--only knows ${names.join(', ')}, not ${unknown.join(', ')}`)
  const seconds = wholeNumber('seconds', values.seconds)
  return { seconds, rounds: wholeNumber('rounds', values.rounds), only, isHelp: values.help === true }
}

/** maqal's answer to a plain GET of the article, which the others are to give as well. */
const captureArticle = async (children: Children): Promise<Answer> => {
  const port = await freePort()
  const server = children.start(maqal(port))
  const answer = await firstAnswer(server, `http://127.0.0.1:${port}${articlePath}`)
  await children.end(server)
  return answer
}

const root = join(import.meta.dirname, '..')

const measure = async ({ seconds, rounds, only }: ReturnType<typeof readArguments>) => {
  const { prefix, spelled } = pin()
  const loader = chooseLoader()
  const folder = mkdtempSync(join(tmpdir(), 'maqal-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const children = keepChildren(prefix, root)
  const stage = setStage(folder, articlePath, await captureArticle(children))
  const chosen = contenders.filter(({ name }) => only?.includes(name) ?? true)
  const [yardstick] = contenders
  if (yardstick !== undefined && chosen.length > 0 && !chosen.includes(yardstick)) chosen.unshift(yardstick)
  const runners = await startRunners(children, chosen, stage)
  await playRounds(loader, runners, rounds, seconds)
  for (const { server } of runners) await children.end(server)
  const starts = (only?.includes('start') ?? true) ? await measureStarts(children, 15) : []
  return { rows: rowsOf(runners), starts, method: `${loader.name}, 32 connections, ${spelled}` }
}

const main = async () => {
  const given = readArguments()
  if (given.isHelp) return say(help)
  const { rows, starts, method } = await measure(given)
  const caption = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}`
  const rounds = `${given.rounds} × ${given.seconds} s, medians, in brackets the ratio to the first row in the same round`
  const text = markdown({ about: `${caption}. ${method}; ${rounds}.`, rows, starts })
  say(`\n${text}`)
  if (given.only !== undefined) return
  writeFileSync(join(root, 'bench/results.md'), text)
  writeFileSync(join(root, 'bench/results.svg'), chart(rows, caption))
}

await runMain(main)
