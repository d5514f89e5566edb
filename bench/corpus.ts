/** Folders of made-up articles in Arabic, about 10 KB of UTF-8 each; always the same for the same number. */
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How many articles a folder holds, those below it apart. */
const perFolder = 1000

/** Bytes on the disk that an article may need: its file, and its part of an index and of the index's journal. */
const roomOfOne = 80_000

const words =
  `في من على إلى عن مع بين بعد قبل خلال أمس اليوم قال أعلن أكد كشف وزير رئيس مجلس حكومة مدينة طريق مدرسة
  جامعة كتاب صحيفة تقرير مصدر لجنة اجتماع اتفاق مشروع ميزانية اقتصاد تجارة زراعة صناعة طاقة مياه كهرباء صحة
  تعليم ثقافة رياضة فريق مباراة بطولة سفر مطار ميناء سفينة قطار سوق أسعار عملة مصرف شركة عمال نقابة قانون محكمة
  قاض شهادة انتخابات أصوات حزب معارضة برلمان دستور حدود جيش شرطة أمن سلام حرب هدنة مفاوضات وفد زيارة سرية علنية
  طويلة جديدة قديمة كبيرة الشمال الجنوب الشرق الغرب البحر النهر الجبل الصحراء المستشفى الدراسة الباحثون`.split(
    /\s+/,
  )

/** Numbers from 0 to below `most`, the same for the same seed (xorshift32). */
const createDice = (seed: number) => {
  let state = Math.imul(seed + 1, 0x9e_37_79_b1) | 1
  return (most: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % most
  }
}

type Dice = ReturnType<typeof createDice>

const sentence = (dice: Dice, length: number): string =>
  Array.from({ length }, () => words[dice(words.length)]).join(' ')

const paragraph = (dice: Dice): string =>
  Array.from({ length: 4 }, () => `${sentence(dice, 11 + dice(9))}.`).join(' ')

const sections = (dice: Dice) =>
  Array.from({ length: 5 }, (_, index) => ({
    id: `part-${index + 1}`,
    heading: index === 0 ? null : sentence(dice, 3),
    paragraphs: Array.from({ length: 3 }, () => paragraph(dice)),
  }))

const idOf = (number: number): string => `article-${String(number).padStart(6, '0')}`

/** Its address at maqal. */
export const pathOf = (number: number): string => `/articles/${idOf(number)}`

/** Its file, relative to the folder. */
export const fileOf = (number: number): string =>
  join(String(Math.floor(number / perFolder)).padStart(3, '0'), `${idOf(number)}.json`)

/** Stands in the title of an edition and in no other text. */
export const markOf = (edition: number): string => `[${edition}]`

/** How large an article is: 10 KB of five sections, or 2 KB of two. */
type Size = 'usual' | 'short'

const longestShort = 220

/** The text of an article's file; editions of it differ in the title. */
export const textOf = (number: number, edition = 0, size: Size = 'usual'): string => {
  const dice = createDice(number)
  const day = `${2000 + dice(25)}-${String(1 + dice(12)).padStart(2, '0')}-${String(1 + dice(28)).padStart(2, '0')}`
  const article = {
    id: idOf(number),
    title: `${sentence(dice, 8)} ${markOf(edition)}`,
    outlet: 'صحيفة القياس',
    language: 'ar',
    datePublished: day,
    sections: sections(dice),
  }
  if (size === 'short') {
    const first = article.sections.slice(0, 2).map((section) => ({
      ...section,
      paragraphs: section.paragraphs.slice(0, 2).map((text) => text.slice(0, longestShort)),
    }))
    return `${JSON.stringify({ ...article, sections: first })}\n`
  }
  return `${JSON.stringify(article, null, 2)}\n`
}

/** Throws where the disk that holds `folder` has no room for the articles and an index of them. */
export const assertRoom = (folder: string, count: number): void => {
  const { bavail, bsize } = statfsSync(folder)
  const [free, needed] = [bavail * bsize, count * roomOfOne].map((bytes) => Math.ceil(bytes / 1e6))
  if (bavail * bsize >= count * roomOfOne) return
  throw new Error(`${folder} has ${free} MB free; ${count} articles need ${needed}: set TMPDIR or --sizes`)
}

/** Writes the articles 0 to `count` - 1, and returns their bytes. */
export const writeCorpus = (folder: string, count: number, size: Size = 'usual'): number => {
  let bytes = 0
  for (let number = 0; number < count; number += 1) {
    const file = join(folder, fileOf(number))
    if (number % perFolder === 0) mkdirSync(dirname(file), { recursive: true })
    const content = Buffer.from(textOf(number, 0, size))
    writeFileSync(file, content)
    bytes += content.length
  }
  return bytes
}
