import type { ArticleInParts, ListOf } from '../../src/article/article.ts'

const all = <Item>(list: ListOf<Item>): (Item | undefined)[] =>
  Array.from({ length: list.length }, (_, index) => list.at(index))

/** An article with all of its parts read. */
export const wholeOf = ({ sections, notes, ...head }: ArticleInParts) => ({
  ...head,
  sections: sections.map((section) => ({ ...section, paragraphs: all(section.paragraphs) })),
  notes: all(notes),
})
