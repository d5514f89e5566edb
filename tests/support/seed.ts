/** Properties try the same inputs in each run, so that a change is judged by itself; `SEED=random` tries others. */
import * as fc from 'fast-check'

const { SEED = '1' } = process.env

fc.configureGlobal(SEED === 'random' ? {} : { seed: Number(SEED) })
