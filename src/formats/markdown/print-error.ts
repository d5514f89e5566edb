import type { Link, PhrasingContent, RootContent } from 'mdast'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { ShownError } from '../error-forms.ts'
import { paths, type Site } from '../site.ts'
import { markdownOptions } from './options.ts'

const text = (value: string): PhrasingContent => ({ type: 'text', value })

const link = (url: string, label: string): Link => ({ type: 'link', url, children: [text(label)] })

const paragraph = (...children: PhrasingContent[]): RootContent => ({ type: 'paragraph', children })

const suggestionList = (suggestions: readonly string[]): RootContent[] => {
  if (suggestions.length === 0) return []
  const children = suggestions.map((path) => ({
    type: 'listItem' as const,
    spread: false,
    children: [{ type: 'paragraph' as const, children: [link(path, path)] }],
  }))
  return [paragraph(text('You may have meant:')), { type: 'list', spread: false, children }]
}

const searchLink = (q: string, site: Site): RootContent => {
  const address = `${paths(site).search}?q=${encodeURIComponent(q)}`
  return paragraph(
    link(address, q === '' ? 'Search' : `Search for ${q}`),
    text(', or see '),
    link(paths(site).articles, 'all articles'),
    text('.'),
  )
}

/** An error as Markdown. It is in English, as its detail is. */
export const printErrorMarkdown = ({ answer, suggestions, q }: ShownError, site: Site): string => {
  const { status, title, detail, type } = answer
  const children: RootContent[] = [
    { type: 'heading', depth: 1, children: [text(`${status} ${title}`)] },
    paragraph(text(detail)),
    ...suggestionList(suggestions),
    searchLink(q, site),
    paragraph(link(type, 'What this error means')),
  ]
  return toMarkdown({ type: 'root', children }, markdownOptions)
}
