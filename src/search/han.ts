import { createRequire } from 'node:module'

type Converter = (text: string) => string

const load = createRequire(import.meta.url)

/** Read when the first Han character is: most libraries have none. */
let convert: Converter | undefined

const converter = (): Converter => {
  const { Converter } = load('opencc-js/t2cn') as { Converter: (way: { from: 't'; to: 'cn' }) => Converter }
  return Converter({ from: 't', to: 'cn' })
}

/** A Han character in simplified form, as OpenCC has it: 總統 and 总统 are one word. Other characters stay. */
export const simplified = (character: string): string => {
  if (!/^\p{sc=Han}/u.test(character)) return character
  convert ??= converter()
  return convert(character)
}
