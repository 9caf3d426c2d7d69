// How every page looks: three sizes, light and dark, paper, less motion. Accessible and no wider than the screen in each.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, desktop, launch, open, overflow, phone, shot, tablet } from '../lib/browser.mjs';
import { addPatient, courseAtTheCheck, enterAs, firstDay, openCourse, section } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let pages;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '4');
  browser = await launch();
  const { page, context } = await open(browser, desktop);
  await enterAs(page, product.base, 'prescriber');
  const fresh = await addPatient(page, product.base, { name: 'Nils Neumann' });
  const before1 = new URL(await openCourse(page, product.base, fresh)).pathname;
  const { patient, course } = await courseAtTheCheck(page, product.base, 'Wilhelmina Featherstonehaugh-Oyelaran');
  const check = new URL(course).pathname;
  pages = [
    ['sign-in', null, '/sign-in'],
    ['demo', null, '/demo'],
    ['patients', 'prescriber', '/patients'],
    ['patient', 'prescriber', `/patients/${patient}`],
    ['new-patient', 'prescriber', '/patients/new'],
    ['new-course', 'prescriber', `/patients/${fresh}/courses/new`],
    ['course-fresh', 'prescriber', before1],
    ['course-check', 'prescriber', check],
    ['questionnaire', 'prescriber', `${check}?instrument=PHQ9`],
    ['course-nurse', 'nurse', check],
    ['visits', 'front-desk', '/front-desk'],
    ['not-found', 'prescriber', '/nowhere'],
    ['not-allowed', 'front-desk', '/patients'],
    ['my-course', 'patient', '/my-course'],
  ];
  await context.close();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

// One browser context a role, with everybody signed in.
async function contexts(viewport, options) {
  const byRole = new Map();
  for (const role of new Set(pages.map(([, role]) => role))) {
    const view = await open(browser, viewport, options);
    if (role) await view.page.goto(`${product.base}/demo/as/${role}`);
    byRole.set(role, view);
  }
  return byRole;
}

const sizes = [['1280', desktop], ['1080', tablet], ['360', phone]];
for (const [size, viewport] of sizes) {
  for (const colorScheme of ['light', 'dark']) {
    test(`every page at ${size} px, ${colorScheme}`, async (t) => {
      const views = await contexts(viewport, { colorScheme });
      t.after(() => Promise.all([...views.values()].map((view) => view.context.close())));
      const wrong = [];
      for (const [name, role, path] of pages) {
        const { page, complaints } = views.get(role);
        await page.goto(product.base + path);
        for (const violation of await axeViolations(page)) wrong.push(`${name}: ${violation}`);
        const wider = await overflow(page);
        if (wider > 0) wrong.push(`${name}: ${wider} px wider than the screen`);
        for (const complaint of complaints.splice(0)) wrong.push(`${name}: ${complaint}`);
        if (colorScheme === 'light' || viewport === phone) await shot(page, `look-${size}-${colorScheme}-${name}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
}

test('whoever asks for less motion gets none', async (t) => {
  const { page, context } = await open(browser, desktop, { reducedMotion: 'reduce' });
  t.after(() => context.close());
  await page.goto(`${product.base}/demo/as/prescriber`);
  await page.goto(product.base + pages.find(([name]) => name === 'course-check')[2]);
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => {
    const style = getComputedStyle(e);
    const longest = (list) => Math.max(...list.split(',').map((part) => parseFloat(part) * (part.includes('ms') ? 1 : 1000)));
    return longest(style.transitionDuration) > 10 || (style.animationName !== 'none' && longest(style.animationDuration) > 10)
      || style.scrollBehavior === 'smooth';
  }).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''}`));
  assert.deepEqual([...new Set(moving)], []);
});

test('on paper the course is the answer, the picture and the record, without buttons', async (t) => {
  const { page, context } = await open(browser, desktop);
  t.after(() => context.close());
  await page.goto(`${product.base}/demo/as/prescriber`);
  await page.goto(product.base + pages.find(([name]) => name === 'course-check')[2]);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 }); // A4 at 96 dots an inch
  await shot(page, 'print-course');
  for (const id of ['answer', 'trajectory', 'plan', 'scores']) assert.ok(await section(page, id).isVisible(), id);
  for (const gone of ['header.top nav', '.top-search', '#give-date', 'button.btn.primary', 'a.skip']) {
    for (const element of await page.locator(gone).all()) assert.ok(!(await element.isVisible()), `${gone} is printed`);
  }
  assert.ok((await overflow(page)) <= 0);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.ok(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper), `the paper is white: ${paper}`);
});

test('in dark the page is dark, and its text is light', async (t) => {
  const { page, context } = await open(browser, desktop, { colorScheme: 'dark' });
  t.after(() => context.close());
  await page.goto(`${product.base}/demo`);
  const light = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]
    .map((color) => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).reduce((sum, part) => sum + part) / 3;
    }));
  assert.ok(light[0] < 60 && light[1] > 160, `${light}`);
});
