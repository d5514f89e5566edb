/**
 * Characters that a terminal or a log obeys or does not show: control characters, ends of lines, bidi controls (UAX #9),
 * zero-width ones but for the joiners that words are written with, tags, halves of surrogate pairs.
 */
const hidden =
  /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu

const escape = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`

/** A text of which a reader sees every character, for terminals and logs: "a\u{202E}b". */
export const visible = (text: string): string => text.replaceAll(hidden, escape)
