import { assetName } from '../asset-formats.ts'
import { paths, type Site } from '../site.ts'
import { docsStyleName, iconName } from './assets.ts'
import { markup } from '../markup.ts'

/** The version stands in the names of its files, so that they can be kept for ever. */
export const swaggerUi = { name: '@fastify/swagger-ui', version: '6.1.3' }

export const swaggerScript = `swagger-ui-${swaggerUi.version}.js`
export const swaggerStyle = `swagger-ui-${swaggerUi.version}.css`

/**
 * Shows the document that the page names. Requests are sent to the origin of the page, because its policy allows no other;
 * optional parameters are empty until the reader fills them in.
 */
export const docsScript = `const { openapi } = document.getElementById('docs').dataset
fetch(openapi).then((answer) => answer.json()).then((spec) => {
  spec.servers = [{ url: new URL('.', new URL(openapi, location)).href.replace(/\\/$/, '') }]
  for (const parameter of Object.values(spec.components.parameters)) if (!parameter.required) delete parameter.example
  SwaggerUIBundle({ spec, dom_id: '#docs', deepLinking: true, docExpansion: 'list', defaultModelsExpandDepth: 0 })
})
`

export const docsScriptName = assetName('docs', docsScript, 'js')

/** This page also needs its script, the inline styles and images of Swagger UI, and to send requests. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page of the API, on which the OpenAPI document is read and tried. */
export const docsPage = (site: Site): string => {
  const { asset, openapi } = paths(site)
  return markup`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>maqal: the API</title>
<link rel="icon" type="image/svg+xml" href="${asset(iconName)}">
<link rel="stylesheet" href="${asset(swaggerStyle)}">
<link rel="stylesheet" href="${asset(docsStyleName)}">
</head>
<body>
<main id="docs" data-openapi="${openapi}"><p>Without JavaScript, read <a href="${openapi}">the OpenAPI document</a> itself.</p></main>
<script src="${asset(swaggerScript)}"></script>
<script src="${asset(docsScriptName)}"></script>
</body>
</html>
`.text
}
