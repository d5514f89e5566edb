/** Lets some work hold a change back until it has ended. */
export const createHolding = () => {
  const held = new Set<Promise<void>>()
  return {
    /** Returns the function that ends it. */
    hold: (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held.add(promise)
      return () => {
        held.delete(promise)
        resolve()
      }
    },
    /** Resolves when all that is held now is over. */
    released: async (): Promise<void> => {
      await Promise.all(held)
    },
  }
}
