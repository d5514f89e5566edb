import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/*.test.ts', 'tests/wire/*.test.ts'],
    setupFiles: 'tests/support/seed.ts',
    globalSetup: 'tests/support/postgres-setup.ts',
    maxWorkers: 2,
    // To load all modules anew for each file takes a third of the time. Tests restore what they change.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
