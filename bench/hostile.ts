/** Reads files that are made to be slow, at a quarter, half and all of their cap: `npm run bench:hostile`. */
import { spawnSync } from 'node:child_process'
import { importers } from '../src/import/importers.ts'
import { strictly } from '../src/sources/source.ts'
import { sources } from '../src/sources/sources.ts'
import { kinds } from './hostile-files.ts'

type Figures = { bytes: number; ms: number; mb: number; answer: string }

const readOne = async (type: string, content: string | Buffer): Promise<string> => {
  const entry = sources.find(({ extensions }) => extensions.includes(`.${type}`))
  if (entry !== undefined) {
    const reading = (await entry.load()).read(String(content), 'a', strictly('a'))
    return 'faults' in reading ? (reading.faults[0]?.problem ?? '') : 'an article'
  }
  const importer = importers.find(({ extensions }) => extensions.includes(`.${type}`))
  try {
    await importer?.read(Buffer.from(content))
    return 'an article'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** CPU milliseconds, and megabytes that the process grew by at its largest. */
const measure = async (name: string, share: number): Promise<Figures> => {
  const kind = kinds[name]
  const type = name.split(':')[0] ?? ''
  const content = kind?.make(kind.cap * share) ?? ''
  await readOne(type, type === 'docx' ? Buffer.from('a') : 'a')
  const before = { cpu: process.cpuUsage(), rss: process.resourceUsage().maxRSS }
  const answer = await readOne(type, content)
  const { user, system } = process.cpuUsage(before.cpu)
  const mb = (process.resourceUsage().maxRSS - before.rss) / 1000
  return { bytes: content.length, ms: (user + system) / 1000, mb, answer: answer.split('\n')[0] ?? '' }
}

/** In a process of its own, so that none inherits the memory of another. */
const measureApart = (name: string, share: number): Figures => {
  const argv = ['--max-old-space-size=2000', import.meta.filename, name, String(share)]
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', timeout: 120_000 })
  if (stdout === '') throw new Error(`${name} at ${share}: ${stderr.slice(-500)}`)
  return JSON.parse(stdout) as Figures
}

const [name, share] = process.argv.slice(2)
if (name !== undefined) process.stdout.write(JSON.stringify(await measure(name, Number(share))))
else {
  process.stdout.write(
    '| a file of | bytes | ms of CPU at ¼, ½ and all | all to ¼ | MB at ¼, ½ and all | answer |\n',
  )
  process.stdout.write('| --- | ---: | ---: | ---: | ---: | --- |\n')
  for (const kind of Object.keys(kinds)) {
    const figures = [0.25, 0.5, 1].map((part) => measureApart(kind, part))
    const [quarter, , whole] = figures
    const cells = [
      kind,
      whole?.bytes,
      figures.map(({ ms }) => ms.toFixed(0)).join(', '),
      ((whole?.ms ?? 0) / (quarter?.ms ?? 1)).toFixed(1),
      figures.map(({ mb }) => mb.toFixed(0)).join(', '),
      whole?.answer.slice(0, 80),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
}
