// Opens SVG files in Chromium and prints for each the texts as JSON: [[text, the length that is written beside it or null, the length
// that the browser draws it in where nothing asks for another one]].
//
// Usage: node widths.mjs FOLDER CHROMIUM FILE..., where FOLDER is one from which playwright-core can be required.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withBrowser } from './browser.mjs'

const [folder, executablePath, ...files] = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node widths.mjs FOLDER CHROMIUM FILE...')
  process.exit(2)
}
await withBrowser(folder, executablePath, {}, async browser => {
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
})
