/** Writes the pictures of the README: `npm run screenshots`. */
import type { AddressInfo } from 'node:net'
import chromium from '@sparticuz/chromium'
import { type BrowserContextOptions, chromium as playwright } from 'playwright-core'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { openContent } from '../src/content.ts'

const article = '/articles/qatar-irgc-normalisation'

type Shot = { file: string; path: string; context: BrowserContextOptions }

const desktop = { viewport: { width: 1100, height: 1000 } }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

const shots: Shot[] = [
  { file: 'docs/article-light.png', path: article, context: { ...desktop, colorScheme: 'light' } },
  { file: 'docs/article-dark.png', path: article, context: { ...desktop, colorScheme: 'dark' } },
  { file: 'docs/article-phone.png', path: article, context: { ...phone, colorScheme: 'light' } },
]

const serve = async () => {
  const config = readConfig({ DATA_DIR: process.env['CONTENT_DIR'] })
  const { library } = await openContent(config)
  const app = await buildApp({ library, config })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` }
}

const { app, url } = await serve()
const browser = await playwright.launch({
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  executablePath: await chromium.executablePath(),
  headless: true,
})
for (const { file, path, context } of shots) {
  const page = await (await browser.newContext(context)).newPage()
  await page.goto(url + path)
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path: file })
  console.log(file)
}
await browser.close()
await app.close()
