/** From the samples of every round to one figure each. */
import type { Load } from './load.ts'

/** One contender in one round. `cpu` is of the server, in microseconds; undefined where it cannot be read. */
export type Sample = Load & { cpu: number | undefined }

/** The four things measured. */
export const measures = [
  { key: 'rate', of: ({ requests, seconds }: Sample) => requests / seconds },
  { key: 'p50', of: ({ p50 }: Sample) => p50 },
  { key: 'p99', of: ({ p99 }: Sample) => p99 },
  { key: 'cpu', of: ({ cpu, requests }: Sample) => (cpu ?? Number.NaN) / requests },
] as const

/** `ratio` is to the yardstick in the same round; `least` and `most` are of any round. */
export type Figure = { value: number; ratio: number; least: number; most: number }

export type Row = {
  name: string
  title: string
  bytes: number
  failures: number
  /** The share of its CPU that it used, from 0 to 1. */
  busy: number
  figures: Record<(typeof measures)[number]['key'], Figure>
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

const figureOf = (values: number[], yardsticks: number[]): Figure => {
  const ratios = values.map((value, round) => value / (yardsticks[round] ?? Number.NaN))
  return {
    value: median(values),
    ratio: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
  }
}

/** Medians over the rounds; `yardstick` holds the samples of raw node:http in the same rounds. */
export const figuresOf = (samples: Sample[], yardstick: Sample[]): Row['figures'] => {
  const figures = measures.map(({ key, of }) => [key, figureOf(samples.map(of), yardstick.map(of))])
  return Object.fromEntries(figures) as Row['figures']
}

/** The share of the time that a server ran; NaN where that cannot be read. */
export const busyOf = (samples: Sample[]): number =>
  median(samples.map(({ cpu, seconds }) => (cpu ?? Number.NaN) / seconds / 1e6))
