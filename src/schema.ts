/** The zod schemas of what is answered, by their names in the OpenAPI document, with types of the same names; and of an article file. */
export {
  ArticleAnswer as Article,
  ArticleList,
  ArticleMention,
  ArticleSummary,
  Fault,
  HealthAnswer as Health,
  ListedValue,
  ParagraphAnswer as Paragraph,
  ProblemAnswer as Problem,
  ProblemType,
  SearchHit,
  SearchList,
  SectionAnswer as Section,
  SectionList,
  SectionSummary,
  ServiceAnswer as Service,
  Span,
  ValueList,
} from './article/answers.ts'
export { ArticleFile } from './article/file.ts'
export { Mark } from './article/marks.ts'
