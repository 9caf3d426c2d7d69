// What the clinic's lead confirms in writing, and what the others then see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, overflow, phone, shot, sound } from '../lib/browser.mjs';
import { addPatient, courseAtTheCheck, enterAs, firstDay, openCourse, section } from '../lib/clinic.mjs';
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

test('the suggested crisis line is told as one, to be confirmed with the official service', async () => {
  await lead();
  await page.goto(`${product.base}/clinic/safety`);
  assert.match(await page.locator('main').innerText(), /Suggestion; confirm with the official service\. 988 Suicide & Crisis Lifeline: 988/);
  await sound(view, 'the safety settings');
  await onPhoneToo('safety-settings');
});

let course;

test('a dose is worked out beside its field, from the weight of today and the clinic’s own bag', async () => {
  await lead();
  await page.goto(`${product.base}/clinic/dosing`);
  await page.getByLabel('Infusion (IV)').fill('1');
  await page.locator('input[name=second_check][value=yes]').check();
  await page.getByLabel('Why').fill('Two nurses on every shift.');
  await shot(page, 'dosing-settings');
  await page.getByRole('button', { name: 'Put these settings in force' }).click();
  await page.waitForURL(/done=dosing/);
  await onPhoneToo('dosing-settings');
  await enterAs(page, product.base, 'nurse');
  const patient = await addPatient(page, product.base, { name: 'Ilse Brand' });
  await enterAs(page, product.base, 'prescriber');
  const today = (await page.evaluate(async () => (await fetch('/demo')).text())).match(/\d{4}-\d{2}-\d{2}/)?.[0];
  course = await openCourse(page, product.base, patient, { start: today ?? '2026-01-19' });
  await page.locator('#give-weight_kg').fill('81.37');
  await page.getByRole('button', { name: 'Work out this dose' }).click();
  await page.locator('#dose-sheet details[open]').waitFor();
  const sheet = await page.locator('#dose-sheet').innerText();
  assert.match(sheet, /To draw up for 0\.5 mg\/kg:.*mg · .*mL · .*mL\/h · 40 min/);
  assert.match(sheet, /Rounded/);
  assert.equal(await page.locator('#give-weight_kg').inputValue(), '81.37', 'what was typed is kept');
  await sound(view, 'a dose worked out');
  await shot(page, 'dose-sheet');
  await onPhoneToo('dose-sheet');
});

test('a session waits for the second person, who confirms from the own sign-in', async () => {
  await page.goto(course);
  await page.locator('#give-weight_kg').fill('70');
  await page.locator('#give-bp_before').fill('124/78');
  await page.getByRole('button', { name: /^Record session/ }).click();
  await page.locator('#give-errors').waitFor();
  assert.match(await page.locator('#give-errors').innerText(), /second person confirm every dose, and nobody has confirmed/);
  await sound(view, 'a session without its second person');
  await enterAs(page, product.base, 'nurse');
  await page.goto(course);
  await page.locator('#give-weight_kg').fill('70');
  await page.getByRole('button', { name: /Confirm as second person/ }).click();
  await page.waitForURL(/done=second-check/);
  await enterAs(page, product.base, 'prescriber');
  await page.goto(course);
  assert.match(await section(page, 'give').innerText(), /0\.5 mg\/kg at 70 kg, confirmed by/);
  await page.locator('#give-weight_kg').fill('70');
  await page.locator('#give-bp_before').fill('124/78');
  await page.getByRole('button', { name: /^Record session/ }).click();
  await page.waitForURL(/done=session/);
});

test('the clinic’s own safety questions stand in the form, and a yes waits for a person', async () => {
  const name = await lead();
  await page.goto(`${product.base}/clinic/questions`);
  await page.getByLabel('Question 1', { exact: true }).fill('Have you thought of ending your life?');
  await page.getByLabel('Your full name').fill(name);
  await page.getByRole('button', { name: 'Confirm these questions' }).click();
  await page.locator('#own-errors').waitFor();
  assert.match(await page.locator('#own-means_1-error').innerText(), /does not say what a yes means/);
  await page.getByLabel('A yes to question 1 means').selectOption('q2');
  await page.getByLabel('Question 2', { exact: true }).fill('Would you rather tell somebody alone?');
  await page.getByLabel('A yes to question 2 means').selectOption('person');
  await page.getByRole('button', { name: 'Confirm these questions' }).click();
  await page.waitForURL(/done=questions/);
  assert.match(await page.locator('main').innerText(), /Unknown is never no/);
  await sound(view, 'the own questions');
  await shot(page, 'own-questions');
  await onPhoneToo('own-questions');
  await enterAs(page, product.base, 'nurse');
  await page.goto(`${course}?ask=safety#screen`);
  const form = page.locator('form[action$="/screens"]');
  assert.match(await form.innerText(), /1\. Have you thought of ending your life\?[\s\S]*2\. Would you rather/);
  await shot(page, 'own-screen');
  await form.locator('fieldset', { hasText: 'tell somebody alone' }).getByText('Yes', { exact: true }).click();
  await form.getByRole('button', { name: 'Save the answers' }).click();
  await page.waitForURL(/done=screen-crisis/);
  assert.match(await page.locator('main > *').first().innerText(), /safety first/);
  assert.match(await section(page, 'alert-screen').innerText(), /asks for a person was answered yes/);
  await sound(view, 'a yes to an own question');
  await onPhoneToo('own-question-yes');
});

test('a price changes the cost line of a course, and the cost sheet can be printed', async () => {
  await lead();
  await page.goto(`${product.base}/clinic/prices`);
  await page.getByLabel('IV', { exact: true }).fill('1,200');
  await page.getByRole('button', { name: 'Put these prices in force' }).click();
  await page.locator('#prices-errors').waitFor();
  await shot(page, 'prices-refused');
  await sound(view, 'a refused price');
  await page.getByLabel('IV', { exact: true }).fill('475');
  await page.getByRole('button', { name: 'Put these prices in force' }).click();
  await page.waitForURL(/done=prices/);
  await onPhoneToo('prices');
  await enterAs(page, product.base, 'prescriber');
  // The clock went on to the 16th of January in the first story.
  const patient = await addPatient(page, product.base, { name: 'Mara Holt' });
  const scored = await openCourse(page, product.base, patient, { start: '2026-01-19' });
  assert.match(await section(page, 'plan').innerText(), /Cost sheet to print/);
  await shot(page, 'cost-line');
  await page.getByRole('link', { name: 'Cost sheet to print' }).click();
  await page.waitForURL(`${scored.split('?')[0]}/cost`);
  assert.match(await page.locator('main').innerText(), /USD 475[\s\S]*Sum of the \d+ planned[\s\S]*The next 12 months/);
  await sound(view, 'the cost sheet');
  await shot(page, 'cost-sheet');
  await onPhoneToo('cost-sheet');
  await page.setViewportSize(phone);
  const wrap = page.locator('.table-wrap').first();
  assert.ok(await wrap.evaluate((box) => box.scrollWidth <= box.clientWidth), 'the amounts are seen without scrolling sideways');
  await page.setViewportSize(desktop);
  await page.emulateMedia({ media: 'print' });
  await shot(page, 'cost-sheet-print');
  await page.emulateMedia({ media: 'screen' });
});
