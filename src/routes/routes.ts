import { articleRoutes } from './articles.ts'
import { assetRoutes } from './assets.ts'
import { contractRoutes } from './contract.ts'
import { feedRoutes } from './feeds.ts'
import type { Route } from './route.ts'
import { searchRoutes } from './search.ts'
import { type Health, serviceRoutes } from './service.ts'
import { valueRoutes } from './values.ts'

/** For the contract, which says nothing about the state of the process. */
const atRest: Health = { faults: () => [], isStopping: () => false }

/** Every address there is. */
export const routesOf = (version: string, health: Health): Route[] => [
  ...serviceRoutes(version, health),
  ...articleRoutes,
  ...valueRoutes,
  ...searchRoutes,
  ...feedRoutes,
  ...assetRoutes,
  ...contractRoutes(version, () => routesOf(version, atRest)),
]
