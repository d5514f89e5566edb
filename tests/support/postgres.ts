import { text } from 'node:stream/consumers'
import { connect } from 'node:net'
import { inject } from 'vitest'

/** The address of the PostgreSQL of this run of the tests, which is started where it does not run yet. */
export const databaseUrl = async (): Promise<string> => {
  const answer = await text(connect(inject('databasePort'), '127.0.0.1'))
  if (answer.startsWith('!')) throw new Error(answer)
  return answer
}
