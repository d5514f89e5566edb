import { onTestFinished } from 'vitest'

/** Does it after the test, the last first. What is made outside of a test is shared by all of its file, and lives as long. */
export const afterTest = (clean: () => Promise<void>): void => {
  try {
    onTestFinished(clean)
  } catch {
    // It was made outside of a test.
  }
}
