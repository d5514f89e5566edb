import type { Article } from '../../article/article.ts'
import { mostLocalImages } from '../limits.ts'
import { type Finding, paragraphsOf, type Rule } from './finding.ts'

/** Images that some readers do not see: those without alt, and those that pages may not show. */
export const reviewImages: Rule = ({ article }) =>
  paragraphsOf(article).flatMap(({ paragraph, path }): Finding[] => {
    if (paragraph.type !== 'image') return []
    const { url, alt } = paragraph.image
    const found: Finding[] = []
    if (alt === null) {
      const hint = 'say in "alt" what it shows, for those who do not see it'
      found.push({ path, problem: 'is an image without alt', hint })
    }
    if (/^http:/i.test(url)) {
      const hint = 'use https://, or another place where it is'
      found.push({ path: [...path, 'url'], problem: 'is at http:, from where pages show no images', hint })
    }
    return found
  })

const isPath = (url: string): boolean => !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(url)

/** The images that an article names by a path, unless it gives the address of its outlet that the path belongs to. */
export const localImages = (article: Article): { url: string; path: PropertyKey[] }[] =>
  article.url !== null
    ? []
    : paragraphsOf(article)
        .flatMap(({ paragraph, path }) => {
          const url = paragraph.type === 'image' ? paragraph.image.url : ''
          return url !== '' && isPath(url) ? [{ url, path: [...path, 'url'] }] : []
        })
        .slice(0, mostLocalImages)
