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
