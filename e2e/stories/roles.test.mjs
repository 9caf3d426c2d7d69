// Each role lands on a page that works for it, and sees nothing that is not its business.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, desktop, launch, open, phone, shot, sound } from '../lib/browser.mjs';
import { assertRefusal, enterAs, firstDay, hidden, post, section } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;
let course;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '10');
  browser = await launch();
  const { page, context } = await open(browser, desktop);
  await enterAs(page, product.base, 'prescriber');
  await page.goto(`${product.base}/patients`);
  await page.getByRole('link', { name: /six infusions/ }).first().click();
  course = page.url();
  await context.close();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function as(t, role, viewport = desktop) {
  const view = await open(browser, viewport);
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, role);
  return view;
}

const instruments = /PHQ|GAD-?7|QIDS|MADRS|HAMD|HAM-D|PCL-?5|CAPS|questionnaire/i;
const scores = /\bscores?\b|\bremission\b|\bresponse\b|\bforecast/i;

const lands = [
  ['prescriber', /\/today$/, 'Today'],
  ['nurse', /\/today$/, 'Today'],
  ['therapist', /\/therapist$/, 'Therapy'],
  ['front-desk', /\/front-desk$/, 'Visits'],
  ['admin', /\/today$/, 'Today'],
];
for (const [role, where, title] of lands) {
  test(`${role} lands on “${title}”`, async (t) => {
    const view = await as(t, role);
    assert.match(view.page.url(), where);
    assert.equal(await view.page.getByRole('heading', { level: 1 }).innerText(), title);
    await sound(view, `${role}'s page`);
    await shot(view.page, `role-${role}`);
  });
}

test('the front desk sees who comes when, and no score, instrument or dose, also not in the HTML', async (t) => {
  const { page } = await as(t, 'front-desk');
  const html = (await page.content()).replace(/<aside class="ribbon"[\s\S]*?<\/aside>/, '');
  for (const word of [instruments, scores, /\bmg\b/i]) assert.equal(html.match(word)?.[0], undefined);
  assert.ok((await page.locator('tbody tr').count()) > 5);
});

test('the front desk is told what to do when it opens a course', async (t) => {
  const { page } = await as(t, 'front-desk');
  const answer = await page.goto(course);
  assert.equal(answer.status(), 403);
  const text = await page.locator('main').innerText();
  assertRefusal(answer.status(), text, [403]);
  assert.match(text, /Go back to your own page/);
  assert.doesNotMatch(await page.content(), instruments);
  await page.getByRole('link', { name: 'Go to your own page' }).click();
  assert.match(page.url(), /\/front-desk$/);
});

test('the front desk may not read the list of patients with its scores', async (t) => {
  const { page } = await as(t, 'front-desk');
  const answer = await page.goto(`${product.base}/patients`);
  assertRefusal(answer.status(), await page.locator('main').innerText(), [403]);
  assert.doesNotMatch(await page.content(), instruments);
});

test('the patient reads the own plan, the own scores and the crisis line on a phone', async (t) => {
  const view = await as(t, 'patient', phone);
  const { page } = view;
  assert.match(page.url(), /\/my-course$/);
  assert.match(await section(page, 'sessions').innerText(), /session|visit/i);
  assert.match(await section(page, 'scores').innerText(), /score/i);
  const lines = page.locator('a[href^="tel:"]');
  assert.ok((await lines.count()) >= 1);
  assert.ok(await page.locator('.crisis-bar a[href^="tel:"]').isVisible(), 'the crisis line is in sight at once');
  await sound(view, 'the patient’s page');
  await shot(page, 'role-patient');
});

test('the patient never reads that a dose, a booster or a stop is due, nor a verdict', async (t) => {
  const { page } = await as(t, 'patient', phone);
  const html = (await page.content()).replace(/<aside class="ribbon"[\s\S]*?<\/aside>/, '');
  const never = [
    /\bdoses?\b|\bmg\b|booster|\bstop\b(?! eating)|overdue|\bdue\b/i,
    /unlikely|will not respond|non-?responder|relapse|remission/i,
  ];
  for (const word of never) assert.equal(html.match(word)?.[0], undefined);
});

test('what a clinician shares, the patient reads in plain words', async (t) => {
  const { page } = await as(t, 'patient', phone);
  const name = (await page.getByRole('heading', { level: 1 }).innerText()).replace('Hello, ', '');
  const desk = await as(t, 'prescriber');
  await desk.page.getByRole('searchbox', { name: 'Search patients' }).first().fill(name);
  await desk.page.keyboard.press('Enter');
  const row = desk.page.locator('tbody tr', { hasText: name }).first();
  await row.getByRole('link', { name: /six infusions/ }).click();
  await desk.page.getByText('Share the answer with the patient').click();
  const text = await desk.page.locator('blockquote.quoted').innerText();
  await desk.page.getByRole('button', { name: 'Share this text' }).click();
  await desk.page.waitForURL(/done=shared/);
  assert.match(await desk.page.getByRole('status').first().innerText(), /can now read the answer/);
  await page.reload();
  const words = await section(page, 'shared').innerText();
  assert.match(words, /Shared by your clinic on/);
  assert.ok(words.includes(text), 'the patient reads what the clinician read');
  const never = /\bdose|\bmg\b|booster|unlikely|will not respond|non-?responder|median|quantile|\bdue\b/i;
  assert.equal(words.match(never)?.[0], undefined);
  assert.deepEqual(await axeViolations(page), []);
});

test('the patient has no way into the clinic’s pages', async (t) => {
  const { page } = await as(t, 'patient', phone);
  for (const path of ['/patients', '/front-desk', new URL(course).pathname]) {
    const answer = await page.goto(`${product.base}${path}`);
    assertRefusal(answer.status(), await page.locator('main').innerText(), [403, 404]);
    assert.ok(await page.locator('a[href^="tel:"]').first().isVisible(), `the crisis line is on ${path}`);
  }
});

for (const role of ['patient', 'therapist']) {
  test(`the form for a new patient is not shown to the ${role}, who may not send it`, async (t) => {
    const { page } = await as(t, role);
    const answer = await page.goto(`${product.base}/patients/new`);
    assertRefusal(answer.status(), await page.locator('main').innerText(), [403]);
  });
}

test('the nurse gives sessions and enters check-ins', async (t) => {
  const { page } = await as(t, 'nurse');
  await page.goto(course);
  assert.ok(await section(page, 'give').isVisible());
  assert.ok(await section(page, 'check-in').isVisible());
  assert.equal(await page.locator('form[action$="/decisions"]').count(), 0);
});

test('the therapist reads the course and enters check-ins, but gives no session', async (t) => {
  const { page } = await as(t, 'therapist');
  await page.goto(course);
  assert.equal(await page.locator('form[action$="/sessions"]').count(), 0);
  assert.ok(await section(page, 'check-in').isVisible());
  const { key } = await hidden(page, '/check-ins');
  const answer = await post(page, `${new URL(course).pathname}/sessions`, {
    key, date: firstDay, dose_mg_per_kg: '0.5', weight_kg: '70',
  });
  assertRefusal(answer.status(), await answer.text(), [403]);
});

test('the clinic’s lead reads only', async (t) => {
  const view = await as(t, 'admin');
  const { page } = view;
  await page.goto(course);
  assert.equal(await page.locator('main form[method="post"]').count(), 0, 'no form on the course');
  assert.ok(await section(page, 'answer').isVisible());
  await sound(view, 'the course, read only');
  const path = new URL(course).pathname;
  for (const [to, fields] of [
    ['sessions', { key: 'a', date: firstDay, dose_mg_per_kg: '0.5' }],
    ['check-ins', { key: 'b', date: firstDay, instrument: 'QIDS16', items: '0', total: '10' }],
    ['decisions', { key: 'c', rule: 'D11', shown_digest: 'x', verdict: 'decline', reason: 'None.' }],
    ['share', { key: 'd' }],
  ]) {
    const answer = await post(page, `${path}/${to}`, fields);
    assertRefusal(answer.status(), await answer.text(), [403]);
  }
});

test('nobody is let in without signing in, and the way back is kept', async (t) => {
  const { page, context } = await open(browser, desktop);
  t.after(() => context.close());
  for (const path of ['/patients', '/front-desk', '/my-course', new URL(course).pathname]) {
    const answer = await page.goto(`${product.base}${path}`);
    assert.ok(page.url().includes('/sign-in') || answer.status() === 401, `${path}: ${answer.status()} ${page.url()}`);
    assert.doesNotMatch(await page.content(), instruments);
  }
});
