// Reads EDTF expressions, one a line, and prints what the npm package `edtf` makes of each, as JSON lines: {expression, ok, min, max}.
//
// `min` and `max` are days, inclusive, spelled as `Day` spells them; null where the package knows no finite value.
// Usage: node edtf.mjs FOLDER < expressions, where FOLDER is one from which `edtf` can be required (it holds node_modules).
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const folder = process.argv[2] ?? process.env.NODE_PATH
if (!folder) {
  console.error('usage: node edtf.mjs FOLDER < expressions')
  process.exit(2)
}
const { default: edtf } = createRequire(`${folder}/`)('edtf')

function day(milliseconds) {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return null
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return null
  const year = date.getUTCFullYear()
  const sign = year < 0 ? '-' : year > 9999 ? '+' : ''
  return `${sign}${String(Math.abs(year)).padStart(4, '0')}${date.toISOString().slice(-20, -14)}`
}

for await (const expression of createInterface({ input: process.stdin })) {
  let answer = { expression, ok: false, min: null, max: null }
  try {
    const date = edtf(expression)
    answer = { expression, ok: true, min: day(date.min), max: day(date.max) }
  } catch {
    // Refused: ok stays false.
  }
  console.log(JSON.stringify(answer))
}
