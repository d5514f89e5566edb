// A front end on another origin: it fetches an article and one of its sections from maqal, shows them, and asks again
// with the ETag it was given. Run `npm run example:reader` and open what it prints.
import { toHtml } from './render.js'

const parameters = new URLSearchParams(location.search)
const api = parameters.get('api') ?? 'http://localhost:3000'
const id = parameters.get('article') ?? 'qatar-irgc-normalisation'

const log = (line) => document.querySelector('#log').append(`${line}\n`)

const get = async (path, headers = {}) => {
  const response = await fetch(new URL(path, api), { headers, cache: 'no-store' })
  log(`${response.status} ${path} ETag ${response.headers.get('ETag')}`)
  if (response.ok || response.status === 304) return response
  const problem = await response.json()
  throw new Error(problem.detail)
}

/** An element that holds text, in the text's own language and direction. */
const element = (name, text, { language, direction }) => {
  const made = document.createElement(name)
  made.textContent = text
  made.lang = language
  made.dir = direction
  return made
}

/** The body of an article or section as a fragment: its text is escaped, and it holds no script. */
const body = (part, { language, direction }) => {
  const made = element('div', '', { language, direction })
  made.innerHTML = toHtml(part)
  return made
}

try {
  const answer = await get(`/articles/${id}`)
  const article = await answer.json()
  const place = document.querySelector('#article')
  place.append(element('h1', article.title, article), element('p', article.outlet, article))
  place.append(body(article, article))

  const section = await (await get(article.sections.at(-1).links.self)).json()
  document.querySelector('#section').append(body(section, section.article))

  await get(`/articles/${id}`, { 'If-None-Match': answer.headers.get('ETag') })
} catch (error) {
  log(error.message)
}
document.body.dataset.state = 'done'
