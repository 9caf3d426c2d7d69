// Three chairs at once: the board tells what is due and how late, a tap is on record at once and on every board, and what
// is entered without a connection is sent once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, desktop, launch, open, phone, shot, sound, tablet } from '../lib/browser.mjs';
import { enterAs } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;

before(async () => {
  product = await start('demo', '--today', '2026-03-03', '--patients', '12');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function as(t, role, size) {
  const view = await open(browser, size);
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, role);
  return view;
}

const chair = (page, name) => page.locator('.chair', { hasText: name });

async function sessionAt(page, name) {
  await page.goto(`${product.base}/today`);
  await chair(page, name).getByRole('link', { name: /Open session/ }).click();
  await page.waitForURL(/\/sitting$/);
}

test('everyone’s home is the floor: who sits where, what is due next, who comes', async (t) => {
  const view = await as(t, 'nurse', desktop);
  await view.page.goto(`${product.base}/`);
  await view.page.waitForURL(/\/today$/);
  assert.equal(await view.page.locator('.chair').count(), 3);
  assert.match(await chair(view.page, 'Window').innerText(), /Dosing[\s\S]*min[\s\S]*184\/104[\s\S]*limit/);
  assert.match(await chair(view.page, 'Middle').innerText(), /Recovery/);
  assert.match(await chair(view.page, 'Door').innerText(), /Arrived[\s\S]*before the dose/);
  await sound(view, 'the board');
  await shot(view.page, 'today');
  for (const size of [tablet, phone]) {
    await view.page.setViewportSize(size);
    await sound(view, `the board at ${size.width}`);
  }
});

test('a response from the tablet is on the other board without a reload', async (t) => {
  const desk = await as(t, 'prescriber', desktop);
  await desk.page.goto(`${product.base}/today`);
  await desk.page.locator('.chair.alarm').waitFor();
  const { page } = await as(t, 'nurse', tablet);
  await sessionAt(page, 'Window');
  assert.match(await page.locator('.outside').innerText(), /184\/104/);
  await shot(page, 'session-outside');
  await page.getByRole('button', { name: 'Prescriber told' }).click();
  await page.locator('.outside').waitFor({ state: 'detached' });
  await desk.page.locator('.chair.alarm').waitFor({ state: 'detached' });
});

test('a session goes from the checks to the record, and says what is missing', async (t) => {
  const view = await as(t, 'nurse', tablet);
  const { page } = view;
  await sessionAt(page, 'Door');
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what;
  };
  await tap(page.getByLabel(/Two identifiers/).check());
  await tap(page.getByLabel('Weight today').fill('71'));
  for (const yes of await page.locator('section[aria-labelledby="checks"] input[value="yes"][type="radio"]').all()) await tap(yes.check());
  await tap(page.getByRole('button', { name: 'Save the checks' }).click());
  await page.locator('.strip', { hasText: 'Checks' }).waitFor();
  await sound(view, 'the checks');
  const before = taps;
  await tap(page.getByLabel('Systolic').fill('128'));
  await tap(page.getByLabel('Diastolic').fill('80'));
  await tap(page.getByLabel('Pulse').fill('72'));
  await tap(page.getByLabel('SpO₂').fill('98'));
  await tap(page.locator('input[name="moaas"][value="5"]').check());
  await tap(page.getByRole('button', { name: 'Save this row' }).click());
  assert.ok(taps - before <= 6, 'a row of vitals takes six taps');
  await page.locator('.flow', { hasText: '128/80' }).waitFor();
  await tap(page.getByRole('button', { name: 'Begin now' }).click());
  await page.locator('.strip', { hasText: 'Dosing' }).waitFor();
  await sound(view, 'dosing');
  await tap(page.getByRole('button', { name: 'Nausea' }).click());
  await page.locator('section[aria-labelledby="events"]', { hasText: 'Nausea' }).waitFor();
  await tap(page.getByRole('button', { name: 'Hold' }).click());
  await page.locator('.strip', { hasText: 'held' }).waitFor();
  await tap(page.getByRole('button', { name: 'Go on' }).click());
  await tap(page.getByRole('button', { name: 'All given: end' }).click());
  await page.locator('.strip', { hasText: 'Recovery' }).waitFor();
  assert.match(await page.locator('#live-left').innerText(), /min of watching are left/);
  for (const yes of await page.locator('section[aria-labelledby="leaving"] input[value="yes"]').all()) await tap(yes.check());
  await tap(page.getByRole('button', { name: 'Save the list' }).click());
  await page.locator('#live-left', { hasNotText: 'Not seen before leaving' }).waitFor();
  await sound(view, 'recovery');
  await shot(page, 'session-leaving');
  await tap(page.getByRole('button', { name: 'Finish and record the session' }).click());
  await page.locator('#finish-errors').waitFor();
  assert.match(await page.locator('main').innerText(), /of watching are left/);
  await tap(page.getByLabel('Finish all the same').check());
  await tap(page.getByRole('button', { name: 'Finish and record the session' }).click());
  await page.waitForURL(/today\?done=session/);
  assert.equal(await chair(page, 'Door').count(), 0);
  assert.ok(taps <= 40, `${taps} taps`);
});

test('an impossible reading is told beside its field and nothing is noted', async (t) => {
  const { page } = await as(t, 'nurse', tablet);
  await sessionAt(page, 'Middle');
  const rows = await page.locator('.flow tbody tr').count();
  await page.getByLabel('Systolic').fill('80');
  await page.getByLabel('Diastolic').fill('120');
  await page.getByRole('button', { name: 'Save this row' }).click();
  await page.locator('#read-errors').waitFor();
  assert.match(await page.locator('#read-errors').innerText(), /lower value is not below/);
  assert.equal(await page.getByLabel('Systolic').inputValue(), '80');
  assert.equal(await page.locator('.flow tbody tr').count(), rows);
});

test('what is entered without a connection waits on the device and is sent once', async (t) => {
  const { page, context } = await as(t, 'nurse', tablet);
  await sessionAt(page, 'Middle');
  await context.setOffline(true);
  await page.locator('#offline', { hasText: 'No connection' }).waitFor();
  await page.getByLabel('Systolic').fill('127');
  await page.getByLabel('Diastolic').fill('79');
  await page.getByRole('button', { name: 'Save this row' }).click();
  await page.locator('#offline', { hasText: '1 entry waits' }).waitFor();
  await context.setOffline(false);
  await page.locator('.flow', { hasText: '127/79' }).waitFor();
  await page.reload();
  assert.equal(await page.locator('.flow tbody tr', { hasText: '127/79' }).count(), 1);
});

test('a suicidal answer in mid-session is on the board without a reload', async (t) => {
  const floor = await as(t, 'nurse', desktop);
  await floor.page.goto(`${product.base}/today`);
  const seen = await floor.page.locator('#waiting li').count();
  const { page } = await as(t, 'prescriber', desktop);
  await page.goto(`${product.base}/today`);
  const course = (await chair(page, 'Middle').getByRole('link').getAttribute('href')).replace('/sitting', '');
  await page.goto(`${product.base}${course}?ask=safety`);
  for (const q of ['q1', 'q2']) await page.locator(`input[name="${q}"][value="yes"]`).check();
  await page.getByRole('button', { name: /Save|Record/ }).first().click();
  await page.waitForURL(/done=screen/);
  await floor.page.locator('#waiting li').nth(seen).waitFor();
});

test('keys: a number opens the chair, n goes to the vitals, ? tells the keys', async (t) => {
  const { page } = await as(t, 'nurse', desktop);
  await page.goto(`${product.base}/today`);
  await page.keyboard.press('?');
  assert.match(await page.locator('#keys').innerText(), /new vitals/);
  await page.keyboard.press('1');
  await page.waitForURL(/\/sitting$/);
  await page.keyboard.press('n');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'systolic');
});

test('the front desk sees who is where and no dose, no reading', async (t) => {
  const { page } = await as(t, 'front-desk', desktop);
  await page.goto(`${product.base}/today`);
  const html = (await page.content()).replace(/<aside class="ribbon"[\s\S]*?<\/aside>/, '');
  for (const word of [/mg\/kg/, /mmHg/, /\d{3}\/\d{2,3}/, /PHQ/]) assert.equal(html.match(word)?.[0], undefined);
  assert.ok(await page.locator('.chair').count() >= 2);
  assert.deepEqual(await axeViolations(page), []);
});

test('without script a tap is a plain form', async (t) => {
  const view = await open(browser, tablet, { javaScriptEnabled: false });
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, 'nurse');
  await sessionAt(view.page, 'Middle');
  await view.page.getByLabel('Pulse').fill('71');
  await view.page.getByRole('button', { name: 'Save this row' }).click();
  await view.page.waitForURL(/\/sitting$/);
  assert.match(await view.page.locator('.flow').innerText(), /71/);
});

test('the clinic’s lead names chairs; an impossible limit is told', async (t) => {
  const view = await as(t, 'admin', desktop);
  const { page } = view;
  await page.goto(`${product.base}/clinic/floor`);
  await sound(view, 'chairs and limits');
  await page.getByLabel('Systolic pressure from').fill('20');
  await page.getByRole('button', { name: 'Put these in force' }).click();
  await page.locator('#floor-errors').waitFor();
  await page.getByLabel('Systolic pressure from').fill('175');
  await page.getByLabel('Chairs, one a line').fill('Window\nMiddle\nDoor\nGarden');
  await page.getByRole('button', { name: 'Put these in force' }).click();
  await page.waitForURL(/done=floor/);
  await page.goto(`${product.base}/today`);
  assert.match(await page.locator('main').innerText(), /Free: [\s\S]*Garden/);
});
