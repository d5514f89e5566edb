import { type Direction, directionOf } from '../../article/text.ts'

/** What the page itself says. */
const english = {
  articles: 'Articles',
  skip: 'Skip to the text',
  contents: 'Contents',
  section: 'Section',
  paragraph: 'Paragraph',
  reading: 'Reading time',
  published: 'Published',
  modified: 'Updated',
  original: 'Where it was published',
  from: 'From',
  previous: 'Previous',
  next: 'Next',
  whole: 'The whole article',
  forms: 'Also as',
  pages: 'Pages',
  page: 'Page',
  pastLast: 'This page is past the last one.',
  none: 'There are no articles yet.',
  search: 'Search',
  results: 'Results',
  nothing: 'Nothing was found.',
  outlets: 'Outlets',
  rubrics: 'Rubrics',
  tags: 'Tags',
  languages: 'Languages',
  all: 'All articles',
  lists: 'Lists',
}

export type Words = typeof english

const arabic: Words = {
  articles: 'المقالات',
  skip: 'انتقل إلى النص',
  contents: 'المحتويات',
  section: 'القسم',
  paragraph: 'الفقرة',
  reading: 'مدة القراءة',
  published: 'نُشر في',
  modified: 'حُدّث في',
  original: 'موضع النشر الأصلي',
  from: 'من',
  previous: 'السابق',
  next: 'التالي',
  whole: 'المقال كاملًا',
  forms: 'المحتوى نفسه بصيغة',
  pages: 'الصفحات',
  page: 'الصفحة',
  pastLast: 'هذه الصفحة بعد الصفحة الأخيرة.',
  none: 'لا توجد مقالات بعد.',
  search: 'بحث',
  results: 'النتائج',
  nothing: 'لا توجد نتائج.',
  outlets: 'الصحف',
  rubrics: 'الأبواب',
  tags: 'الوسوم',
  languages: 'اللغات',
  all: 'كل المقالات',
  lists: 'القوائم',
}

const hebrew: Words = {
  articles: 'מאמרים',
  skip: 'דילוג אל הטקסט',
  contents: 'תוכן העניינים',
  section: 'חלק',
  paragraph: 'פסקה',
  reading: 'זמן קריאה',
  published: 'פורסם',
  modified: 'עודכן',
  original: 'מקום הפרסום המקורי',
  from: 'מתוך',
  previous: 'הקודם',
  next: 'הבא',
  whole: 'המאמר המלא',
  forms: 'אותו תוכן בתור',
  pages: 'עמודים',
  page: 'עמוד',
  pastLast: 'העמוד הזה נמצא אחרי העמוד האחרון.',
  none: 'אין עדיין מאמרים.',
  search: 'חיפוש',
  results: 'תוצאות',
  nothing: 'לא נמצאו תוצאות.',
  outlets: 'כלי תקשורת',
  rubrics: 'מדורים',
  tags: 'תגיות',
  languages: 'שפות',
  all: 'כל המאמרים',
  lists: 'רשימות',
}

const persian: Words = {
  articles: 'مقاله‌ها',
  skip: 'رفتن به متن',
  contents: 'فهرست',
  section: 'بخش',
  paragraph: 'بند',
  reading: 'زمان مطالعه',
  published: 'انتشار',
  modified: 'به‌روزرسانی',
  original: 'محل انتشار اصلی',
  from: 'از',
  previous: 'قبلی',
  next: 'بعدی',
  whole: 'متن کامل مقاله',
  forms: 'همین محتوا به صورت',
  pages: 'صفحه‌ها',
  page: 'صفحهٔ',
  pastLast: 'این صفحه پس از آخرین صفحه است.',
  none: 'هنوز مقاله‌ای نیست.',
  search: 'جستجو',
  results: 'نتیجه‌ها',
  nothing: 'چیزی پیدا نشد.',
  outlets: 'رسانه‌ها',
  rubrics: 'ستون‌ها',
  tags: 'برچسب‌ها',
  languages: 'زبان‌ها',
  all: 'همهٔ مقاله‌ها',
  lists: 'فهرست‌ها',
}

const chinese: Words = {
  articles: '文章',
  skip: '跳到正文',
  contents: '目录',
  section: '章节',
  paragraph: '段落',
  reading: '阅读时间',
  published: '发布于',
  modified: '更新于',
  original: '原文出处',
  from: '出自',
  previous: '上一篇',
  next: '下一篇',
  whole: '全文',
  forms: '其他格式',
  pages: '分页',
  page: '页',
  pastLast: '这一页在最后一页之后。',
  none: '还没有文章。',
  search: '搜索',
  results: '结果',
  nothing: '没有找到。',
  outlets: '媒体',
  rubrics: '栏目',
  tags: '标签',
  languages: '语言',
  all: '所有文章',
  lists: '列表',
}

const table: Record<string, Words> = { ar: arabic, en: english, fa: persian, he: hebrew, zh: chinese }

/** A language that the page's own words are in, and the words. */
export type Speech = { language: string; direction: Direction; words: Words }

/** The page's own words in a language, or in English where they are not written in it. */
export const speechIn = (language: string): Speech => {
  const words = table[language.split('-')[0] ?? '']
  if (words === undefined) return { language: 'en', direction: 'ltr', words: english }
  return { language, direction: directionOf(language), words }
}

/** A day as its source gives it: no time zone moves it, and no calendar replaces it. */
export const dayIn = (date: string, { language }: Speech): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  )

export const minutesIn = (minutes: number, { language }: Speech): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes)
