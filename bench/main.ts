/** Runs a benchmark: an error is one line and the exit code 1. What was started ends with the process. */
export const runMain = async (main: () => Promise<unknown>): Promise<never> => {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
  process.exit()
}
