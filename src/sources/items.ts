/** What begins the items of lists outside of Markdown: a bullet, a number in the digits of any script, a letter. */
const marker =
  /^[ \t]*(?:[•‣◦▪▫●○■□◆◇►▶➢➤⁃∙·✓✔–*+-]|\(?\p{Nd}{1,3}[.)．。、،-]|[①-⑳㈠-㈩]|[⑴-⒇]|\(?\p{L}[)）])[ \t]|^[ \t]*[•●①-⑳]\S/u

/** Whether a line begins as an item of a list does. */
const isItem = (line: string): boolean => marker.test(line)

/** Whether at least two of the lines begin as items of a list do. */
export const hasItems = (lines: readonly string[]): boolean => lines.filter(isItem).length > 1

/** Line ends before such items stay; all others read as `breaks` says. */
export const breakBeforeItems = (text: string, breaks: (text: string) => string): string =>
  text.replaceAll(/\n.*/g, (line) => (isItem(line.slice(1)) ? line : breaks(line)))
