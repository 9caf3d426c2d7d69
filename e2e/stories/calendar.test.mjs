// The calendar by chair: a series in a few taps, a miss that comes back as a proposal, a taken slot, a move by keyboard and
// by drag, and no score for the front desk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, phone, shot, sound, tablet } from '../lib/browser.mjs';
import { addPatient, enterAs, openCourse } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

const today = '2026-03-02'; // a Monday
const thursday = '2026-03-05';
const clinical = /PHQ|MADRS|QIDS|score|\bmg\b|mg\/kg|\bdose\b|depress|remission/i;

let browser;
let product;

before(async () => {
  product = await start('demo', '--today', today, '--patients', '4');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function as(t, role, size = desktop) {
  const view = await open(browser, size);
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, role);
  return view;
}

// A course of six from today, by a prescriber; its id.
async function newCourse(t, name) {
  const { page } = await as(t, 'prescriber');
  const patient = await addPatient(page, product.base, { name });
  const course = await openCourse(page, product.base, patient, { start: today });
  return course.match(/courses\/([0-9a-f-]{36})/)[1];
}

const inTray = (page, name) => page.locator('.tray li', { has: page.getByTitle(name, { exact: true }) });
const bar = (page, course) => page.locator(`.cal td.bar[data-course="${course}"]`).first();

async function bookSeries(page, name, tap = (what) => what) {
  await tap(inTray(page, name).getByRole('link', { name: /Place the series/ }).click());
  await page.waitForURL(/\/calendar\/series\//);
  await tap(page.getByRole('button', { name: /^Book these/ }).click());
  await page.waitForURL(/done=booked/);
}

test('the front desk books a whole series in five taps or fewer, and another screen shows it', async (t) => {
  const course = await newCourse(t, 'Rana Kessel');
  const other = await as(t, 'nurse');
  await other.page.goto(`${product.base}/calendar?view=day&day=${thursday}`);
  assert.equal(await bar(other.page, course).count(), 0);
  const view = await as(t, 'front-desk');
  const { page } = view;
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what;
  };
  await tap(page.getByRole('navigation').getByRole('link', { name: 'Calendar', exact: true }).click());
  await page.waitForURL(/\/calendar$/);
  assert.match(await inTray(page, 'Rana Kessel').innerText(), /R\.K\.: \d sessions still to book, next due by 2 Mar/);
  await shot(page, 'calendar-tray');
  await bookSeries(page, 'Rana Kessel', tap);
  assert.ok(taps <= 5, `${taps} taps`);
  assert.equal(await inTray(page, 'Rana Kessel').count(), 0);
  assert.ok((await page.locator(`.cal td.bar[data-course="${course}"]`).count()) > 0);
  await bar(other.page, course).waitFor();
  await sound(view, 'the week');
  await shot(page, 'calendar-week');
  await page.getByRole('link', { name: 'Day', exact: true }).click();
  await page.waitForURL(/view=day/);
  for (const size of [desktop, tablet, phone]) {
    await page.setViewportSize(size);
    await sound(view, `the day at ${size.width}`);
  }
  await shot(page, 'calendar-day-phone');
});

test('nothing clinical is on the front desk’s calendar, also not in the HTML', async (t) => {
  const { page } = await as(t, 'front-desk');
  for (const path of ['/calendar', '/calendar?view=week']) {
    await page.goto(`${product.base}${path}`);
    const html = await page.content();
    assert.doesNotMatch(html, clinical, path);
    assert.doesNotMatch(html, /href="\/courses\//, path);
  }
  const way = await page.locator('.tray a').first().getAttribute('href');
  await page.goto(`${product.base}${way}`);
  assert.doesNotMatch(await page.content(), clinical, 'the series');
});

test('two who book one slot: one wins, the other reads who may be moved and what is free', async (t) => {
  const first = await newCourse(t, 'Ada Quist');
  const second = await newCourse(t, 'Bo Tran');
  const views = [await as(t, 'front-desk'), await as(t, 'nurse')];
  for (const [n, course] of [first, second].entries()) {
    await views[n].page.goto(`${product.base}/calendar/series/${course}?start=13:00&chair=Door`);
    assert.match(await views[n].page.locator('main').innerText(), /13:00 to 15:00, Door/);
  }
  await views[0].page.getByRole('button', { name: /^Book these/ }).click();
  await views[0].page.waitForURL(/done=booked/);
  await views[1].page.getByRole('button', { name: /^Book these/ }).click();
  await views[1].page.locator('#series-errors').waitFor();
  const told = await views[1].page.locator('#series-errors').innerText();
  assert.match(told, /Door is taken on .* from 13:00 to 15:00: A\.Q\., Session/);
  assert.match(told, /A\.Q\. may be moved to/);
  assert.match(told, /Free that day: /);
  await sound(views[1], 'the conflict');
  await shot(views[1].page, 'calendar-conflict');
  // The new proposal below is what is free now.
  await views[1].page.getByRole('button', { name: /^Book these/ }).click();
  await views[1].page.waitForURL(/done=booked/);
});

test('a booking is moved by keyboard alone', async (t) => {
  const course = await newCourse(t, 'Cleo Marsh');
  const view = await as(t, 'front-desk');
  const { page } = view;
  await page.goto(`${product.base}/calendar`);
  await bookSeries(page, 'Cleo Marsh');
  await page.goto(`${product.base}/calendar?view=day&day=${thursday}`);
  const press = async (reached, most = 80) => {
    for (let n = 0; n < most; n += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(reached, course)) return;
    }
    assert.fail('the keyboard does not reach it');
  };
  await press((id) => document.activeElement?.matches(`td[data-course="${id}"] a`));
  await page.keyboard.press('Enter');
  await page.locator('#chosen').waitFor();
  await press(() => document.activeElement?.id === 'move-start');
  const before = await page.locator('#move-start').inputValue();
  await page.keyboard.press('End');
  const wanted = await page.locator('#move-start').inputValue();
  assert.notEqual(wanted, before);
  await press(() => document.activeElement?.textContent === 'Move here');
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=booking-moved/);
  assert.equal(await bar(page, course).getAttribute('data-start'), wanted);
  await sound(view, 'after the move');
});

test('a booking is dragged to another chair', async (t) => {
  const course = await newCourse(t, 'Dee Novak');
  const { page } = await as(t, 'nurse');
  await page.goto(`${product.base}/calendar`);
  await bookSeries(page, 'Dee Novak');
  await page.goto(`${product.base}/calendar?view=day&day=2026-03-12`);
  const chair = await bar(page, course).getAttribute('data-chair');
  const other = chair === 'Door' ? 'Middle' : 'Door';
  const middle = async (place) => {
    const box = await place.boundingBox();
    return [box.x + box.width / 2, box.y + box.height - 6];
  };
  const free = page.locator(`.cal td.free[data-chair="${other}"][data-start="14:30"]`);
  // A shorter screen would scroll; the pointer has to find both.
  await page.setViewportSize({ width: 1280, height: 1400 });
  await page.mouse.move(...(await middle(bar(page, course))));
  await page.mouse.down();
  await page.mouse.move(...(await middle(free)), { steps: 8 });
  await page.mouse.up();
  await page.waitForURL(/done=booking-moved/);
  assert.equal(await bar(page, course).getAttribute('data-chair'), other);
  assert.equal(await bar(page, course).getAttribute('data-start'), '14:30');
});

test('a miss comes back as a proposal, old and new beside each other', async (t) => {
  const course = await newCourse(t, 'Eli Park');
  const view = await as(t, 'nurse', tablet);
  const { page } = view;
  await page.goto(`${product.base}/calendar`);
  await bookSeries(page, 'Eli Park');
  await page.goto(`${product.base}/calendar?view=day&day=${today}`);
  await bar(page, course).getByRole('link').click();
  await page.getByRole('button', { name: /Did not come/ }).click();
  await page.waitForURL(/\/calendar\/series\/.*done=missed-place/);
  const row = page.locator('tbody tr', { hasText: 'Mon 2 Mar' });
  assert.match(await row.innerText(), /Mon 2 Mar[\s\S]*to be booked/);
  await sound(view, 'the proposal');
  await shot(page, 'calendar-reflow');
  await page.getByRole('button', { name: /^Book th/ }).click();
  await page.waitForURL(/done=booked/);
  await page.goto(`${product.base}/calendar?view=day&day=${today}`);
  assert.equal(await page.locator(`.cal td.bar[data-course="${course}"]`).count(), 0);
  assert.equal(await inTray(page, 'Eli Park').count(), 0);
});

test('hours and staff are the clinic lead’s, with what cannot be meant told beside its field', async (t) => {
  const view = await as(t, 'admin');
  const { page } = view;
  await page.goto(`${product.base}/clinic/calendar`);
  await page.locator('#hours-watches').fill('many');
  await page.getByRole('button', { name: 'Put this in force' }).click();
  await page.locator('#hours-errors').waitFor();
  await page.locator('#hours-watches').fill('3');
  await page.getByRole('button', { name: 'Put this in force' }).click();
  await page.waitForURL(/done=calendar/);
  assert.match(await page.locator('.page-head').innerText(), /Version 2, set by Robin Hale/);
  await sound(view, 'the setting');
});
