import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { onTestFinished } from 'vitest'

/** So that it runs as any user, without a graphics card, and asks nothing of the network by itself. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--font-render-hinting=none',
]

/**
 * The Chromium that comes with the development dependencies. The arguments its package proposes are left out: they put
 * all into one process, and turn off the rules of origins, which are what is tested here.
 */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })

/** A browser that is closed when the test is finished. */
export const browserForTest = async (): Promise<Browser> => {
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  return browser
}
