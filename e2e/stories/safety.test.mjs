// Suicidal thoughts and impossible people: what is said at once, and what is not taken.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, shot, sound } from '../lib/browser.mjs';
import {
  addPatient, answer, assertRefusal, choose, enterAs, firstDay, hidden, moveTo, openCourse, post, saveCheckIn, section,
} from '../lib/clinic.mjs';
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
  await enterAs(page, product.base, 'prescriber');
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function questionnaireOf(name) {
  const patient = await addPatient(page, product.base, { name });
  const course = await openCourse(page, product.base, patient);
  await choose(page, course, 'PHQ9');
  return course;
}

async function crisisComesFirst() {
  const crisis = section(page, 'crisis');
  assert.match(await crisis.innerText(), /do not leave the patient alone[\s\S]*988/);
  assert.ok(await crisis.locator('a[href="tel:988"]').isVisible());
  assert.match(await page.locator('main > *').first().innerText(), /safety first/, 'nothing comes before it');
}

test('item 9 answered 1 brings the crisis line and the finding on the same response', async () => {
  await questionnaireOf('Joel Marchetti');
  await answer(page, [1, 1, 0, 0, 0, 0, 0, 0, 1]);
  await saveCheckIn(page, /done=check-in-crisis/);
  await crisisComesFirst();
  const finding = await section(page, 'alert-screen').innerText();
  assert.match(finding, /D20/);
  assert.match(finding, /Item 9/i);
  await sound(view, 'the crisis wording');
  await shot(page, 'crisis');
});

test('item 9 left out is asked about as if it were answered', async () => {
  await questionnaireOf('Mira Falk');
  await answer(page, [1, 1, 0, 0, 0, 0, 0, 0, null]);
  await saveCheckIn(page);
  await crisisComesFirst();
  assert.match(await page.locator('main').innerText(), /left out|skipped|not answered/i);
});

test('item 9 is heard even when the form itself cannot be taken', async () => {
  await questionnaireOf('Otis Brandt');
  await answer(page, [2, 2, 1, 1, 1, 1, 1, 1, 3]);
  await page.locator('#check-in-date').fill('2026-02-20');
  await page.getByRole('button', { name: 'Save the check-in' }).click();
  await page.locator('#check-in-errors').waitFor();
  await crisisComesFirst();
  assert.match(await page.locator('main').innerText(), /not on record yet/);
  assert.ok(await page.locator('#check-in-item_9 input[value="3"]').isChecked(), 'the answers are kept');
});

test('the finding stays on the list of patients until a person has seen to it', async () => {
  await page.goto(`${product.base}/patients`);
  assert.match(await section(page, 'human').innerText(), /Joel Marchetti: Item 9/);
  await moveTo(page, product.base, '2026-01-06');
  assert.match(await section(page, 'human').innerText(), /Joel Marchetti: Item 9/);
});

const impossiblePatients = [
  ['no name', { name: '' }, 'name'],
  ['a birth date in the future', { name: 'A', birth_date: '2027-01-01' }, 'birth_date'],
  ['a birth date that no calendar has', { name: 'A', birth_date: '1981-02-29' }, 'birth_date'],
];
for (const [what, fields, field] of impossiblePatients) {
  test(`a patient with ${what} is refused`, async () => {
    await page.goto(`${product.base}/patients/new`);
    const { key } = await hidden(page, '/patients/new');
    const response = await post(page, '/patients/new', { key, record_number: 'K-77', ...fields });
    const html = await response.text();
    assertRefusal(response.status(), html, [422]);
    assert.ok(html.includes(`id="patient-${field}-error"`), `beside ${field}`);
    assert.ok(html.includes('value="K-77"'), 'what was typed is kept');
  });
}
