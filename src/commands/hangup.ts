import { isatty } from 'node:tty'

/** Whether the process was started on a terminal, which sends SIGHUP when it is closed. */
export const isOnTerminal = (): boolean => [0, 1, 2].some((descriptor) => isatty(descriptor))

/**
 * Without a terminal SIGHUP asks for a look at the folder now. From the call on it does not end the process; one that comes
 * before there is something that looks is remembered, and done when the returned function is given it.
 */
export const onHangup = (): ((look: () => void) => void) => {
  let isWanted = false
  let act = (): void => {
    isWanted = true
  }
  process.on('SIGHUP', () => act())
  return (look) => {
    act = look
    if (isWanted) look()
  }
}
