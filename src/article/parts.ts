import type { Paragraph } from './article.ts'
import type { Mark } from './marks.ts'

/** A text with its marks: running text, an item, a cell, a caption. */
export type MarkedText = { text: string; marks: Mark[] }

type Captioned = { caption: string | null; captionMarks: Mark[] }

const captionOf = ({ caption, captionMarks }: Captioned): MarkedText => ({
  text: caption ?? '',
  marks: captionMarks,
})

/** The texts of a paragraph that may have marks, in order. */
export const markedTexts = (paragraph: Paragraph): MarkedText[] => {
  switch (paragraph.type) {
    case 'text':
    case 'quote':
      return [paragraph]
    case 'list':
      return paragraph.items
    case 'image':
      return [captionOf(paragraph.image)]
    case 'media':
      return [captionOf(paragraph.media)]
    case 'table':
      return [captionOf(paragraph), ...paragraph.header, ...paragraph.rows.flat()]
    case 'code':
    case 'break':
      return []
  }
}

/** The ids of the notes that marks refer to, in order. */
export const notesIn = (marks: readonly Mark[]): string[] =>
  marks.flatMap((mark) => (mark.type === 'note' ? [mark.note] : []))

/** The ids of the notes that paragraphs refer to, each with the first paragraph that does. */
export const referencesIn = (paragraphs: readonly Paragraph[]): Map<string, Paragraph> => {
  const references = new Map<string, Paragraph>()
  for (const paragraph of paragraphs) {
    for (const { marks } of markedTexts(paragraph)) {
      for (const note of notesIn(marks)) if (!references.has(note)) references.set(note, paragraph)
    }
  }
  return references
}

/** Paragraphs in their groups: neighbours that are one callout, quote or list item, and each other paragraph alone. */
export const groupsOf = (paragraphs: readonly Paragraph[]): [Paragraph, ...Paragraph[]][] => {
  const groups: [Paragraph, ...Paragraph[]][] = []
  for (const paragraph of paragraphs) {
    const last = groups.at(-1)
    if (paragraph.group !== null && last?.[0].group === paragraph.group) last.push(paragraph)
    else groups.push([paragraph])
  }
  return groups
}

/** What a paragraph says beside its text: the caption of a table, the title and provider of a video. */
export const besideText = (paragraph: Paragraph): string => {
  if (paragraph.type === 'table') return paragraph.caption ?? ''
  if (paragraph.type !== 'media') return ''
  const { title, provider, caption } = paragraph.media
  // Without a caption the title is the text.
  return [caption === null ? null : title, provider].filter((said) => said !== null).join('\n')
}
