import { createClient, MaqalProblem, type Article, type ArticleSummary, type SearchHit } from 'maqal/client'
import { useEffect, useState } from 'react'
import { Body } from './body'

const server: string = import.meta.env.VITE_MAQAL ?? 'http://localhost:3000'
const client = createClient(new URLSearchParams(location.search).get('server') ?? server)

/** What a request gives for as long as its key is the same; the one before is given up. */
function useAnswer<Answer>(key: string, ask: (signal: AbortSignal) => Promise<Answer>) {
  const [state, setState] = useState<{ key: string; answer?: Answer; problem?: string }>({ key })
  useEffect(() => {
    const controller = new AbortController()
    ask(controller.signal).then(
      (answer) => setState({ key, answer }),
      (error: unknown) => {
        if (controller.signal.aborted) return
        setState({ key, problem: error instanceof MaqalProblem ? error.detail : String(error) })
      },
    )
    return () => controller.abort()
  }, [key])
  return state.key === key ? state : { key }
}

const useHash = () => {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const onChange = () => setHash(location.hash)
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  return decodeURIComponent(hash.slice(1))
}

const Entry = ({ id, title, outlet, language, direction }: ArticleSummary | SearchHit) => (
  <li lang={language} dir={direction}>
    <a href={`#${id}`}>{title}</a> <small>{outlet}</small>
  </li>
)

/** What a list and a search both answer; `notice` says why nothing was searched for. */
type Found = { items: (ArticleSummary | SearchHit)[]; notice?: string | null }

const List = () => {
  const [q, setQ] = useState('')
  const { answer, problem } = useAnswer<Found>(`list ${q}`, (signal) =>
    q.trim() === ''
      ? client.articles({ signal }).first()
      : client.search(q, { prefix: true, signal }).first(),
  )
  return (
    <main>
      <h1>Articles</h1>
      <input
        type="search"
        aria-label="Search"
        dir="auto"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {problem !== undefined && <p role="alert">{problem}</p>}
      {answer?.notice != null && <p role="status">{answer.notice}</p>}
      <ul>
        {answer?.items.map((item) => (
          <Entry key={item.id} {...item} />
        ))}
      </ul>
    </main>
  )
}

const Text = ({ title, outlet, language, direction, sections, notes }: Article) => (
  <article lang={language} dir={direction}>
    <h1>{title}</h1>
    <p>{outlet}</p>
    <Body sections={sections} notes={notes} />
  </article>
)

const Reader = ({ id }: { id: string }) => {
  const { answer, problem } = useAnswer(`article ${id}`, (signal) => client.article(id, { signal }))
  return (
    <main>
      <a href="#">All articles</a>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {answer !== undefined && <Text {...answer} />}
    </main>
  )
}

export const App = () => {
  const id = useHash()
  return id === '' ? <List /> : <Reader id={id} />
}
