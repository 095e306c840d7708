// Reads Mermaid texts, one JSON string a line, and prints what the npm package `mermaid` makes of each, as JSON lines:
// {ok, error, type, title, description, nodes: [{id, shape, classes, lines}], edges: [{from, to, arrow, stroke, word}],
// groups: [{id, lines, nodes}]}. The lines of a label are what a browser shows of it.
//
// Usage: node mermaid.mjs FOLDER < texts, where FOLDER is one from which the packages can be required (it holds node_modules).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv[2]
if (!folder) {
  console.error('usage: node mermaid.mjs FOLDER < texts')
  process.exit(2)
}
const require = createRequire(`${resolve(folder)}/`)
const { JSDOM } = require('jsdom')
const { window } = new JSDOM('')
globalThis.window = window
globalThis.document = window.document
const { default: mermaid } = await import(pathToFileURL(require.resolve('mermaid')).href)
mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true })

// Within, mermaid spells `#35;` in a way of its own; what it writes at the end is HTML.
const decoded = text => text.replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';')
function shown(html) {
  const element = window.document.createElement('div')
  element.innerHTML = decoded(html)
  if (element.children.length > 0) throw new Error(`the label holds elements: ${element.innerHTML}`)
  return element.textContent
}
const lines = text => (text ?? '').split(/\\n|\n/).map(shown)

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const text = JSON.parse(line)
  let answer
  try {
    await mermaid.parse(text)
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text)
    answer = {
      ok: true,
      type,
      title: shown(db.getAccTitle()),
      description: shown(db.getAccDescription()),
      nodes: [...db.getVertices().values()].map(({ id, type, classes, text, link, haveCallback, img, icon }) => ({
        id, shape: type ?? '', classes, lines: lines(text), acts: Boolean(link || haveCallback || img || icon),
      })),
      edges: db.getEdges().map(({ start, end, type, stroke, text }) => ({ from: start, to: end, arrow: type, stroke, word: lines(text).join('\n') })),
      groups: db.getSubGraphs().map(({ id, title, nodes }) => ({ id, lines: lines(title), nodes: [...nodes].sort() })),
      classes: [...db.getClasses().keys()].sort(),
    }
  } catch (error) {
    answer = { ok: false, error: String(error.message ?? error) }
  }
  console.log(JSON.stringify(answer))
}
