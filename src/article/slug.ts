import anyAscii from 'any-ascii'

/** The most characters of a made id; ids given in a file may have 100. */
const longest = 80

/** An ASCII slug of any text: «زيارة سرية» is `zyrh-sryh`. Empty where nothing of it can be spelled in ASCII. */
export const slug = (text: string): string => {
  const ascii = anyAscii(text.slice(0, 500).normalize('NFC')).toLowerCase()
  const hyphenated = ascii.replaceAll(/['’`]/g, '').replaceAll(/[^a-z0-9]+/g, '-')
  const cut = hyphenated.replace(/^-/, '').slice(0, longest)
  return cut.replace(/-$/, '')
}

/**
 * Makes names that are not taken: `wanted`, or `wanted-2`, `wanted-3`, … where it is. What was answered for a name is
 * remembered, so that a thousand equal headings do not each count from the beginning.
 */
export const createUnique = (given: Iterable<string>) => {
  const taken = new Set(given)
  const counts = new Map<string, number>()
  return (wanted: string): string => {
    let id = wanted
    let count = counts.get(wanted) ?? 1
    while (taken.has(id)) {
      count += 1
      id = `${wanted}-${count}`
    }
    counts.set(wanted, count)
    taken.add(id)
    return id
  }
}
