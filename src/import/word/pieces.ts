/** How a piece of a paragraph is marked. */
export type WordMarks = {
  strong: boolean
  emphasis: boolean
  strike: boolean
  shift: 'superscript' | 'subscript' | ''
  code: boolean
  href: string
  /** The language that Word was told of this piece alone, and the one that it has in Word. */
  language: string
  usual: string
}

/** A piece of a paragraph. */
export type WordPiece = { marks: WordMarks } & (
  | { type: 'text'; value: string }
  | { type: 'break' }
  | { type: 'box'; sign: string; isTicked: boolean }
  | { type: 'note'; kind: 'footnote' | 'endnote'; id: string; label: string }
  | { type: 'image'; src: string; alt: string }
  | { type: 'rule' }
)

export const plainMarks: WordMarks = {
  strong: false,
  emphasis: false,
  strike: false,
  shift: '',
  code: false,
  href: '',
  language: '',
  usual: '',
}

/** The text of pieces, a line end for each break. */
export const textOfPieces = (pieces: readonly WordPiece[]): string =>
  pieces
    .map((piece) => {
      if (piece.type === 'text') return piece.value
      if (piece.type === 'box') return piece.sign
      return piece.type === 'break' ? '\n' : ''
    })
    .join('')
