/** Who may see articles that are not public: whoever names the token of the setting (RFC 6750 §2.1). */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Problem } from './problem.ts'

/** Of equal length for all tokens, so that comparing them takes the same time. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** RFC 9110 §11.4: the name of a scheme has no case. */
const bearer = /^bearer +(\S+) *$/i

/** What answers differ by while there is a token. */
export const previewVary = 'Authorization'

export const previewHeaders = { 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' }

const refused = (challenge: string): Problem =>
  new Problem('unauthorized', 'The Authorization header does not name the token of previews.', {
    headers: { 'www-authenticate': challenge },
  })

/** Makes the function that returns why a request with this Authorization is refused, if it is. */
export const createPreviewDoor = (token: string) => {
  const expected = digestOf(token)
  return (authorization: string | undefined): Problem | undefined => {
    if (authorization === undefined) return undefined
    const given = bearer.exec(authorization)?.[1]
    // RFC 6750 §3.1: no error code where no token was given.
    if (given === undefined) return refused('Bearer realm="preview"')
    return timingSafeEqual(digestOf(given), expected)
      ? undefined
      : refused('Bearer realm="preview", error="invalid_token"')
  }
}
