/** A percent-encoded text, decoded; undefined where it is malformed. */
export const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
