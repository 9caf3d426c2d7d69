// The network is up and the program is not: a tap waits on the device and lands once; one that is refused later is shown, entered
// again or dropped.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, shot, sound, tablet } from '../lib/browser.mjs';
import { enterAs } from '../lib/clinic.mjs';
import { lineTo } from '../lib/line.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let line;

before(async () => {
  product = await start('demo', '--today', '2026-03-03', '--patients', '12');
  line = await lineTo(product.base);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await line?.close();
  await product?.stop();
});

async function atChair(t, name) {
  const view = await open(browser, tablet);
  t.after(() => view.context.close());
  const { page } = view;
  await enterAs(page, line.base, 'nurse');
  await page.goto(`${line.base}/today`);
  await page.locator('.chair', { hasText: name }).getByRole('link', { name: /Open session/ }).click();
  await page.waitForURL(/\/sitting$/);
  return view;
}

async function read(page, systolic, diastolic) {
  await page.getByLabel('Systolic').fill(String(systolic));
  await page.getByLabel('Diastolic').fill(String(diastolic));
  await page.getByRole('button', { name: 'Save this row' }).click();
}

const rows = (page, text) => page.locator('.flow tbody tr', { hasText: text });

test('the program is down: the tap waits, and lands once when it is back', async (t) => {
  const { page } = await atChair(t, 'Middle');
  await line.cut();
  await read(page, 129, 81);
  await page.locator('#offline', { hasText: '1 entry waits' }).waitFor();
  assert.equal(await page.getByLabel('Systolic').inputValue(), '');
  await line.mend();
  await rows(page, '129/81').waitFor({ timeout: 20_000 });
  await page.reload();
  assert.equal(await rows(page, '129/81').count(), 1);
});

test('the answer gets lost: the tap has landed, is sent again, and stands there once', async (t) => {
  const { page } = await atChair(t, 'Middle');
  line.mute(true);
  await read(page, 131, 82);
  await page.locator('#offline', { hasText: 'Sending' }).waitFor();
  await page.locator('#offline', { hasText: '1 entry waits' }).waitFor({ timeout: 20_000 });
  line.mute(false);
  await rows(page, '131/82').waitFor({ timeout: 30_000 });
  await page.reload();
  assert.equal(await rows(page, '131/82').count(), 1);
});

test('an entry that is refused later is shown with the reason, entered again, or dropped', async (t) => {
  const view = await atChair(t, 'Middle');
  const { page } = view;
  await line.cut();
  await read(page, 80, 120);
  await page.locator('#offline', { hasText: 'entry waits' }).waitFor();
  await line.mend();
  const refused = page.locator('#refused');
  await refused.waitFor({ timeout: 20_000 });
  assert.match(await refused.innerText(), /systolic 80[\s\S]*lower value is not below/);
  // That the program was not there stands in the browser's console, rightly.
  view.complaints.splice(0, view.complaints.length, ...view.complaints.filter((line) => !/CONNECTION_REFUSED/.test(line)));
  await sound(view, 'a refused entry');
  await shot(page, 'session-refused-entry');
  await page.reload();
  await refused.getByRole('button', { name: 'Enter it again' }).click();
  assert.equal(await page.getByLabel('Systolic').inputValue(), '80');
  await refused.waitFor({ state: 'detached' });
  await page.getByLabel('Systolic').fill('126');
  await page.getByLabel('Diastolic').fill('78');
  await page.getByRole('button', { name: 'Save this row' }).click();
  await rows(page, '126/78').waitFor();
  await line.cut();
  await read(page, 70, 110);
  await page.locator('#offline', { hasText: 'entry waits' }).waitFor();
  await line.mend();
  await refused.waitFor({ timeout: 20_000 });
  await refused.getByRole('button', { name: 'Drop it' }).click();
  await refused.waitFor({ state: 'detached' });
  await page.reload();
  assert.equal(await refused.count(), 0);
});
