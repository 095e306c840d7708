// Opens SVG files in Chromium and prints for each the texts as JSON: [[text, the length that is written beside it or null, the length
// that the browser draws it in where nothing asks for another one]].
//
// Usage: node widths.mjs FOLDER CHROMIUM FILE..., where FOLDER is one from which playwright-core can be required.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, executablePath, ...files] = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node widths.mjs FOLDER CHROMIUM FILE...')
  process.exit(2)
}
const { chromium } = createRequire(`${resolve(folder)}/`)('playwright-core')

const profile = mkdtempSync(join(tmpdir(), 'demarche-browser-'))
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update']
const browser = await chromium.launchPersistentContext(profile, { executablePath, args, headless: true })
try {
  const page = browser.pages()[0] ?? (await browser.newPage())
  for (const file of files) {
    await page.goto(pathToFileURL(resolve(file)).href)
    const texts = await page.evaluate(async () => {
      await Promise.all([...document.fonts].map(face => face.load()))
      return [...document.querySelectorAll('text')].map(text => {
        const written = text.getAttribute('textLength')
        text.removeAttribute('textLength')
        return [text.textContent, written && Number(written), text.getComputedTextLength()]
      })
    })
    console.log(JSON.stringify(texts))
  }
} finally {
  await browser.close()
  rmSync(profile, { recursive: true, force: true })
}
