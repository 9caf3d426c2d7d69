// What cannot be right is refused in a sentence that says what to do; nothing typed is lost and nothing is written twice.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { desktop, launch, open, shot, sound } from '../lib/browser.mjs';
import {
  addPatient, answer, assertRefusal, assertSays, choose, dayAfter, enterAs, enterPhq9, firstDay, hidden,
  moveTo, openCourse, phq9, post, saveCheckIn, section, wordsOf,
} from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let view;
let page;
let course;
let path;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '1');
  browser = await launch();
  view = await open(browser, desktop);
  page = view.page;
  await enterAs(page, product.base, 'prescriber');
  await freshCourse('Iris Calloway');
});
after(async () => {
  await browser?.close();
  await product?.stop();
});
beforeEach(async () => { await page.goto(course); });

async function freshCourse(name, start = firstDay) {
  const patient = await addPatient(page, product.base, { name });
  course = await openCourse(page, product.base, patient, { start });
  path = new URL(course).pathname;
}

// Sends a form through the page's own button and gives the answer to it.
async function press(name, to) {
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes(to)),
    page.getByRole('button', { name }).first().click(),
  ]);
  return response;
}

// What stands in the summary above the form, once it is there.
async function summary(prefix) {
  const box = page.locator(`#${prefix}-errors`);
  await box.waitFor();
  return box.innerText();
}

const given = () => section(page, 'sessions').locator('tbody tr').count();
const scored = () => section(page, 'scores').locator('tbody tr').count();

const session = { date: firstDay, dose_mg_per_kg: '0.5', weight_kg: '70', bp_before: '124/78', supervised_by: 'Dr Maren Vale' };

async function sendSession(fields) {
  const { key } = await hidden(page, '/sessions');
  return post(page, `${path}/sessions`, { ...session, key, ...fields });
}

async function sendCheckIn(fields) {
  const { key } = await hidden(page, '/check-ins');
  return post(page, `${path}/check-ins`, { key, date: firstDay, ...fields });
}

const raw = [
  ['a day that no calendar has', { date: '2026-02-30' }, /no day “2026-02-30” in the calendar/],
  ['a day that is no day', { date: 'tomorrow' }, /no day “tomorrow” in the calendar/],
  ['no day at all', { date: '' }, /The date is missing/],
  ['a day of another century', { date: '1926-01-05' }, /over a year ago/],
  ['a dose in words', { dose_mg_per_kg: 'half' }, /“half” is not a number/],
  ['a negative dose', { dose_mg_per_kg: '-0.5' }, /not a number above 0/],
  ['milligrams instead of mg/kg', { dose_mg_per_kg: '35' }, /cannot be meant[\s\S]*mg per kg/],
  ['a weight of a child’s toy', { weight_kg: '2' }, /between 20 and 400 kg/],
  ['nobody who supervised it', { supervised_by: '' }, /Nobody is named who supervised/],
];
for (const [what, fields, words] of raw) {
  test(`a session with ${what} is refused and what was typed is kept`, async () => {
    const response = await sendSession({ note: 'A note that must not be lost.', ...fields });
    const html = await response.text();
    assertRefusal(response.status(), html, [422]);
    assertSays(html, words);
    assertSays(html, /A note that must not be lost\./);
    for (const value of Object.values(fields)) assert.ok(html.includes(`value="${value}"`), `${value} is kept`);
    await page.goto(course);
    assert.equal(await given(), 0, 'nothing was written');
  });
}

test('a session in the future is refused on the page, beside its field', async () => {
  await page.locator('#give-date').fill(dayAfter(firstDay, 3));
  await page.locator('#give-weight_kg').fill('71.5');
  const response = await press(/^Record session/, '/sessions');
  assert.equal(response.status(), 422);
  assert.match(await summary('give'), /has not come yet[\s\S]*once it was given/);
  assert.match(await page.locator('#give-date-error').innerText(), /has not come yet/);
  assert.equal(await page.locator('#give-date').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.locator('#give-date').inputValue(), dayAfter(firstDay, 3));
  assert.equal(await page.locator('#give-weight_kg').inputValue(), '71.5');
  assert.equal(await given(), 0);
  await sound(view, 'a refused session');
  await shot(page, 'refused-session');
});

const rawScores = [
  ['above the scale', { instrument: 'QIDS16', items: '0', total: '28' }, /27/, [422]],
  ['below the scale', { instrument: 'QIDS16', items: '0', total: '-1' }, /0/, [422]],
  ['between the steps', { instrument: 'QIDS16', items: '0', total: '11.5' }, /11\.5/, [422]],
  ['of an instrument nobody knows', { instrument: 'TEA9', items: '0', total: '3' }, /instrument/i, [422]],
  ['on a day that no calendar has', { instrument: 'QIDS16', items: '0', total: '12', date: '2026-02-30' }, /2026-02-30/, [422]],
  ['in the future', { instrument: 'QIDS16', items: '0', total: '12', date: '2026-01-09' }, /has not come yet/, [422]],
  ['with an answer off its choices', { instrument: 'PHQ9', items: '10', item_1: '4' }, /(answer|item|question) 1(?![\s\S]*null)/i, [422]],
  ['with no answer at all', { instrument: 'PHQ9', items: '10' }, /No question was answered/, [422]],
  ['that looks back ten years', { instrument: 'QIDS16', items: '0', total: '12', recall_days: '3650' }, /1 to 366/, [422]],
];
for (const [what, fields, words, allowed] of rawScores) {
  test(`a score ${what} is refused`, async () => {
    const response = await sendCheckIn(fields);
    const html = await response.text();
    assertRefusal(response.status(), html, allowed);
    assertSays(html, words);
    await page.goto(course);
    assert.equal(await scored(), 0, 'nothing was written');
  });
}

test('a score out of range keeps the form as it was typed', async () => {
  await choose(page, course, 'QIDS16');
  await page.locator('#check-in-total').fill('31');
  await page.getByLabel('Taken after that day’s session').check();
  const response = await press('Save the check-in', '/check-ins');
  assert.equal(response.status(), 422);
  assert.match(await summary('check-in'), /27/);
  assert.equal(await page.locator('#check-in-total').inputValue(), '31');
  assert.ok(await page.getByLabel('Taken after that day’s session').isChecked());
  assert.equal(await page.locator('input[name="instrument"]').inputValue(), 'QIDS16', 'the same instrument is open');
  await sound(view, 'a refused check-in');
});

test('a dose above 1.0 mg/kg asks to confirm; above 1.5 it asks the prescriber for a reason', async () => {
  await page.locator('#give-weight_kg').fill('70');
  await page.locator('#give-bp_before').fill('124/78');
  await page.locator('#give-dose_mg_per_kg').fill('1.6');
  assert.equal((await press(/^Record session/, '/sessions')).status(), 422);
  assert.match(await summary('give'), /1\.5|limit/);
  const reason = page.getByLabel(/reason for going on/);
  assert.ok(await reason.isVisible());
  assert.equal(await page.locator('#give-dose_mg_per_kg').inputValue(), '1.6');
  await page.locator('#give-dose_mg_per_kg').fill('1.2');
  assert.equal((await press(/^Record session/, '/sessions')).status(), 422);
  assert.match(await summary('give'), /confirm/i);
  await sound(view, 'a dose to confirm');
  await shot(page, 'refused-dose');
  assert.equal(await given(), 0, 'nothing is written before it is confirmed');
  await page.getByLabel('I confirm this session as entered').check();
  await press(/^Record session/, '/sessions');
  await page.waitForURL(/done=session/);
  assert.equal(await given(), 1);
  assert.match(await section(page, 'sessions').innerText(), /1\.2 mg\/kg/);
});

test('a second session of the same day is refused', async () => {
  const response = await sendSession({});
  const html = await response.text();
  assertRefusal(response.status(), html, [409, 422]);
  assertSays(html, /on record already/);
  await page.goto(course);
  assert.equal(await given(), 1);
});

test('the same form sent twice is written once', async () => {
  await moveTo(page, product.base, dayAfter(firstDay, 3));
  const { key } = await hidden(page, '/sessions');
  const fields = { ...session, key, date: dayAfter(firstDay, 3) };
  const answers = await Promise.all([1, 2].map(() => post(page, `${path}/sessions`, fields)));
  for (const response of answers) assert.equal(response.status(), 303, wordsOf(await response.text()).slice(0, 300));
  await page.goto(course);
  assert.equal(await given(), 2);
});

test('a double click on the button lands once', async () => {
  await moveTo(page, product.base, dayAfter(firstDay, 7));
  await page.locator('#give-weight_kg').fill('70');
  await page.locator('#give-bp_before').fill('124/78');
  await page.getByRole('button', { name: /^Record session/ }).dblclick();
  await page.waitForURL(/done=session/);
  await page.goto(course);
  assert.equal(await given(), 3);
  assert.deepEqual(view.complaints, []);
});

test('going back after a form and sending it again writes nothing new', async () => {
  await moveTo(page, product.base, dayAfter(firstDay, 10));
  await page.locator('#give-weight_kg').fill('70');
  await page.locator('#give-bp_before').fill('124/78');
  await press(/^Record session/, '/sessions');
  await page.waitForURL(/done=session/);
  await page.goBack();
  await page.waitForLoadState();
  const before = await given();
  assert.ok([3, 4].includes(before));
  if (await page.locator('#give-date').inputValue() === dayAfter(firstDay, 10)) {
    await page.locator('#give-weight_kg').fill('70');
    const response = await press(/^Record session/, '/sessions');
    assert.ok([200, 303, 409, 422].includes(response.status()), `${response.status()}`);
  }
  await page.goto(course);
  assert.equal(await given(), 4);
});

test('a decision on a page that is no longer true is refused with what to do', async (t) => {
  await enterPhq9(page, course, phq9[20], { date: firstDay });
  await moveTo(page, product.base, dayAfter(firstDay, 11));
  await enterPhq9(page, course, phq9[18]);
  const second = await view.context.newPage();
  t.after(() => second.close());
  await second.goto(course);
  const stale = page;
  await stale.goto(course);
  await stale.locator('#decide-choice input[type=radio]').first().check();
  const dose = stale.locator('#decide-dose_mg_per_kg');
  if (await dose.isVisible()) await dose.fill('0.6');
  await stale.locator('#decide-reason').fill('A reason that must not be lost.');
  await choose(second, course, 'PHQ9');
  await answer(second, phq9[17]);
  await second.locator('#check-in-date').fill(dayAfter(firstDay, 11));
  await second.getByLabel('Taken after that day’s session').check();
  await saveCheckIn(second);
  const response = await press('Accept', '/decisions');
  const html = await response.text();
  assertRefusal(response.status(), html, [409, 422]);
  assertSays(html, /has changed since this page was opened/);
  await stale.locator('#decide-errors').waitFor();
  assert.match(await stale.locator('main').innerText(), /has changed since this page was opened/);
  assert.ok((await stale.content()).includes('A reason that must not be lost.'), 'the reason is kept');
  await stale.goto(course);
  assert.match(await section(stale, 'decisions').innerText(), /No decision has been recorded/);
});

test('a decision without an option or a reason is told which is missing', async () => {
  const { key, rule, shown_digest } = await hidden(page, '/decisions');
  const none = await post(page, `${path}/decisions`, { key, rule, shown_digest, verdict: 'accept', reason: 'Because.' });
  assertRefusal(none.status(), await none.text(), [422]);
  assertSays(await none.text(), /No option is chosen/);
  const reason = await post(page, `${path}/decisions`, { key, rule, shown_digest, verdict: 'decline', reason: '  ' });
  assertRefusal(reason.status(), await reason.text(), [422]);
  assertSays(await reason.text(), /The reason is missing/);
});

test('pages that do not exist say so', async () => {
  const nobody = '00000000-0000-7000-8000-000000000000';
  for (const there of [`/courses/${nobody}`, `/patients/${nobody}`, '/nowhere', '/courses/not-an-id']) {
    const response = await page.goto(product.base + there);
    assertRefusal(response.status(), await page.locator('main').innerText(), [400, 404]);
  }
  await sound(view, 'a page that does not exist');
});

test('a form from another site is refused, and so is a damaged one', async () => {
  const { key } = await hidden(page, '/sessions');
  const fields = { key, date: firstDay, dose_mg_per_kg: '0.5' };
  const foreign = await post(page, `${path}/sessions`, fields, { origin: 'https://evil.example' });
  assertRefusal(foreign.status(), await foreign.text(), [403]);
  const origin = { origin: product.base };
  const json = await page.request.post(`${product.base}${path}/sessions`, { data: { date: 1 }, headers: origin });
  assertRefusal(json.status(), await json.text(), [400, 415, 422]);
  const long = await post(page, `${path}/sessions`, { ...fields, note: 'a'.repeat(70_000) });
  assertRefusal(long.status(), await long.text(), [413]);
  const keyless = await post(page, `${path}/sessions`, { date: '2026-01-13', dose_mg_per_kg: '0.5' });
  assert.ok(keyless.status() < 500, `${keyless.status()}`);
});

test('the demo’s clock does not go back', async () => {
  await page.goto(`${product.base}/demo`);
  const response = await post(page, '/demo/day', { to: '2025-12-31' });
  assertRefusal(response.status(), await response.text(), [422]);
  assertSays(await response.text(), /only goes forward/);
});
