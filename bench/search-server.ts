/** A server of so many articles, in a process of its own; says where it listens when it does. */
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { articleAt } from './search-corpus.ts'

const batch = 500
const count = Number(process.argv[2])
const library = openSqliteLibrary()
for (let from = 0; from < count; from += batch) {
  const put = Array.from({ length: Math.min(batch, count - from) }, (_, index) => {
    const article = articleAt(from + index)
    return { file: article.id, stamp: '', digest: '', article }
  })
  await library.apply({ put, touch: [], remove: [] })
}
const app = await buildApp({ library, config: readConfig({}) })
process.stdout.write(await app.listen({ port: 0, host: '127.0.0.1' }))
