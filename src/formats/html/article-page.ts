import type { Article, ArticleHead } from '../../article/article.ts'
import { languageVersions } from '../facts.ts'
import { newsArticle } from '../json-ld.ts'
import { markup } from '../markup.ts'
import type { Neighbours } from '../resource.ts'
import { paths, type Site } from '../site.ts'
import { facts, kicker, tagList } from './byline.ts'
import { around, type Step } from './navigation.ts'
import type { HtmlPage } from './page.ts'
import { descriptionOf } from './preview.ts'
import { headImage } from './print-blocks.ts'
import { line } from './print-text.ts'
import { contents, noteBlocks, sectionBlocks } from './sections.ts'
import { speechIn } from './words.ts'

/** Another article, its title in its own language. */
const stepTo = (other: ArticleHead | null, site: Site): Step | null => {
  if (other === null) return null
  const { id, title, language, direction } = other
  const name = markup`<bdi lang="${language}" dir="${direction}">${line(title, direction)}</bdi>`
  return { path: paths(site).article(id), name }
}

type Shown = { article: Article; neighbours?: Neighbours }

/** The page of an article. */
export const articlePage = ({ article, neighbours }: Shown, site: Site): HtmlPage => {
  const { id, title, language, direction, summary } = article
  const previous = stepTo(neighbours?.previous ?? null, site)
  const next = stepTo(neighbours?.next ?? null, site)
  return {
    language,
    direction,
    title,
    description: descriptionOf(article),
    path: paths(site).article(id),
    article,
    around: { previous: previous?.path ?? null, next: next?.path ?? null },
    versions: languageVersions(article),
    linkedData: newsArticle(article, site),
    main: markup`<article>
      <header class="head">
        ${kicker(article, site)}
        <h1>${line(title, direction)}</h1>
        ${summary !== null && markup`<p class="summary">${line(summary, direction)}</p>`}
        ${facts(article, speechIn(language), site)}
      </header>
      ${headImage(article, site)}
      ${contents(article)}${sectionBlocks(article, site)}${noteBlocks({ article, sections: article.sections }, site)}${tagList(article, site)}
    </article>
    ${around(article, { previous, next })}`,
  }
}
