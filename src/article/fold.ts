/**
 * Text as headings are compared: compatibility forms, case, marks, tatweel and runs of white space do not
 * tell two headings apart (Unicode §5.18, caseless matching; UTR #30 for the removal of marks).
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\u0640\p{Cf}]+/gu, '')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/\s+/gu, ' ')
    .trim()
