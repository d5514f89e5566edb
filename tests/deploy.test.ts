import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { commands } from '../src/commands/command.ts'
import { readConfig } from '../src/config.ts'

type Service = {
  command?: string[]
  environment?: Record<string, string>
  volumes?: string[]
  build?: string
  deploy?: { replicas?: number }
}

const { services } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>
}

/** A value as it is where nothing in `.env` replaces it. */
const usual = (value: string): string => value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')

/** Whether a command line is that of the image with a command of maqal. */
const isCommand = ([node, start, name]: string[]): boolean =>
  node === 'node' &&
  readFileSync('Dockerfile', 'utf8').includes(`CMD ["node", "${start}", "serve"]`) &&
  commands.some((command) => command.name === name)

test('compose.yaml mounts files that are there, and names commands and settings that are known', () => {
  expect(Object.keys(services)).toEqual(['postgres', 'publish', 'maqal', 'nginx'])
  const mounted = Object.values(services).flatMap(({ volumes = [] }) => volumes)
  const own = mounted.filter((volume) => /^\.\/(?!articles:)/.test(volume))
  expect(own.map((volume) => existsSync(volume.split(':')[0] ?? ''))).toEqual([true, true])
  const ours = Object.values(services).filter(({ build }) => build !== undefined)
  expect(ours).toHaveLength(2)
  for (const { command, environment = {} } of ours) {
    if (command !== undefined) expect(isCommand(command), command.join(' ')).toBe(true)
    const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, usual(value)]))
    expect(readConfig(given)).toMatchObject(given)
  }
  expect(services['maqal']?.deploy?.replicas).toBe(2)
})

type Probe = { httpGet: { path: string; port: string } }

type Container = {
  command?: string[]
  env: { name: string; value?: string }[]
  startupProbe?: Probe
  readinessProbe?: Probe
  livenessProbe?: Probe
  resources: { requests: object; limits: object }
}

type Manifest = {
  kind: string
  spec: { template?: { spec: { containers: Container[]; terminationGracePeriodSeconds?: number } } }
}

test('the manifests of docs/scaling.md are YAML, and name probes, commands and settings that are known', () => {
  const [, text = ''] = /```yaml\n([\s\S]+?)```/.exec(readFileSync('docs/scaling.md', 'utf8')) ?? []
  const documents = parseAllDocuments(text)
  expect(documents.flatMap(({ errors }) => errors)).toEqual([])
  const manifests = documents.map((document) => document.toJS() as Manifest)
  expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget', 'Job'])
  for (const { spec } of manifests) {
    for (const { command, env, resources, ...probes } of spec.template?.spec.containers ?? []) {
      if (command !== undefined) expect(isCommand(command)).toBe(true)
      const given = Object.fromEntries(env.map(({ name, value = 'postgres://db/maqal' }) => [name, value]))
      const config = readConfig(given)
      for (const name of Object.keys(given)) expect(Object.keys(config)).toContain(name)
      expect(Object.keys(resources)).toEqual(['requests', 'limits'])
      const { startupProbe, readinessProbe, livenessProbe } = probes
      const paths = [startupProbe, readinessProbe, livenessProbe].map((probe) => probe?.httpGet.path)
      if (command === undefined) expect(paths).toEqual(['/health/live', '/health/ready', '/health/live'])
      const grace = spec.template?.spec.terminationGracePeriodSeconds
      if (grace !== undefined) expect(grace).toBeGreaterThan(config.SHUTDOWN_GRACE + 5)
    }
  }
})
