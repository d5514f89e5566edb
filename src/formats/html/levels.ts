import type { Section } from '../../article/article.ts'

/** The levels of headings in HTML: the title of the article has the first, and there are six. */
const [first, last] = [2, 6]

/**
 * The level of the heading of each section below the title of its article. Sections of one level have one level wherever
 * they stand below the same heading, and none skips a level, whatever levels the article uses.
 */
export const levelsOf = (sections: readonly Pick<Section, 'heading' | 'level'>[]): number[] => {
  const open: number[] = []
  return sections.map(({ heading, level }) => {
    if (heading === null) return first
    while ((open.at(-1) ?? 0) >= level) open.pop()
    open.push(level)
    return Math.min(first + open.length - 1, last)
  })
}
