/** The scripts that have a comma of their own between the names of a list. */
const commas: Record<string, string> = {
  Arab: '، ',
  Aran: '، ',
  Rohg: '، ',
  Syrc: '، ',
  Thaa: '، ',
  Hans: '、',
  Hant: '、',
  Jpan: '、',
}

/** The comma of a language, with the space after it that its script has. */
export const commaIn = (language: string): string =>
  commas[new Intl.Locale(language).maximize().script ?? ''] ?? ', '
