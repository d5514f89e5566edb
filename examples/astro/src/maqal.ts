import { createClient } from 'maqal/client'

/** The server is asked while the site is built, and never by those who read it. */
export const client = createClient(process.env.MAQAL ?? 'http://localhost:3000')
