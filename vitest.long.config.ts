import { defineConfig } from 'vitest/config'

/** Suites that take long: each a script of its own, called after `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/long/*.test.ts', 'tests/processes/*.test.ts'],
    globalSetup: 'tests/support/postgres-setup.ts',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
