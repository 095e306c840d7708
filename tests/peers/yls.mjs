// Opens YAML files in yaml-language-server and prints what it finds in each, as JSON lines: {file, messages}.
//
// The schema of a file is the one that its modeline names. The server is spoken to as an editor does, over standard input and output.
// Usage: node yls.mjs FOLDER < paths, one a line, where FOLDER is one from which the server can be required (it holds node_modules).
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv[2]
if (!folder) {
  console.error('usage: node yls.mjs FOLDER < paths')
  process.exit(2)
}
const require = createRequire(`${resolve(folder)}/`)
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require('vscode-jsonrpc/node')

const files = readFileSync(0, 'utf8').split('\n').filter(Boolean)
const server = spawn(process.execPath, [require.resolve('yaml-language-server/bin/yaml-language-server'), '--stdio'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin))

const settings = {
  yaml: { validate: true, yamlVersion: '1.2', schemaStore: { enable: false }, kubernetesCRDStore: { enable: false } },
  http: {},
  '[yaml]': {},
}
connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => settings[section] ?? null))
connection.onRequest('client/registerCapability', () => null)
connection.onRequest(method => {
  if (!method.startsWith('custom/')) throw new Error(`the server asks for ${method}`)
  return null
})

const waiting = new Map()
connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
  waiting.get(uri)?.(diagnostics)
  waiting.delete(uri)
})
connection.listen()

await connection.sendRequest('initialize', {
  processId: process.pid,
  rootUri: null,
  capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
})
await connection.sendNotification('initialized', {})
await connection.sendNotification('workspace/didChangeConfiguration', { settings })

for (const file of files) {
  const uri = pathToFileURL(resolve(file)).href
  const found = new Promise(done => waiting.set(uri, done))
  const text = readFileSync(file, 'utf8')
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
  const messages = (await found).map(({ message, range }) => `${range.start.line + 1}: ${message}`)
  console.log(JSON.stringify({ file, messages }))
}
await connection.sendRequest('shutdown')
await connection.sendNotification('exit')
server.stdin.end()
connection.dispose()
