import type { Command } from './command.ts'

type Entry = { name: string; summary: string; load: () => Promise<Command> }

/** The commands. To add one, write its file and name it here. */
export const commands: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'serve a folder of articles over HTTP',
    load: async () => (await import('./serve.ts')).serve,
  },
]
