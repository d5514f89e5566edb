/** Facts of an article that are not maqal's: values of JSON of bounded size. */
import { z } from 'zod'
import { deepestMeta, longestMeta } from './limits.ts'
import { say, toNfc } from './text.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A value as JSON has it: what is no JSON is its text, and what is too deep is left out. */
export const toJson = (value: unknown, depth = 0): Json | undefined => {
  if (typeof value === 'string') return toNfc(value.toWellFormed())
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return typeof value === 'bigint' ? String(value) : undefined
  if (depth === deepestMeta) return undefined
  if (Array.isArray(value)) return value.flatMap((item) => toJson(item, depth + 1) ?? [])
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const json = toJson(inner, depth + 1)
      return json === undefined ? [] : [[toNfc(key.toWellFormed()), json]]
    }),
  )
}

/** How deep a value is nested: 0 where it is no list and no object. */
export const depthOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  let deepest = 0
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner))
  return 1 + deepest
}

export const Meta = z.record(z.string(), z.unknown()).superRefine((meta, context) => {
  const refuse = (problem: string, hint: string) =>
    context.addIssue({ code: 'custom', message: say(problem, hint) })
  if (depthOf(meta) > deepestMeta) refuse(`is nested more than ${deepestMeta} deep`, 'lift it out')
  else if (JSON.stringify(meta).length > longestMeta)
    refuse(`has more than ${longestMeta} characters`, 'move some of it into the text')
})
