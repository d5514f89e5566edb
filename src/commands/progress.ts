/** A bar that is drawn anew on one line of a terminal; nothing elsewhere. `name` is of what is done now. */
export const showBar = (done: number, all: number, name: string): void => {
  if (!process.stderr.isTTY) return
  const width = 30
  const filled = all === 0 ? width : Math.round((width * done) / all)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
  const shown = done === all ? '' : name.slice(-40)
  process.stderr.write(`\r\u001B[K${bar} ${done}/${all} ${shown}${done === all ? '\n' : ''}`)
}
