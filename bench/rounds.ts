/** The contenders in turn, round after round. */
import { type Answer, ask, firstAnswer, freePort, header } from './ask.ts'
import { assertRunning, type Children, cpuMicroseconds, type Server } from './children.ts'
import type { Contender } from './contenders.ts'
import { busyOf, figuresOf, type Row, type Sample } from './figures.ts'
import type { Loader } from './load.ts'
import type { Stage } from './stage.ts'

export const say = (line: string) => process.stdout.write(`${line}\n`)

/** A contender that is up and answers as expected. */
type Runner = {
  contender: Contender
  server: Server
  url: string
  headers: Record<string, string>
  bytes: number
  samples: Sample[]
}

/** What is wrong with the answer, or undefined. */
const complaint = (answer: Answer, { status, coding, type }: Contender['expect']): string | undefined => {
  if (answer.status !== status) return `answers ${answer.status} and not ${status}`
  const given = { coding: header(answer, 'content-encoding'), type: header(answer, 'content-type') }
  if (coding !== given.coding) return `answers in the coding ${given.coding ?? 'identity'}`
  if (type !== undefined && given.type?.startsWith(type) !== true) return `answers ${given.type}, not ${type}`
  return undefined
}

const startRunner = async (
  children: Children,
  contender: Contender,
  stage: Stage,
): Promise<Runner | string> => {
  const port = await freePort()
  const command = contender.command(port, stage)
  if (command === undefined) return 'is not installed'
  const server = children.start(command)
  const url = `http://127.0.0.1:${port}${contender.path}`
  await firstAnswer(server, url)
  const headers = contender.headers?.(stage.article) ?? {}
  const answer = await ask(url, headers)
  const wrong = complaint(answer, contender.expect)
  if (wrong === undefined) return { contender, server, url, headers, bytes: answer.body.length, samples: [] }
  await children.end(server)
  return wrong
}

/** Starts the contenders, and says which are left out, and why. */
export const startRunners = async (
  children: Children,
  chosen: Contender[],
  stage: Stage,
): Promise<Runner[]> => {
  const runners: Runner[] = []
  for (const contender of chosen) {
    const runner = await startRunner(children, contender, stage)
    if (typeof runner === 'string') say(`left out: ${contender.title} ${runner}`)
    else runners.push(runner)
  }
  return runners
}

const sample = async (loader: Loader, { server, url, headers }: Runner, seconds: number): Promise<Sample> => {
  const before = cpuMicroseconds(server.pid)
  const load = await loader.load({ url, headers, seconds }).finally(() => assertRunning(server))
  const after = cpuMicroseconds(server.pid)
  return { ...load, cpu: before === undefined || after === undefined ? undefined : after - before }
}

/** Every other round goes backwards, so that none always follows the same. */
export const playRounds = async (loader: Loader, runners: Runner[], rounds: number, seconds: number) => {
  for (const runner of runners) await sample(loader, runner, Math.min(seconds, 2))
  for (let round = 0; round < rounds; round += 1) {
    for (const runner of round % 2 === 0 ? runners : runners.toReversed()) {
      const taken = await sample(loader, runner, seconds)
      runner.samples.push(taken)
      say(`round ${round + 1}: ${runner.contender.title}: ${Math.round(taken.requests / taken.seconds)}/s`)
    }
  }
}

/** The figures of all, beside those of raw node:http. */
export const rowsOf = (runners: Runner[]): Row[] => {
  const yardstick = runners.find(({ contender }) => contender.name === 'raw')?.samples ?? []
  return runners.map(({ contender: { name, title }, bytes, samples }) => ({
    name,
    title,
    bytes,
    failures: samples.reduce((sum, { failures }) => sum + failures, 0),
    busy: busyOf(samples),
    figures: figuresOf(samples, yardstick),
  }))
}
