import { assetName } from '../asset-formats.ts'
import { fonts } from './fonts.ts'

/** Beside the style sheet, so that it is the same wherever the service stands. */
const faces = fonts
  .map(
    ({ weight, name }) => `@font-face {
  font-family: 'Noto Naskh Arabic';
  font-weight: ${weight};
  font-display: swap;
  src: url('${name}') format('woff2');
  size-adjust: 112%;
  unicode-range: U+0020, U+0600-06FF, U+0750-077F, U+0870-088E, U+0890-0891, U+0897-08FF, U+200C-200E, U+204F, U+2E41, U+FB50-FDFF, U+FE70-FEFC;
}`,
  )
  .join('\n')

/** Colours: each pair of text and ground has a contrast of at least 4.5 to 1. */
const colours = `
:root {
  color-scheme: light dark;
  --ground: #fdfcf9;
  --raised: #f5f2ea;
  --ink: #1f1d1a;
  --quiet: #655f56;
  --line: #ddd7ca;
  --accent: #8a3324;
  --target: #fbefcf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #171614;
    --raised: #211f1c;
    --ink: #e8e3d9;
    --quiet: #a59d90;
    --line: #3a3630;
    --accent: #e9a78f;
    --target: #3a3119;
  }
}`

const type = `
*, ::before, ::after { box-sizing: border-box; }
html {
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Noto Serif', 'Liberation Serif', serif;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
  scroll-padding-top: 1.5rem;
  background: var(--ground);
  color: var(--ink);
}
body { margin: 0; font-size: 1.1875rem; font-variant-numeric: lining-nums; overflow-wrap: anywhere; }
[lang] { font-family: var(--serif); line-height: 1.65; }
[lang]:is(:lang(ar), :lang(fa), :lang(ur), :lang(ps), :lang(ckb), :lang(ug), :lang(sd)) {
  font-family: 'Noto Naskh Arabic', 'Geeza Pro', 'Noto Serif', 'Times New Roman', 'Liberation Serif', serif;
  line-height: 1.95;
}
[lang]:lang(ur) { font-family: 'Noto Nastaliq Urdu', 'Urdu Typesetting', 'Jameel Noori Nastaleeq', 'Noto Naskh Arabic', 'Geeza Pro', serif; line-height: 2.2; }
[lang]:lang(he) { font-family: 'Frank Ruehl CLM', 'Noto Serif Hebrew', 'Times New Roman', 'David Libre', serif; line-height: 1.75; }
[lang]:is(:lang(zh), :lang(ja), :lang(ko)) { font-family: 'Songti SC', 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, serif; line-height: 1.85; }
h1, h2, h3, h4, h5, h6 { margin: 0; font-weight: 700; line-height: 1.25; text-wrap: balance; }
:is(:lang(ar), :lang(fa), :lang(ur)) :is(h1, h2, h3, h4, h5, h6) { line-height: 1.55; }
h1 { font-size: clamp(1.75rem, 1.3rem + 2.2vw, 2.5rem); }
h2 { font-size: 1.5rem; }
h3 { font-size: 1.25rem; }
h4, h5, h6 { font-size: 1.1rem; }
p { margin: 0; text-wrap: pretty; }
a { color: var(--accent); text-decoration-thickness: 0.06em; text-underline-offset: 0.25em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 0.15rem solid var(--accent); outline-offset: 0.2rem; border-radius: 0.1rem; }
em:is(:lang(ar), :lang(fa), :lang(ur), :lang(he)) { font-style: normal; font-weight: 700; }
em:is(:lang(zh), :lang(ja), :lang(ko)) { font-style: normal; text-emphasis: filled dot; text-emphasis-position: under right; }
code { font: 0.85em/1.4 ui-monospace, 'Cascadia Code', 'DejaVu Sans Mono', monospace; background: var(--raised); padding: 0.1em 0.3em; border-radius: 0.2em; }
img { display: block; max-width: 100%; height: auto; border-radius: 0.2rem; }`

const frame = `
.skip { position: absolute; inset-inline-start: 1rem; top: -10rem; padding: 0.4rem 1rem; background: var(--ink); color: var(--ground); z-index: 1; }
.skip:focus { top: 1rem; }
.bar, main, .foot { max-width: 42rem; margin-inline: auto; padding-inline: 1.75rem; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.25rem 1.25rem; padding-block: 1.25rem 0; font-size: 0.95rem; }
.bar a { display: inline-block; padding-block: 0.25rem; color: var(--quiet); text-decoration: none; }
.bar a:hover { color: var(--accent); text-decoration: underline; }
.bar > div { display: flex; flex-wrap: wrap; gap: 0 1.25rem; min-width: 0; }
.bar .site { color: var(--ink); font-weight: 700; }
.bar .find { flex: 0 1 15rem; }
.bar search { flex: 1; min-width: 0; }
.bar .finder { flex-wrap: nowrap; margin: 0; }
.bar .finder button { flex: none; }
.bar .finder label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.bar .finder :is(input, button) { min-height: 2.25rem; padding: 0.1rem 0.6rem; font-size: 0.9rem; }
.bar .finder button { background: none; border-color: var(--line); color: var(--quiet); font-weight: inherit; }
main { padding-block: clamp(1.5rem, 6vw, 3.5rem) 3rem; }
.foot { padding-block: 1.5rem 3rem; font-size: 0.95rem; color: var(--quiet); }
.foot::before { content: ''; display: block; border-top: 1px solid var(--line); margin-block-end: 1.5rem; }
.foot ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.25rem 0 0; padding: 0; list-style: none; }
.foot li a { display: inline-block; padding-block: 0.25rem; }
.around { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.5rem 2rem; margin-block-start: 3rem; padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); }
.around a { display: block; padding-block: 0.25rem; }
.around .whole { flex-basis: 100%; }
.around a[rel=next] { margin-inline-start: auto; }`

const article = `
.head { margin-block-end: 2.5rem; }
.kicker { margin-block-end: 0.75rem; color: var(--quiet); font-size: 1rem; }
.kicker a { color: inherit; text-decoration: none; }
.kicker a:hover { text-decoration: underline; }
.kicker .rubric { color: var(--accent); font-weight: 700; }
.tags { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 2.5rem 0 0; padding: 0; list-style: none; font-size: 0.95rem; }
.tags a { display: inline-block; padding-block: 0.25rem; }
.summary { margin-block-start: 1rem; font-size: 1.2em; line-height: 1.6; color: var(--quiet); }
.facts { margin-block-start: 1rem; color: var(--quiet); font-size: 0.95rem; }
.of { margin-block-end: 0.75rem; font-size: 1rem; }
.contents { margin-block-end: 2.5rem; padding: 1rem 1.5rem; background: var(--raised); border-radius: 0.4rem; font-size: 1rem; }
.contents h2 { font-size: 1rem; color: var(--quiet); }
.contents summary { cursor: pointer; }
.contents summary h2 { display: inline; }
.contents ol { margin: 0.25rem 0 0; padding: 0; list-style: none; }
.contents > ol { columns: 15rem 2; column-gap: 2rem; }
.contents li { break-inside: avoid; }
.contents a { display: block; padding-block: 0.15rem; color: inherit; text-decoration: none; }
.contents a:hover { color: var(--accent); text-decoration: underline; }
.contents ol ol { margin: 0; padding-inline-start: 1.25rem; }
section { position: relative; }
section + section { margin-block-start: 2.75rem; }
.title { margin-block-end: 0.75rem; }
.title a { color: inherit; text-decoration: none; }
.title a:hover { text-decoration: underline; text-decoration-thickness: 0.06em; }
.paragraph { position: relative; margin: 0; }
.paragraph + .paragraph { margin-block-start: 1.15em; }
.paragraph ul, .paragraph ol { margin: 0; padding-inline-start: 1.4em; }
.paragraph ol:lang(fa) { list-style: persian; }
.paragraph ol:lang(ckb) { list-style: arabic-indic; }
.paragraph li + li { margin-block-start: 0.35em; }
.paragraph li::marker { color: var(--quiet); }
.paragraph:target, section:target > .title { background: var(--target); box-shadow: 0 0 0 0.5rem var(--target); outline: 1px solid var(--accent); outline-offset: 0.5rem; border-radius: 0.1rem; }
a.mark[lang] { position: absolute; inset-inline-start: -1.75rem; top: 0.2em; width: 1.75rem; height: 1.5rem; font: 1rem/1.5rem var(--serif); text-decoration: none; color: var(--quiet); }
.mark::before { content: '¶'; content: '¶' / ''; }
.title + .mark::before { content: '§'; content: '§' / ''; }
@media (hover: hover) {
  .mark { opacity: 0; }
  :is(.paragraph:hover > .mark, .title:hover + .mark, .mark:hover, .mark:focus-visible) { opacity: 1; }
}
blockquote { margin: 0; padding-inline-start: 1.25rem; border-inline-start: 0.2rem solid var(--accent); font-size: 1.1em; }
figcaption { margin-block-start: 0.5rem; color: var(--quiet); font-size: 0.95rem; }
.quote figcaption { padding-inline-start: 1.4rem; }`

const list = `
.cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2.5rem; margin: 2.5rem 0 0; padding: 0; list-style: none; }
.cards h2 a { color: inherit; text-decoration: none; }
.cards h2 a:hover { color: var(--accent); text-decoration: underline; text-decoration-thickness: 0.06em; }
.cards > li + li { padding-block-start: 2.5rem; border-block-start: 1px solid var(--line); }
.cards .kicker { margin-block-end: 0.25rem; }
.cards .summary { margin-block-start: 0.5rem; font-size: 1em; }
.cards .facts, .cards .tags { margin-block-start: 0.5rem; }
.finder { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; margin-block-start: 1.5rem; font-size: 1rem; }
.finder label { flex-basis: 100%; color: var(--quiet); }
.finder input, .finder button { min-height: 2.75rem; padding: 0.25rem 0.75rem; font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--quiet); border-radius: 0.3rem; }
.finder input { flex: 1 1 12rem; min-width: 0; }
.finder button { background: var(--accent); border-color: var(--accent); color: var(--ground); font-weight: 700; cursor: pointer; }
.narrowing { margin-block-start: 1rem; font-size: 1rem; color: var(--quiet); }
.narrowing bdi { font-weight: 700; }
.leads { margin: 0.25rem 0 0; padding: 0; list-style: none; }
.leads a { display: inline-block; padding-block: 0.25rem; overflow-wrap: anywhere; }
.found { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.5rem; margin: 1rem 0 0; padding: 0; list-style: none; font-size: 1rem; }
.found a { color: inherit; text-decoration: none; }
.found a:hover { text-decoration: underline; text-decoration-thickness: 0.06em; }
mark { background: var(--target); color: inherit; box-shadow: 0 0 0 0.1em var(--target); }
.lists ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 3rem 0 0; padding: 0; list-style: none; font-size: 1rem; }
.values { margin: 1.5rem 0 0; padding: 0; list-style: none; }
.values li { display: flex; justify-content: space-between; gap: 1rem; padding-block: 0.35rem; border-block-end: 1px solid var(--line); }
.values a { min-width: 0; }
.values span { flex: none; color: var(--quiet); }`

const paper = `
@media print {
  @page { margin: 2cm; }
  :root { --ground: #fff; --raised: #fff; --ink: #000; --quiet: #444; --line: #999; --accent: #000; --target: #fff; }
  body { font-size: 11pt; }
  .bar, .skip, .mark, .contents, .around, .lists, search, .foot { display: none; }
  .bar, main { max-width: none; padding: 0; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  figure, blockquote { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  .paragraph a[href^='http']::after { content: ' (' attr(href) ')'; font-size: 0.85em; direction: ltr; unicode-bidi: isolate; overflow-wrap: anywhere; }
}`

/** The style of every page. */
export const style = [faces, colours, type, frame, article, list, paper].join('\n')

export const styleName = assetName('page', style, 'css')
