import { nearest } from './article/nearest.ts'
import { commands, UserError } from './commands/command.ts'
import { version } from './version.ts'

const help = `maqal ${version}: serves a folder of articles as a read-only content API

Usage: maqal COMMAND [ARGUMENTS]

${commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

maqal COMMAND --help says more of a command; maqal --version prints the version.
`

const run = async ([name = '--help', ...argv]: string[]): Promise<number> => {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help)
    return 0
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version}\n`)
    return 0
  }
  const entry = commands.find((candidate) => candidate.name === name)
  if (entry === undefined) {
    const near = nearest(
      name,
      commands.map((candidate) => candidate.name),
    )
    const question = near === undefined ? '' : ` (did you mean ${near}?)`
    throw new UserError(`There is no command ${name}${question}. maqal --help lists them.`)
  }
  const command = await entry.load()
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`maqal ${name}: ${entry.summary}\n\nUsage: ${command.usage}\n`)
    return 0
  }
  return command.run(argv)
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  process.stderr.write(
    `${error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exitCode = 1
}
