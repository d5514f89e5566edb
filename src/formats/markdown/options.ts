import { gfmToMarkdown } from 'mdast-util-gfm'
import type { Options } from 'mdast-util-to-markdown'

/** How all Markdown is printed. */
export const markdownOptions: Options = {
  bullet: '-',
  listItemIndent: 'one',
  resourceLink: true,
  // Escapes text that GitHub's Markdown would read as an address, a table, struck out, a footnote or a task.
  extensions: [gfmToMarkdown()],
  unsafe: [
    // It would begin a block of attributes.
    { character: '{', after: '[ #A-Za-z]', inConstruct: 'phrasing' },
    // It would begin a template of Hugo, Jekyll, MDX or kramdown.
    { character: '{', after: '[{%/:.]', inConstruct: 'phrasing' },
    // It would begin a formula. A pattern with `after` gives way where the next character is escaped.
    { character: '$', inConstruct: 'phrasing', _compiled: /\$(?=[^\s\d])/g },
    // It would mark words, or begin a comment of Obsidian.
    { character: '=', inConstruct: 'phrasing', _compiled: /(?<![\p{Script=Latin}\p{N}=])==(?=[^\s=])/gu },
    { character: '%', inConstruct: 'phrasing', _compiled: /(?<!%)%%(?!%)/g },
    // It would begin a module of MDX.
    { atBreak: true, character: 'i', after: String.raw`mport\s[^\n]*["']`, inConstruct: 'phrasing' },
    { atBreak: true, character: 'i', after: String.raw`mport\s*["']`, inConstruct: 'phrasing' },
    {
      atBreak: true,
      character: 'e',
      after: String.raw`xport\s+(?:const|let|var|default|async|function|class)\b`,
      inConstruct: 'phrasing',
    },
    // It would begin a directive: `::name`, `:::name`; or the definition of a term: `: text`.
    { atBreak: true, character: ':', after: '[: ]' },
    // The second line of a caption could begin a block.
    { character: '\n', inConstruct: 'titleQuote' },
  ],
}
