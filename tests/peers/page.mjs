// Drives a page in Chromium and prints what is seen after each step, as JSON lines; the last one is what the browser said and asked for.
//
// Usage: node page.mjs FOLDER CHROMIUM < input, where FOLDER is one from which playwright-core and axe-core can be required (it holds
// node_modules), and the input is JSON: {steps: [[name, ...arguments]], script, dark, width}.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { requireFrom, withBrowser } from './browser.mjs'

const [folder, executablePath] = process.argv.slice(2)
if (!executablePath) {
  console.error('usage: node page.mjs FOLDER CHROMIUM < input')
  process.exit(2)
}
const { source: axe } = requireFrom(folder)('axe-core')

const input = JSON.parse(readFileSync(0, 'utf8'))
const options = {
  javaScriptEnabled: input.script !== false,
  colorScheme: input.dark ? 'dark' : 'light',
  reducedMotion: 'reduce',
  viewport: { width: input.width ?? 1440, height: 900 },
}
const said = { console: [], errors: [], dialogs: [], requests: [] }
let page

// What a reader meets.
const seen = () => {
  const all = selector => [...document.querySelectorAll(selector)]
  // Elements of SVG without a box count as visible there.
  const isVisible = element => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).display !== 'none'
  const groups = all('#picture g[data-claim]')
  const open = all('aside article').filter(isVisible)
  return {
    shown: groups.filter(group => !group.classList.contains('faint')).map(group => group.dataset.claim),
    possible: groups.filter(group => group.classList.contains('possible')).map(group => group.dataset.claim),
    hiddenFromReaders: groups.filter(group => group.getAttribute('aria-hidden') === 'true').map(group => group.dataset.claim),
    printed: [...new Set(all('.sheets g[data-claim]:not(.faint)').map(group => group.dataset.claim))],
    tags: all('.tag').filter(isVisible).map(tag => tag.textContent),
    frames: all('.perhaps text').map(text => text.textContent),
    rows: all('tr[data-row]').filter(row => !row.hidden).map(row => row.dataset.row),
    possibleRows: all('tr[data-row]').filter(row => !row.hidden && !row.querySelector('.possibly').hidden).map(row => row.dataset.row),
    links: all('#picture [data-link]').map(link => [link.dataset.from, link.dataset.to, !link.classList.contains('faint')]),
    count: document.getElementById('count')?.textContent,
    day: document.getElementById('day')?.textContent,
    valueText: document.getElementById('stop')?.getAttribute('aria-valuetext'),
    status: all('[data-part=status]').some(isVisible),
    articles: open.map(article => article.dataset.article),
    focus: document.activeElement?.dataset?.claim ?? `#${document.activeElement?.id ?? ''}`,
    tabbable: all('#picture [tabindex="0"]').map(element => element.dataset.claim ?? element.id),
    hash: location.hash.slice(1).replace('%2F', '/'),
    paper: getComputedStyle(document.body).backgroundColor,
    visible: Object.fromEntries(
      ['#controls', '#theme', '#help', '#picture', '.sheets', 'aside', '#table table', '#close', 'header', 'summary']
        .map(selector => [selector, document.querySelector(selector) !== null && isVisible(document.querySelector(selector))])),
    inView: open.length === 1 && [...document.querySelectorAll('.frame')].some(frame => {
      const { top, bottom, left, right } = frame.getBoundingClientRect()
      return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
    }),
    scrolls: document.documentElement.scrollWidth > innerWidth,
    smallest: Math.min(...all('#picture text[font-size]').map(text => text.getScreenCTM().a * parseFloat(text.getAttribute('font-size')))),
  }
}

// What must not change with the words: the elements of the page with their attributes, in order; in a picture, whose lines and sheets
// break where they fit, which elements with which attributes stand in which, and the groups on the screen in order.
const shape = () => {
  const own = element => `${element.localName}[${[...element.attributes].map(attribute => attribute.name).sort()}]`
  const elements = [...document.querySelectorAll('*')]
  const pictured = elements.filter(element => element.ownerSVGElement)
  const within = element => {
    const above = element.parentElement && element.parentElement.localName !== 'html' ? `${within(element.parentElement)} ` : ''
    return above + own(element)
  }
  const key = group => ['data-claim', 'data-link', 'data-event', 'data-head', 'data-part', 'data-haze'].map(name => group.getAttribute(name)).join('|')
  return {
    page: elements.filter(element => !element.ownerSVGElement && !element.matches('.sheets svg')).map(own),
    picture: [...new Set(pictured.map(within))].sort(),
    groups: pictured.filter(element => element.localName === 'g' && !element.closest('.sheets')).map(key).filter(key => /[^|]/.test(key)),
    broken: document.querySelector('parsererror') !== null,
    comments: document.createNodeIterator(document, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION | NodeFilter.SHOW_CDATA_SECTION).nextNode() !== null,
  }
}

const texts = () => {
  const all = (root, selector) => [...root.querySelectorAll(selector)].map(element => element.textContent)
  return {
    title: document.title,
    heading: all(document, 'h1'),
    subtitle: all(document, 'header p'),
    labels: Object.fromEntries([...document.querySelectorAll('[data-claim]')].map(group => [group.dataset.claim, group.querySelector('title').textContent])),
    events: [...document.querySelectorAll('[data-event]')].map(group => group.getAttribute('aria-label')),
    lanes: [...document.querySelectorAll('[data-head]')].map(group => group.getAttribute('aria-label')),
    options: all(document, 'option').map(text => text.trim()),
    articles: Object.fromEntries([...document.querySelectorAll('article')].map(article => [article.dataset.article, {
      label: all(article, 'h3')[0],
      summary: all(article, '.summary')[0],
      entries: all(article, 'dd'),
      quotations: all(article, '.quotation blockquote'),
      reports: all(article, '.report [data-searched]'),
      soft: all(article, '.about, .soft'),
      links: all(article, '.links li'),
      hrefs: [...article.querySelectorAll('a')].map(link => link.getAttribute('href')),
    }])),
    rows: Object.fromEntries([...document.querySelectorAll('tr[data-row]')].map(row => [row.dataset.row, all(row, 'td, th')])),
    lists: all(document, 'main li'),
    hrefs: [...document.querySelectorAll('a')].map(link => [link.getAttribute('href'), link.getAttribute('rel')]),
    footer: all(document, 'footer'),
    title0: all(document, 'svg > title'),
    all: document.documentElement.textContent,
  }
}

// Walks over all claims with the arrow keys: each lane from its first claim to its last, from the top lane down.
const walk = async () => {
  const at = () => page.evaluate(() => document.activeElement?.dataset?.claim)
  const press = async key => {
    const before = await at()
    await page.keyboard.press(key)
    return (await at()) !== before
  }
  while (await press('ArrowUp')) {}
  const visited = []
  do {
    await page.keyboard.press('Home')
    const lane = [await at()]
    while (await press('ArrowRight')) lane.push(await at())
    visited.push(lane)
  } while (await press('ArrowDown'))
  return visited
}

const steps = {
  open: async (file, hash = '') => {
    await page.goto('about:blank')
    await page.goto(pathToFileURL(resolve(file)).href + hash)
  },
  click: selector => page.click(selector),
  press: key => page.keyboard.press(key),
  type: text => page.keyboard.type(text),
  fill: (selector, text) => page.fill(selector, text),
  select: async (selector, value) => {
    await page.selectOption(selector, value)
  },
  focus: selector => page.focus(selector),
  slide: value => page.evaluate(value => {
    const slider = document.getElementById('stop')
    slider.value = value
    slider.dispatchEvent(new Event('input', { bubbles: true }))
  }, value),
  media: media => page.emulateMedia({ media }),
  see: () => page.evaluate(seen),
  shape: () => page.evaluate(shape),
  texts: () => page.evaluate(texts),
  walk,
  tabs: async () => {
    const stops = []
    for (let count = 0; count < 60; count += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const active = document.activeElement
        return active === document.body ? null : active.dataset.claim ?? (active.id || active.textContent.trim())
      })
      if (at === null) break
      stops.push(at)
    }
    return stops
  },
  axe: async () => {
    await page.evaluate(axe)
    const { violations, passes, incomplete } = await page.evaluate(() => window.axe.run(document))
    return {
      violations: violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.target.join(' ')).slice(0, 5).join(', ')}`),
      // What axe could not decide, each with the reason that it gives.
      incomplete: incomplete.flatMap(({ id, nodes }) => nodes.map(node =>
        `${id}: ${[...node.any, ...node.all, ...node.none].map(check => check.data?.messageKey ?? check.id).join(' ')}: ${node.target.join(' ')}`)),
      contrasts: passes.filter(({ id }) => id === 'color-contrast').reduce((sum, { nodes }) => sum + nodes.length, 0),
    }
  },
  // Writes what is seen as a PNG; the whole page with `true`.
  shot: async (file, whole = false) => {
    await page.screenshot({ path: file, fullPage: whole })
  },
  pdf: async () => {
    const pdf = await page.pdf({ preferCSSPageSize: true })
    return { head: pdf.subarray(0, 5).toString('latin1'), bytes: pdf.length, pages: (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length }
  },
}

await withBrowser(folder, executablePath, options, async browser => {
  page = browser.pages()[0] ?? (await browser.newPage())
  page.on('console', message => said.console.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => said.errors.push(String(error)))
  page.on('dialog', dialog => {
    said.dialogs.push(dialog.message())
    return dialog.dismiss()
  })
  browser.on('request', request => said.requests.push(request.url()))
  // Violations of the policy that no message tells of.
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective}`)))
  for (const [name, ...rest] of input.steps) console.log(JSON.stringify((await steps[name](...rest)) ?? null))
  console.log(JSON.stringify(said))
})
