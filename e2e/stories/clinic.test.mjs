// What the clinic's lead confirms in writing, and what the others then see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, overflow, phone, shot, sound } from '../lib/browser.mjs';
import { courseAtTheCheck, enterAs, firstDay, section } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let view;
let page;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '1');
  browser = await launch();
  view = await open(browser, desktop);
  page = view.page;
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

// On a phone too: nothing is wider than the screen, and the page stays accessible.
async function onPhoneToo(name) {
  await page.setViewportSize(phone);
  await sound(view, `${name} on a phone`);
  await shot(page, `${name}-phone`);
  await page.setViewportSize(desktop);
  assert.ok((await overflow(page)) <= 0);
}

async function lead() {
  await enterAs(page, product.base, 'admin');
  return (await page.locator('.who > span').first().innerText()).trim();
}

test('the lead withdraws decision hints in writing, and options and forecast are gone', async () => {
  await enterAs(page, product.base, 'prescriber');
  const { course } = await courseAtTheCheck(page, product.base, 'Vera Lindholm');
  assert.ok(await page.locator('form[action$="/decisions"]').count(), 'options before');
  const name = await lead();
  await page.goto(`${product.base}/clinic/hints`);
  await sound(view, 'decision hints');
  await shot(page, 'hints-on');
  await page.getByLabel('Your full name').fill('Somebody Else');
  await page.getByLabel('What you are in this clinic').fill('Medical director');
  await page.getByRole('button', { name: /Withdraw/ }).click();
  await page.locator('#hints-errors').waitFor();
  await page.getByLabel('Your full name').fill(name);
  await page.getByRole('button', { name: /Withdraw/ }).click();
  await page.waitForURL(/done=hints-off/);
  await onPhoneToo('hints-off');
  await enterAs(page, product.base, 'prescriber');
  await page.goto(course);
  const words = await page.locator('body').innerText();
  assert.match(words, /Decision hints are off in this clinic/);
  assert.match(await section(page, 'answer').innerText(), /No answer yet/);
  assert.equal(await page.locator('form[action$="/decisions"]').count(), 0);
  assert.match(words, /Scores, sessions/, 'the record stays');
  await sound(view, 'a course without hints');
  await shot(page, 'course-without-hints');
});

test('accepted in writing they are back, and every word stays with its text', async () => {
  const name = await lead();
  await page.getByRole('link', { name: 'Read and accept them in writing' }).click();
  await page.getByLabel('Your full name').fill(name);
  await page.getByLabel('What you are in this clinic').fill('Medical director');
  await shot(page, 'hints-accept');
  await page.getByRole('button', { name: /Accept in writing/ }).click();
  await page.waitForURL(/done=hints-on/);
  const words = await section(page, 'words').innerText();
  assert.match(words, /accepted by .*Medical director/);
  assert.match(words, /withdrawn by .*Medical director/);
  await sound(view, 'decision hints accepted');
});
