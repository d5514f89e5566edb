type Facts = Record<string, unknown>

const isGiven = (fact: unknown): boolean => fact !== null && !(Array.isArray(fact) && fact.length === 0)

/** An object less its nulls and empty lists, for forms that leave out what is not known. */
export const given = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => isGiven(fact)))
