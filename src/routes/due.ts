/** Follows what is asked of a library, to know when its answers may be others. */
import type { At, Library } from '../library/library.ts'

const isAnswer = (value: unknown): value is Promise<At<object>> => value instanceof Promise

/** The same library, and the earliest moment at which one of its answers is due. */
export const followDue = (library: Library): { library: Library; due: () => number } => {
  let earliest = Infinity
  const follow = async (asked: Promise<At<object>>): Promise<At<object>> => {
    const answer = await asked
    // A library of the caller's own may know nothing of it.
    earliest = Math.min(earliest, (answer as Partial<At<object>>).due ?? Infinity)
    return answer
  }
  const watched = new Proxy(library, {
    get(target, name: keyof Library) {
      const question = target[name] as (...given: unknown[]) => unknown
      if (typeof question !== 'function') return question
      return (...given: unknown[]) => {
        const asked = question.apply(target, given)
        return isAnswer(asked) ? follow(asked) : asked
      }
    },
  })
  return { library: watched, due: () => earliest }
}
