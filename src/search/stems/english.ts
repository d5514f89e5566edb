import { stemmer } from 'stemmer'
import data from './english.json' with { type: 'json' }

const irregular = new Map(
  Object.entries(data.irregular).flatMap(([word, forms]) =>
    forms.split(' ').map((form) => [form, word] as const),
  ),
)

/** Words that Porter's rules would cut to another: news is not new, a university no universe. */
const whole = new Set(data.whole.split(' '))

/** British spellings as American ones: colour, organise, centre. Only words of enough letters: four is not for. */
const american = (word: string): string =>
  word
    .replace(/^(.{3,})our(s|ed|ing|ful|able|ite|ites|less)?$/u, '$1or$2')
    .replace(/^(.{4,})is(e|es|ed|ing|ation|ations|er|ers)$/u, '$1iz$2')
    .replace(/^(.{3,}t)re(s)?$/u, '$1er$2')

/** The stem of a folded English word, by Porter's algorithm (1980) with its known faults mended. */
export const stemEnglish = (folded: string): string => {
  if (!/^[a-z]+$/u.test(folded) || whole.has(folded)) return folded
  return stemmer(american(irregular.get(folded) ?? folded))
}
