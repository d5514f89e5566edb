/**
 * micromark 4.0.3 copies every event of a document to apply edits near its end: once for each heading that is
 * underlined and for each quote and list that ends. 10,000 of them take a minute. This leaves what stands before the
 * first edit where it is; the events come out the same. To be imported before anything is parsed.
 */
import { EditMap } from 'micromark-util-edit-map'

type Events = Parameters<EditMap['consume']>[0]

EditMap.prototype.consume = function consume(this: EditMap, events: Events): undefined {
  const edits = this.map.toSorted(([one], [other]) => one - other)
  const first = edits[0]?.[0] ?? events.length
  const rest = events.splice(first)
  let done = 0
  const copyTo = (end: number) => {
    for (const event of rest.slice(done, end)) events.push(event)
    done = Math.max(done, end)
  }
  for (const [index, removed, added] of edits) {
    copyTo(index - first)
    for (const event of added) events.push(event)
    done = index - first + removed
  }
  copyTo(rest.length)
  this.map.length = 0
  this.index.clear()
}
