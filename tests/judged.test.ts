import { expect, test } from 'vitest'
import { SearchList } from '../src/article/answers.ts'
import { libraryOf, sampleLibrary, serve, stored, written } from './support/app.ts'

/** What a fluent reader would expect to find, on articles of our own words and the sample article. */
const corpus: [id: string, language: string, title: string, paragraphs: string[]][] = [
  [
    'trains',
    'ar',
    'محطة القطارات الجديدة',
    ['يصل القطار إلى المحطة كل صباح.', 'ركب المسافرون القطارات السريعة عام ٢٠١٩.'],
  ],
  [
    'books',
    'ar',
    'مكتبة الحي',
    ['في المكتبة كتب كثيرة، وكتاب واحد عن البحر.', 'قرأت المعلمة الكتاب للأطفال.'],
  ],
  [
    'pearls',
    'ar',
    'صيد اللؤلؤ',
    ['كان الغواصون يخرجون إلى البحر في الصيف.', 'اللؤلؤُ الطبيعيّ نادر، والسفن القديمة قليلة.'],
  ],
  [
    'school',
    'ar',
    'يوم في المدرسة',
    ['شرح المعلمون الدرس، وسأل الطلاب أسئلة كثيرة.', 'المدرسة قريبة من الحديقة.'],
  ],
  ['cedar', 'ar', 'أرز لبنان', ['تنمو أشجار الأرز في جبال لبنان.', 'الأشجار اللبنانية معمّرة.']],
  ['weather', 'ar', 'حالة الطقس', ['درجة الحرارة ٣٥ مئوية، والرياح هـــادئة.', 'الأمطار متوقعة مساءً.']],
  ['cooking', 'ar', 'وصفة الخبز', ['نخلط الدقيق بالماء ونعجن العجين.', 'مسؤول المطبخ يراقب الفرن.']],
  [
    'library',
    'en',
    'A city of libraries',
    ['The library opened its reading rooms.', 'Readers borrowed books and e-mail reminders followed.'],
  ],
  [
    'running',
    'en',
    'Morning runs',
    ['She runs along the river; running keeps her well.', 'The club’s café serves coffee.'],
  ],
  [
    'network',
    'en',
    'Connections',
    ['Two connected computers share one connection.', 'Don’t unplug the cable.'],
  ],
  ['gardens', 'en', 'Gardening notes', ['The naïve gardener waters cacti daily.', 'Prices rose in 2019.']],
  [
    'museum',
    'en',
    'The museum at night',
    ['Visitors walked the state-of-the-art halls.', 'Tickets were free.'],
  ],
  ['hebrew-books', 'he', 'הספרייה החדשה', ['הספר מונח על השולחן.', 'שָׁלוֹם לכל הקוראים.']],
  ['hebrew-sea', 'he', 'ים וחוף', ['הילדים שיחקו בחוף הים.', 'שני ספרים נשכחו בחול.']],
  ['hebrew-road', 'he', 'דרך ארוכה', ['אנחנו הולכים בדרך אל העיר.', 'האיש פגש חבר.']],
  ['chinese-university', 'zh', '北京大学图书馆', ['学生在图书馆读书。', '新书每月到馆。']],
  ['chinese-train', 'zh', '上海的火车站', ['火车早上八点出发。', '乘客可以用手机购买G123次车票。']],
  ['chinese-tea', 'zh', '喝茶的下午', ['茶叶来自山上。', '大家学习泡茶。']],
  ['persian-books', 'fa', 'کتاب‌های تازه', ['کتاب‌ها روی میز هستند.', 'دانش‌آموزان به کتابخانه می‌روند.']],
  ['persian-garden', 'fa', 'باغ ایرانی', ['گل‌های باغ در بهار ۱۴۰۳ باز شدند.', 'کودکان در باغ بازی می‌کنند.']],
  ['persian-train', 'fa', 'سفر با قطار', ['قطار ساعت هشت حرکت کرد.', 'مسافران چای نوشیدند.']],
]

const sample = 'qatar-irgc-normalisation'

const judged: [q: string, must: string[], mustNot: string[]][] = [
  // Arabic: what the sample says in other forms.
  ['ايران', [sample, 'persian-garden'], ['trains']],
  ['إيران', [sample, 'persian-garden'], ['trains']],
  ['أيران', [sample], ['trains']],
  ['الإيراني', [sample], ['trains']],
  ['وإيران', [sample], ['trains']],
  ['بإيران', [sample], ['trains']],
  ['إيرانية', [sample], ['trains']],
  ['الإيرانية', [sample], ['cedar']],
  ['إِيرَان', [sample], ['trains']],
  ['ایران', [sample, 'persian-garden'], ['trains']],
  ['قطر', [sample], ['trains', 'persian-train']],
  ['القطري', [sample], ['trains', 'persian-train']],
  ['القطرية', [sample], ['trains', 'persian-train']],
  ['لقطر', [sample], ['trains', 'persian-train']],
  ['وقطر', [sample], ['trains', 'persian-train']],
  ['قطرية', [sample], ['trains', 'persian-train']],
  ['قطـــر', [sample], ['trains']],
  ['قطار', ['trains', 'persian-train'], [sample]],
  ['القطار', ['trains'], [sample]],
  ['قطارات', ['trains'], [sample]],
  ['بالقطار', ['trains'], [sample]],
  ['"الحرس الثوري"', [sample], ['trains']],
  ['"الثوري الحرس"', [], [sample]],
  ['الحرس -إيران', [], [sample]],
  ['زيارات', [sample], ['books']],
  ['زيارة', [sample], ['books']],
  // Arabic: inflection, orthography, digits.
  ['كتاب', ['books', 'persian-books'], ['trains', 'pearls']],
  ['الكتاب', ['books'], ['trains']],
  ['للكتاب', ['books'], ['trains']],
  ['مكتبة', ['books'], ['trains', 'school']],
  ['المكتبه', ['books'], ['trains']],
  ['معلمة', ['books', 'school'], ['pearls']],
  ['المعلمون', ['school'], ['pearls']],
  ['معلمين', ['school'], ['pearls']],
  ['مدرسة', ['school'], ['cedar']],
  ['والمدرسة', ['school'], ['cedar']],
  ['البحر', ['books', 'pearls'], ['school']],
  ['بحر', ['books', 'pearls'], ['school']],
  ['لؤلؤ', ['pearls'], ['cedar']],
  ['الطبيعي', ['pearls'], ['cedar']],
  ['لبنان', ['cedar'], ['cooking']],
  ['لبنانية', ['cedar'], ['cooking']],
  ['اشجار', ['cedar'], ['weather']],
  ['هادئة', ['weather'], ['cedar']],
  ['35', ['weather'], ['trains']],
  ['۳۵', ['weather'], ['trains']],
  ['2019', ['trains', 'gardens'], ['weather']],
  ['مسئول', ['cooking'], ['weather']],
  ['المسؤول المطبخ', ['cooking'], ['weather']],
  ['مسافر', ['trains', 'persian-train'], ['school']],
  ['البحر -كتاب', ['pearls'], ['books']],
  // English.
  ['libraries', ['library'], ['running']],
  ['Library', ['library'], ['museum']],
  ['run', ['running'], ['network']],
  ['connect', ['network'], ['library']],
  ['connections', ['network'], ['library']],
  ['cafe', ['running'], ['museum']],
  ['CAFÉ', ['running'], ['museum']],
  ['naive', ['gardens'], ['museum']],
  ['e-mail', ['library'], ['museum']],
  ['state of the art', ['museum'], ['library']],
  ['"art state"', [], ['museum']],
  ["don't", ['network'], ['library']],
  ['dont', ['network'], ['library']],
  ['club', ['running'], ['museum']],
  ['books -mail', [], ['library']],
  // Hebrew.
  ['ספר', ['hebrew-books'], ['hebrew-road']],
  ['הספר', ['hebrew-books'], ['hebrew-road']],
  ['והספר', ['hebrew-books'], ['hebrew-road']],
  ['שלום', ['hebrew-books'], ['hebrew-sea']],
  ['ספרים', ['hebrew-sea'], ['hebrew-road']],
  ['הים', ['hebrew-sea'], ['hebrew-road']],
  ['איש', ['hebrew-road'], ['hebrew-sea']],
  ['ילדים', ['hebrew-sea'], ['hebrew-road']],
  // Chinese.
  ['北京', ['chinese-university'], ['chinese-train']],
  ['大学', ['chinese-university'], ['chinese-tea', 'chinese-train']],
  ['北京大学', ['chinese-university'], ['chinese-train']],
  ['图书馆', ['chinese-university'], ['chinese-tea']],
  ['火车', ['chinese-train'], ['chinese-tea']],
  ['茶', ['chinese-tea'], ['chinese-train', 'chinese-university']],
  ['馆', ['chinese-university'], ['chinese-train']],
  ['G123', ['chinese-train'], ['chinese-tea']],
  ['学大', [], ['chinese-university', 'chinese-tea']],
  // Persian.
  ['کتابها', ['persian-books'], ['persian-train']],
  ['کتاب ها', ['persian-books'], ['persian-train']],
  ['كتاب', ['persian-books', 'books'], ['persian-train']],
  ['می روند', ['persian-books'], ['persian-train']],
  ['میروند', ['persian-books'], ['persian-train']],
  ['باغ', ['persian-garden'], ['persian-train']],
  ['گلها', ['persian-garden'], ['persian-books']],
  ['1403', ['persian-garden'], ['persian-train']],
  ['١٤٠٣', ['persian-garden'], ['persian-train']],
  ['ایرانی', ['persian-garden', sample], ['persian-train']],
]

const library = await sampleLibrary()
const shelf = await libraryOf(
  corpus.map(([id, language, title, paragraphs]) =>
    written(id, { language, title, sections: [{ paragraphs }] }),
  ),
)
const articles = await Promise.all(corpus.map(async ([id]) => shelf.article(id)))
await library.apply({
  put: articles.flatMap(({ article }) => (article === null ? [] : [stored(article)])),
  touch: [],
  remove: [],
})

test.each(judged)('GET /search?q=%s', async (q, must, mustNot) => {
  const { ask } = await serve(library)
  const { items } = SearchList.parse((await ask(`/search?limit=10&q=${encodeURIComponent(q)}`)).json())
  const found = items.map(({ id }) => id)
  expect(found).toEqual(expect.arrayContaining(must))
  expect(found.filter((id) => mustNot.includes(id))).toEqual([])
})
