import { textOfBlock, type WordBlock, type WordCell, type WordParagraph, type WordTable } from './blocks.ts'

/** A cell, and over how many rows it goes. */
export type MergedCell = { cell: WordCell; rows: number }

/** The cells of each row; those that go on with the one above them are in it. */
export const mergeRows = ({ rows }: WordTable): MergedCell[][] => {
  const above = new Map<number, MergedCell>()
  return rows.map(({ cells }) => {
    const kept: MergedCell[] = []
    let column = 0
    for (const cell of cells) {
      const merged = cell.isContinued ? above.get(column) : undefined
      if (merged === undefined) {
        const own = { cell, rows: 1 }
        above.set(column, own)
        kept.push(own)
      } else {
        merged.rows += 1
        for (const block of cell.blocks) merged.cell.blocks.push(block)
      }
      column += cell.columns
    }
    return kept
  })
}

/** How many rows at the beginning of a table are its header: Word has the first as it, unless it is told otherwise. */
export const countHeaders = ({ rows }: WordTable): number =>
  Math.max(
    1,
    rows.findIndex(({ isHeader }) => !isHeader),
  )

const isCaption = (block: WordBlock | undefined): block is WordParagraph =>
  block?.type === 'paragraph' &&
  block.role === 'caption' &&
  block.pieces.every(({ type }) => type !== 'image')

/** The caption of each table: the one right before it, or else the one after it. */
export const captionsOf = (blocks: readonly WordBlock[]): Map<WordBlock, WordParagraph> => {
  const captions = new Map<WordBlock, WordParagraph>()
  let last: WordBlock | undefined
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'table' || textOfBlock(block).trim() === '') continue
    const [before, after] = [blocks[index - 1], blocks[index + 1]]
    if (isCaption(before) && before !== last) captions.set(block, before)
    else if (isCaption(after) && blocks[index + 2]?.type !== 'table') captions.set(block, after)
    last = captions.get(block)
  }
  return captions
}
