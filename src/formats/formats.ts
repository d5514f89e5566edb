import type { Alternates, Format } from './format.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import type { Kind } from './resource.ts'

/** The forms, the default first. To add one, write its file and name it here. */
export const formats: readonly Format[] = [json, markdown]

/** The forms that a kind of resource has, the default first. */
export const formatsOf = (kind: Kind): readonly Format[] =>
  formats.filter(({ kinds }) => kinds.includes(kind))

/** The forms of a kind other than the default. */
export const alternatesOf = (kind: Kind): Alternates => {
  const others = formatsOf(kind).slice(1)
  return (path) => others.map(({ mediaType, extension }) => ({ type: mediaType, href: path + extension }))
}
