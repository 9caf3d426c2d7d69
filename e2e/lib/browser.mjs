// Real Chromium, the sizes people use, screenshots that are kept, and axe.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = join(import.meta.dirname, '../screens');
mkdirSync(screens, { recursive: true });

export const desktop = { width: 1280, height: 900 };
export const tablet = { width: 1080, height: 810 };
export const phone = { width: 360, height: 740 };

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// A page that fails the test on any script error, console error or refused resource (CSP).
export async function open(browser, viewport, options = {}) {
  const context = await browser.newContext({ viewport, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const expected = /status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !expected) complaints.push(`console: ${message.text()}`);
  });
  return { context, page, complaints };
}

// The caret stays: hiding it leaves style attributes on the page, which htmx would copy against the policy.
export async function shot(page, name, options = {}) {
  await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true, caret: 'initial', ...options });
}

// What is looked for: WCAG 2.0 to 2.2, A and AA, and the good practice beyond them.
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// axe needs an inline script, which the pages' own policy forbids: it is injected by the debugger, outside the page's policy.
export async function axeViolations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, {
      runOnly: { type: 'tag', values }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'],
    }),
    tags,
  );
  return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join('; ')})`);
}

// Nothing may be wider than the screen.
export async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// What holds for every page in every story: accessible, no wider than the screen, nothing in the console.
export async function sound({ page, complaints }, where) {
  assert.deepEqual(await axeViolations(page), [], `axe on ${where}`);
  assert.ok((await overflow(page)) <= 0, `${where} is wider than the screen`);
  assert.deepEqual(complaints, [], `console on ${where}`);
}
