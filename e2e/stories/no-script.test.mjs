// Every page is plain HTML first: the main actions work in a browser that runs no script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, overflow, shot } from '../lib/browser.mjs';
import { addPatient, courseAtTheCheck, dayAfter, enterAs, enterTotal, firstDay, section } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let page;
let course;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '1');
  browser = await launch();
  ({ page } = await open(browser, desktop, { javaScriptEnabled: false }));
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

test('without script: a patient, a course, sessions and questionnaires are entered', async () => {
  await enterAs(page, product.base, 'prescriber');
  ({ course } = await courseAtTheCheck(page, product.base, 'Vera Plain'));
  assert.match(await page.locator('.page-head').innerText(), /\b4\b[^\n]*given/);
  assert.ok((await overflow(page)) <= 0);
  await shot(page, 'no-script-course');
});

test('without script: the chart is a picture with the same in words', async () => {
  const chart = section(page, 'trajectory');
  assert.ok(await chart.locator('svg').first().isVisible());
  await chart.locator('summary').click();
  assert.match(await chart.locator('.words').innerText(), /PHQ-9/);
  assert.ok((await chart.locator('tbody tr').count()) > 3);
});

test('without script: a decision is taken, with its dose and reason', async () => {
  await page.goto(course);
  await page.getByRole('radio', { name: 'Adjust the dose' }).check();
  await page.locator('#decide-dose_mg_per_kg').fill('0.75');
  await page.locator('#decide-reason').fill('Some benefit, tolerated well.');
  await page.getByRole('button', { name: 'Accept' }).click();
  assert.match(page.url(), /done=decision/);
  assert.match(await section(page, 'next').innerText(), /Both forecasts/i);
});

test('without script: another instrument is a link away', async () => {
  await enterTotal(page, course, 'QIDS16', 15);
  assert.match(await section(page, 'scores').innerText(), /QIDS/);
});

test('without script: a refused form comes back as it was typed', async () => {
  await page.goto(course);
  await page.locator('#give-date').fill(dayAfter(firstDay, 40));
  await page.locator('#give-weight_kg').fill('71.5');
  await page.getByRole('button', { name: /^Record session/ }).click();
  assert.match(await page.locator('#give-errors').innerText(), /has not come yet/);
  assert.equal(await page.locator('#give-weight_kg').inputValue(), '71.5');
});

test('without script: the answer is shared with the patient', async () => {
  await page.goto(course);
  await page.getByText('Share the answer with the patient').click();
  await page.getByRole('button', { name: 'Share this text' }).click();
  assert.match(page.url(), /done=shared/);
});

test('without script: the search finds a patient', async () => {
  await addPatient(page, product.base, { name: 'Quentin Lowe' });
  await page.goto(`${product.base}/patients`);
  await page.getByRole('searchbox', { name: 'Search patients' }).first().fill('quent');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search/);
  assert.match(await page.locator('main').innerText(), /Quentin Lowe/);
  assert.doesNotMatch(await page.locator('main').innerText(), /Vera Plain/);
});

test('without script: signing out', async () => {
  await page.getByRole('button', { name: 'Sign out' }).click();
  assert.match(page.url(), /sign-in/);
});
