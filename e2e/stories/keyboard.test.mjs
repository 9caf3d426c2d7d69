// The course page with the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open } from '../lib/browser.mjs';
import { courseAtTheCheck, enterAs, firstDay, section } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let view;
let page;
let course;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '1');
  browser = await launch();
  view = await open(browser, desktop);
  page = view.page;
  await enterAs(page, product.base, 'prescriber');
  ({ course } = await courseAtTheCheck(page, product.base, 'Karin Tastner'));
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

// What has the focus now: in words, and whether a person can see that it has it.
const focus = () => page.evaluate(() => {
  const it = document.activeElement;
  const shows = (e) => {
    const style = getComputedStyle(e);
    const ring = e.matches('.ch-hit') && style.stroke !== 'none';
    return ring || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  };
  const around = [it, it.closest('label'), it.closest('.top-search'), it.closest('.unit')];
  const parts = [...it.querySelectorAll('*')];
  return {
    tag: it.tagName.toLowerCase(),
    id: it.id,
    kind: it.getAttribute('type') ?? '',
    name: it.getAttribute('name') ?? '',
    chart: it.closest('svg.chart')?.getAttribute('class') ?? '',
    words: (it.getAttribute('aria-label') ?? it.textContent ?? '').trim().slice(0, 120),
    seen: [...around, ...parts].some((e) => e && shows(e)),
    inside: it.closest('[aria-labelledby]')?.getAttribute('aria-labelledby') ?? '',
  };
});

async function tabUntil(matches, most = 120) {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab');
    const now = await focus();
    if (matches(now)) return now;
  }
  throw new Error('the Tab key does not lead there');
}

test('the first Tab reaches the skip link, and it leads to the content', async () => {
  await page.goto(course);
  await page.keyboard.press('Tab');
  const first = await focus();
  assert.equal(first.words, 'Skip to content');
  assert.ok(await page.getByRole('link', { name: 'Skip to content' }).isVisible());
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inMain = await page.evaluate(() => Boolean(document.activeElement.closest('main')));
  assert.ok(inMain, 'the next Tab stands in the content');
});

test('each Tab stop can be seen, none is a trap, and the chart is one of them', async () => {
  await page.goto(course);
  const stops = [];
  for (let n = 0; n < 200; n += 1) {
    await page.keyboard.press('Tab');
    const now = await focus();
    if (now.tag === 'body') break;
    stops.push(now);
  }
  assert.ok(stops.length < 200, 'the round ends');
  // A date field has stops of the browser's own within it, with rings of the browser's own.
  const unseen = stops.filter((stop) => !stop.seen && stop.kind !== 'date').map((stop) => `${stop.tag} ${stop.name} ${stop.words}`);
  assert.deepEqual(unseen, [], 'the focus is always in sight');
  const charts = stops.filter((stop) => stop.chart && stop.inside === 'trajectory');
  assert.equal(charts.length, 1, 'the chart is one stop');
});

test('arrow keys walk along the chart and say each point', async () => {
  await page.goto(course);
  const first = await tabUntil((now) => now.chart && now.inside === 'trajectory');
  assert.match(first.words, /\d/);
  assert.match(first.words, /PHQ-9 17/, 'it begins with the latest score');
  await page.keyboard.press('ArrowLeft');
  assert.match((await focus()).words, /5 Jan 2026: PHQ-9 20/);
  await page.keyboard.press('ArrowDown');
  assert.match((await focus()).words, /session/i, 'down from the scores stand the sessions');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  assert.equal((await focus()).words, first.words);
  assert.match(await page.locator('.ch-tip:visible').innerText(), /\d/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.ch-tip:visible').count(), 0);
  await page.keyboard.press('Tab');
  assert.equal((await focus()).chart, '', 'one Tab leaves the chart');
});

test('/ goes to the search', async () => {
  await page.goto(course);
  await page.keyboard.press('/');
  assert.equal((await focus()).id, 'q');
  await page.keyboard.type('karin tast');
  await page.getByText(/found for “karin tast”|1 patient/i).first().waitFor();
  assert.equal((await focus()).id, 'q', 'the list changes below, and typing goes on');
  assert.match(await page.locator('main').innerText(), /Karin Tastner/);
  assert.deepEqual(view.complaints, []);
});

test('an option is chosen and a decision sent without a mouse', async () => {
  await page.goto(course);
  await tabUntil((now) => now.name === 'choice');
  await page.keyboard.press('Space');
  for (let n = 0; n < 6; n += 1) {
    const chosen = await page.locator('#decide-choice input:checked').getAttribute('value');
    if (chosen === 'adjust_dose') break;
    await page.keyboard.press('ArrowDown');
  }
  assert.ok(await page.getByRole('radio', { name: 'Adjust the dose' }).isChecked());
  await tabUntil((now) => now.id === 'decide-dose_mg_per_kg', 3);
  await page.keyboard.type('0.75');
  await tabUntil((now) => now.id === 'decide-reason', 3);
  await page.keyboard.type('Some benefit, tolerated well.');
  await tabUntil((now) => now.words === 'Accept', 3);
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=decision/);
  assert.match(await section(page, 'next').innerText(), /0\.75 mg\/kg/);
  assert.deepEqual(view.complaints, []);
});

test('a questionnaire is answered and sent without a mouse', async () => {
  await page.goto(`${course}?instrument=GAD7#check-in`);
  await page.locator('#check-in-item_1 input').first().focus();
  for (let n = 1; n <= 7; n += 1) {
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    if (n < 7) await tabUntil((now) => now.name === `item_${n + 1}`, 2);
  }
  await tabUntil((now) => now.words === 'Save the check-in', 6);
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=check-in/);
  assert.match(await section(page, 'scores').innerText(), /GAD-7/);
});

test('a refused form takes the focus to what is wrong, and a link there to the field', async () => {
  await page.goto(course);
  await page.locator('#give-dose_mg_per_kg').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('half');
  await page.keyboard.press('Enter');
  await page.locator('#give-errors').waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'give-errors', null, { timeout: 3000 });
  await tabUntil((now) => /“half” is not a number/.test(now.words), 2);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'give-dose_mg_per_kg', null, { timeout: 3000 });
});
