import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { onTestFinished } from 'vitest'

const further = ['--no-sandbox', '--disable-background-networking', '--disable-component-update']

/**
 * The Chromium that comes with the development dependencies; `--no-sandbox` so that it runs as any user. Its package turns off
 * the rules of origins, which are what is tested here: they stay on.
 */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((argument) => argument !== '--disable-web-security'), ...further],
    headless: true,
  })

/** A browser that is closed when the test is finished. */
export const browserForTest = async (): Promise<Browser> => {
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  return browser
}
