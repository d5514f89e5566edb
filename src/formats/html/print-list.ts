import type { ListItem, Paragraph } from '../../article/article.ts'
import type { Direction } from '../../article/text.ts'
import { markup, type Markup, type Piece } from '../markup.ts'
import { inline, line, type Links } from './print-text.ts'

type Printing = { direction: Direction; links: Links }

/** A task with a box that says whether it is done; nobody can change it. */
const task = (checked: boolean, text: Piece): Markup =>
  markup`<label><input type="checkbox" disabled="disabled"${checked && markup` checked="checked"`} /> ${text}</label>`

/** An item with the items of deeper levels that follow it. */
type Branch = { item: ListItem; below: ListItem[] }

const branchesOf = (items: readonly ListItem[]): Branch[] => {
  const level = Math.min(...items.map((item) => item.level))
  const branches: Branch[] = []
  for (const item of items) {
    const last = branches.at(-1)
    if (last === undefined || item.level === level) branches.push({ item, below: [] })
    else last.below.push(item)
  }
  return branches
}

/** Neighbours of one level as lists: a list is numbered or not, so they are two where that changes. */
const listsOf = (branches: readonly Branch[]): Branch[][] => {
  const lists: Branch[][] = []
  for (const branch of branches) {
    const list = lists.at(-1)
    if (list?.[0]?.item.ordered === branch.item.ordered) list.push(branch)
    else lists.push([branch])
  }
  return lists
}

const itemsBlock = (items: readonly ListItem[], printing: Printing, head: Piece): Piece =>
  listsOf(branchesOf(items)).map((branches, index) => {
    const name = branches[0]?.item.ordered === true ? 'ol' : 'ul'
    const printed = branches.map(({ item, below }) => {
      const deeper = below.length > 0 && itemsBlock(below, printing, null)
      const text = inline({ ...item, direction: printing.direction }, printing.links)
      return markup`<li>${item.checked === null ? text : task(item.checked, text)}${deeper}</li>`
    })
    return markup`<${name}${index === 0 && head}>${printed}</${name}>`
  })

const definitions = (items: readonly ListItem[], { direction, links }: Printing, head: Piece): Markup =>
  markup`<dl${head}>${items.map(({ term, ...item }) => [
    term !== null && markup`<dt>${line(term, direction)}</dt>`,
    markup`<dd>${inline({ ...item, direction }, links)}</dd>`,
  ])}</dl>`

/** A list as HTML, the lists in it inside their items; one that begins with a term is a list of definitions. */
export const listBlock = (
  { items, ordered, start, direction }: Paragraph & { type: 'list' },
  links: Links,
  attributes: Piece,
): Piece => {
  const printing = { direction, links }
  if (items[0] !== undefined && items[0].term !== null) return definitions(items, printing, attributes)
  const from = ordered && start !== 1 && markup` start="${start}"`
  return itemsBlock(items, printing, [attributes, from])
}
