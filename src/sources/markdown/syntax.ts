import type { Options } from 'mdast-util-from-markdown'

/** An extension of micromark, and what it is made of. */
export type Syntax = NonNullable<Options['extensions']>[number]
type Constructs = NonNullable<Extract<Syntax, { text?: unknown }>['text']>
export type Construct = Extract<NonNullable<Constructs[keyof Constructs]>, { tokenize: unknown }>
export type Effects = Parameters<Construct['tokenize']>[0]
export type TokenState = Parameters<Construct['tokenize']>[1]

/** Micromark knows its own tokens by name; ours have others. */
export const tokenOf = (name: string) => name as Parameters<Effects['enter']>[0]
