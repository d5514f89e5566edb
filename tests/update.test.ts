import { lstatSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openFolder } from '../src/folder/folder.ts'
import { stampOf } from '../src/folder/read.ts'
import { readAgain } from '../src/folder/settle.ts'
import { openState } from '../src/folder/state.ts'
import { update } from '../src/folder/update.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { articleText } from './support/folder.ts'
import { folderOf } from './support/process.ts'

const shelf = () => {
  const library = openSqliteLibrary()
  onTestFinished(() => library.close())
  return library
}

const dueOf = (due: Record<string, string>) => ({
  due: new Map(Object.entries(due)),
  gone: [],
  missing: [],
})

test('a file that changes each time it is read is named after a while, and read on', async () => {
  const state = await openState({ folder: '.', sources, shelf: shelf() })
  const clock = vi.spyOn(performance, 'now')
  onTestFinished(() => clock.mockRestore())
  const look = async (now: number) => {
    clock.mockReturnValue(now)
    return [...(await update(state, dueOf({ 'gone.json': '1' }), async () => {})).again]
  }
  expect(await look(0)).toEqual(['gone.json'])
  expect(await look(9000)).toEqual(['gone.json'])
  expect(state.refused.size).toBe(0)
  expect(await look(11_000)).toEqual([])
  expect(state.refused.get('gone.json')).toMatchObject({
    stamp: readAgain,
    faults: [{ file: 'gone.json', problem: 'changes each time it is read' }],
  })
})

test('the stamp that is kept is of the bytes that were read, also of a bad file and through a link', async () => {
  const folder = folderOf({ 'a.json': articleText('one'), 'bad.json': '{' })
  symlinkSync('a.json', join(folder, 'link.json'))
  const state = await openState({ folder, sources, shelf: shelf() })
  state.seen.root = folder
  await state.settings.look(true)
  const due = dueOf({ 'a.json': 'listed', 'bad.json': 'listed', 'link.json': 'link listed' })
  await update(state, due, async () => {})
  const [a, bad] = ['a.json', 'bad.json'].map((name) =>
    stampOf(lstatSync(join(folder, name), { bigint: true })),
  )
  const { refused, records } = state
  expect([...due.due.keys()].map((file) => (refused.get(file) ?? records.get(file))?.stamp)).toEqual([
    a,
    bad,
    `link ${a}`,
  ])
})

test('a change that could not be applied is tried again at the next look', async () => {
  const library = shelf()
  const failing = vi.spyOn(library, 'apply')
  const folder = await openFolder({
    folder: folderOf({ 'a.json': articleText('one') }),
    sources,
    shelf: library,
  })
  failing.mockRejectedValueOnce(new Error('full'))
  await expect(folder.look()).rejects.toThrow('full')
  expect(await folder.look()).toMatchObject({ changed: 1 })
})
