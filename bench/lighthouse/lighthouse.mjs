// Looks at each page as its role sees it: staff on a desk's screen, the patient on a phone. The browser is the
// machine's own Chromium; nothing is sent anywhere.
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { start } from '../../e2e/lib/product.mjs';

process.env.EVENKEEL_BIN = (await import('node:path')).resolve(process.argv[2]);
const least = 95;
const product = await start('demo', '--today', '2026-03-03');
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'],
});

async function as(role) {
  const page = await browser.newPage();
  await page.goto(`${product.base}/demo/as/${role}`);
  return page;
}

// The address of the first course that the floor shows.
async function courseOnTheFloor() {
  const page = await as('nurse');
  await page.goto(`${product.base}/today`);
  const path = await page.$eval('a[href$="/sitting"]', (link) => new URL(link.href).pathname);
  await page.close();
  return path.replace(/\/sitting$/, '');
}

const course = await courseOnTheFloor();
const pages = [
  ['nurse', '/today'], ['nurse', `${course}/sitting`], ['prescriber', course], ['prescriber', '/patients'],
  ['prescriber', '/boosters'], ['nurse', '/inbox'], ['front-desk', '/front-desk'], ['front-desk', '/calendar'],
  ['therapist', '/therapist'], ['patient', '/my-course'],
];
const categories = ['performance', 'accessibility', 'best-practices'];
let worst = 100;
try {
  console.log(['page', ...categories].join('\t'));
  for (const [role, path] of pages) {
    const page = await as(role);
    const config = role === 'patient' ? undefined : desktopConfig;
    const { lhr } = await lighthouse(product.base + path, { onlyCategories: categories, disableStorageReset: true, logLevel: 'error' }, config, page);
    const scores = categories.map((name) => Math.round(100 * (lhr.categories[name].score ?? 0)));
    worst = Math.min(worst, ...scores);
    console.log([`${role} ${path.replace(course, '/courses/…')}`, ...scores].join('\t'));
    for (const name of categories) {
      for (const { id, weight } of lhr.categories[name].auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 0.9) console.log(`  ${id}: ${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ''}`);
      }
    }
    await page.close();
  }
} finally {
  await browser.close();
  await product.stop();
}
process.exitCode = worst < least ? 1 : 0;
