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

/** `wanted`, or `wanted-2`, `wanted-3`, … where it is taken; the answer is then taken too. */
export const unique = (wanted: string, taken: Set<string>): string => {
  let id = wanted
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`
  taken.add(id)
  return id
}
