// Starts Chromium for the programs beside this file, each with a profile of its own that goes when it ends.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

// Milliseconds. A machine that does other work too may let a browser wait; only one that hangs has to fail.
const timeout = 300_000

// What `require` gives where `folder` holds node_modules.
export const requireFrom = folder => createRequire(`${resolve(folder)}/`)

// Calls `use` with a browser, which is closed afterwards whatever happened. `folder` holds node_modules with playwright-core.
export const withBrowser = async (folder, executablePath, options, use) => {
  const { chromium } = requireFrom(folder)('playwright-core')
  const profile = mkdtempSync(join(tmpdir(), 'demarche-browser-'))
  try {
    const browser = await chromium.launchPersistentContext(profile, { executablePath, args, headless: true, timeout, ...options })
    browser.setDefaultTimeout(timeout)
    browser.setDefaultNavigationTimeout(timeout)
    try {
      await use(browser)
    } finally {
      await browser.close()
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
