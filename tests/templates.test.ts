import { expect, test } from 'vitest'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { strictly } from '../src/sources/source.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

const read = (body: string) => {
  const reading = markdown.read(front + body, 'a.md', strictly('a'))
  if ('faults' in reading) throw new Error(reading.faults.map(formatFault).join('\n'))
  return reading
}

/** What a test compares: of each paragraph its type and text, and what says where an image or video is. */
const seen = (body: string): string[] =>
  read(body).article.sections.flatMap(({ heading, paragraphs }) => [
    ...(heading === null ? [] : [`# ${heading}`]),
    ...paragraphs.map((paragraph) => {
      if (paragraph.type === 'media') {
        const { kind, url, provider, title, caption, poster } = paragraph.media
        return [kind, url, provider, title, caption, poster].filter((fact) => fact !== null).join(' | ')
      }
      if (paragraph.type !== 'image') return `${paragraph.type}: ${paragraph.text}`
      const { url, alt, caption, credit, width, height } = paragraph.image
      return ['image', url, alt, caption, credit, width, height].filter((fact) => fact !== null).join(' | ')
    }),
  ])

const warned = (body: string): string[] => read(body).warnings.map(formatFault)

const youtube = 'video | https://www.youtube.com/watch?v=abc | YouTube'
const figure = 'image | /a.png | An alt | A caption'

test.each<[string, string[]]>([
  ['{{< youtube abc >}}', [youtube]],
  ['{{<youtube abc>}}', [youtube]],
  ['{{% youtube abc %}}', [youtube]],
  ['{{< youtube id="abc" title="A film" >}}', [`${youtube} | A film`]],
  ['{{< youtube "https://www.youtube.com/watch?v=abc" >}}', [youtube]],
  ['{% youtube abc %}', [youtube]],
  ['{% include youtube.html id="abc" %}', [youtube]],
  ['{% include video id="abc" provider="youtube" %}', [youtube]],
  ['<YouTube id="abc" />', [youtube]],
  ['<YouTube id={"abc"} />', [youtube]],
  ['<LiteYouTube videoId="abc"></LiteYouTube>', [youtube]],
  ['{{< vimeo 12 >}}', ['video | https://vimeo.com/12 | Vimeo']],
  ['<Vimeo id={12} />', ['video | https://vimeo.com/12 | Vimeo']],
  ['{{< tweet user="a" id="12" >}}', ['embed | https://x.com/a/status/12 | X']],
  ['{{< x user="a" id="12" >}}', ['embed | https://x.com/a/status/12 | X']],
  ['<Tweet id="12" />', ['embed | https://x.com/i/status/12 | X']],
  ['{{< instagram Cx_1 >}}', ['embed | https://www.instagram.com/p/Cx_1/ | Instagram']],
  ['{{< gist someone 12ab >}}', ['embed | https://gist.github.com/someone/12ab | GitHub']],
  ['{{< audio src="/a.mp3" caption="A sound" >}}', ['audio | /a.mp3 | A sound']],
  ['{{< video src="/a.mp4" poster="/p.jpg" >}}', ['video | /a.mp4 | /p.jpg']],
  ['{{< figure src="/a.png" alt="An alt" caption="A caption" >}}', [figure]],
  ['{{< figure src="/a.png" alt="An alt" title="A caption" attr="B" >}}', [`${figure} | B`]],
  ['{{< figure\n  src="/a.png"\n  alt="An alt"\n  caption="A *caption*"\n>}}', [figure]],
  ['{% include figure.html image_path="/a.png" alt="An alt" caption="A caption" %}', [figure]],
  ['<Image src="/a.png" alt="An alt" width={800} height="600" />', ['image | /a.png | An alt | 800 | 600']],
  ['<Image\n  src="/a.png"\n  alt="An alt"\n/>', ['image | /a.png | An alt']],
  ['<Figure src="/a.png" alt="An alt" caption="A caption" />', [figure]],
  ['{{< youtube abc >}} {{< youtube abc >}}', [youtube, youtube]],
  ['before\n{{< youtube abc >}}\nafter', ['text: before', youtube, 'text: after']],
  ['> {{< youtube abc >}}\n> quoted', [youtube, 'quote: quoted']],
  ['{% highlight ruby %}\na\n\n*b*\n{% endhighlight %}', ['code: a\n\n*b*']],
  ['{{< highlight go >}}\na\n{{< /highlight >}}', ['code: a']],
  ['{% raw %}\n{{ a }} *b*\n{% endraw %}', ['code: {{ a }} *b*']],
  ['{% raw %}\n\n```\n{{ a }}\n```\n\n{% endraw %}', ['code: {{ a }}']],
  ['a {% raw %}{{ b }}{% endraw %} c', ['text: a {{ b }} c']],
  ['`{{< youtube abc >}}` b', ['text: {{< youtube abc >}} b']],
  ['```\n{{< youtube abc >}}\n{% raw %}\n```', ['code: {{< youtube abc >}}\n{% raw %}']],
  ['    {{< youtube abc >}}', ['code: {{< youtube abc >}}']],
  ['\\{{< youtube abc >}} \\{/* a */}', ['text: {{< youtube abc >}} {/* a */}']],
  ['import duties rose.\n\nexport const', ['text: import duties rose.', 'text: export const']],
  ['\\[TOC]', ['text: [TOC]']],
  ['if a == b and c==d or x ==y', ['text: if a == b and c==d or x ==y']],
  ['\\==a== `==b==`', ['text: ==a== ==b==']],
  ['a ==b\nc== d', ['text: a ==b c== d']],
  ['==a `b== c` d', ['text: ==a b== c d']],
  ['A\n==\n\nb', ['# A', 'text: b']],
  ['100%% and 5%%, 100 %% of a and 20 %% of b', ['text: 100%% and 5%%, 100 %% of a and 20 %% of b']],
  ['\\%%a%% `%%b%%`', ['text: %%a%% %%b%%']],
  ['a %%b\nc%% d', ['text: a %%b c%% d']],
])('%j is read, and there is nothing to tell', (body, expected) => {
  expect([seen(body), warned(body)]).toEqual([expected, []])
})

test.each<[string, string[], string]>([
  [
    'import A from "./a"\nimport {\n  b,\n} from "c"\n\nexport const d = {\n\n  e: 1,\n}\n\n# F',
    ['# F'],
    `6:1  has import or export of MDX: ${JSON.stringify('import A from "./a"\nimport {\n  b,\n} from "c"\n\nexport const d = {\n\n  e: 1,\n}')}  left out`,
  ],
  ['{/* a\n\n*b* */}\n\nc', ['text: c'], String.raw`6:1  is the comment "{/* a\n\n*b* */}"  left out`],
  ['a {/* b */} c', ['text: a  c'], '6:3  is the comment "{/* b */}"  left out'],
  ['a {/* b\nc */} *d*', ['text: a  d'], String.raw`6:3  is the comment "{/* b\nc */}"  left out`],
  ['# A {/* b */}', ['# A'], '6:5  is the comment "{/* b */}"  left out'],
  ['- a {/* b */}', ['list: a'], '6:5  is the comment "{/* b */}"  left out'],
  ['a %%b%% c', ['text: a  c'], '6:3  is the comment "%%b%%"  left out'],
  ['%%\na\n\n*b*\n%%\n\nc', ['text: c'], String.raw`6:1  is the comment "%%\na\n\n*b*\n%%"  left out`],
  ['a ==b *c*== d', ['text: a b c d'], '6:3  marks "b c" with ==  kept as its text'],
  ['# A ==b==', ['# A b'], '6:5  marks "b" with ==  kept as its text'],
  ['这是==重点==内容', ['text: 这是重点内容'], '6:3  marks "重点" with ==  kept as its text'],
  ['{{/* a */}}', [], '6:1  is the comment "{{/* a */}}"  left out'],
  ['{% comment %}a{% endcomment %}', [], '6:1  is the comment "{% comment %}a{% endcomment %}"  left out'],
  ['a\n{: .b #c}', ['text: a'], '7:1  has "{: .b #c}", which is for other programs  left out'],
  ['# A {.b}', ['# A'], '6:5  has "{.b}", which is for other programs  left out'],
  ['- TOC\n{:toc}', [], String.raw`6:1  is "- TOC\n{:toc}", where a list of the headings belongs  left out`],
  ['[TOC]', [], '6:1  is "[TOC]", where a list of the headings belongs  left out'],
  ['{{< toc >}}', [], '6:1  is "{{< toc >}}", where a list of the headings belongs  left out'],
  [
    '{{< youtube id="abc" autoplay=true >}}',
    [youtube],
    String.raw`6:1  has "autoplay=\"true\"", which has no place in an article  left out`,
  ],
  [
    '{{< figure src="/a.png" link="/b" width="50%" >}}',
    ['image | /a.png'],
    String.raw`6:1  has "link=\"/b\" width=\"50%\"", which has no place in an article  left out`,
  ],
  ['a {{< youtube abc >}}', ['text: a https://www.youtube.com/watch?v=abc'], ''],
  [
    '{{< a b="c" >}}',
    ['text: {{< a b="c" >}}'],
    String.raw`6:1  is the template "{{< a b=\"c\" >}}", which has no meaning here  kept as text`,
  ],
  [
    'a {{ page.b }}',
    ['text: a {{ page.b }}'],
    '6:3  is the template "{{ page.b }}", which has no meaning here  kept as text',
  ],
  [
    '<Foo a="b">\n*c*\n</Foo>',
    ['text: c'],
    String.raw`6:1  is the component "<Foo a=\"b\">", which has no meaning here  what it holds is kept`,
  ],
  [
    '<Image src={a} alt="b" />',
    ['text: b'],
    String.raw`6:1  is the component "<Image src={a} alt=\"b\" />", which has no meaning here  what it holds is kept`,
  ],
  [
    '[a]({{< url "b.md" >}})',
    ['text: a'],
    String.raw`6:5  links to "{{< url \"b.md\" >}}", which another program would fill in  kept as a link to what it names`,
  ],
  [
    '![a]({{ site.baseurl }}/b.png)',
    ['image | /b.png | a'],
    '6:6  links to "{{ site.baseurl }}", which another program would fill in  kept as a link to what it names',
  ],
])('%j is told of', (body, expected, message) => {
  expect([seen(body), warned(body).slice(0, 1)]).toEqual([
    expected,
    message === '' ? [] : [`a.md:${message}`],
  ])
})

test('what no template closes is text, and what is printed is read as it was', () => {
  const body =
    '==a ==\n\n%%a\n\n!!! note\n\n{{< youtube abc\n\n{% if a\n\n{/* b\n\n<Foo a={b\n\n{% raw %} c {% endraw\n\n{{ d }\n\nexport const e = ['
  expect(seen(body)).toEqual(body.split('\n\n').map((line) => `text: ${line}`))
  const { article } = read(`${body}\n\n{{< a >}} {% b %} {{ c }} d\n`)
  const again = markdown.read(printMarkdown({ kind: 'article', article }), 'a.md', strictly('a'))
  expect(again).toEqual({ article, givenId: article.id, warnings: [], assumed: [] })
})
