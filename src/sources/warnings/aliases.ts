import { isOwnAddress, isPath } from '../../article/aliases.ts'
import type { Finding, Rule } from './finding.ts'

const hint = 'remove it'

/** Aliases that lead nowhere, since something else stands at their address. */
export const reviewAliases: Rule = ({ article: { aliases, sections } }) => {
  const found: Finding[] = aliases.flatMap((alias, index) =>
    isPath(alias) && isOwnAddress(alias)
      ? [{ path: ['aliases', index], problem: `is ${JSON.stringify(alias)}, an address of maqal`, hint }]
      : [],
  )
  const taken = new Map(sections.map(({ id }) => [id, `the id of a section`]))
  for (const [at, section] of sections.entries())
    for (const [index, alias] of section.aliases.entries()) {
      const other = taken.get(alias)
      const path = ['sections', at, 'aliases', index]
      if (other !== undefined) found.push({ path, problem: `is ${JSON.stringify(alias)}, ${other}`, hint })
      else taken.set(alias, 'an alias of a section before')
    }
  return found
}
