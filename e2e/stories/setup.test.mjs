// A new clinic on an empty folder: the one-time link, the first administrator, the second factor, signing in again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, shot, sound } from '../lib/browser.mjs';
import { start } from '../lib/product.mjs';
import { code, stepNow } from '../lib/totp.mjs';

const email = 'robin@harbour.example';
const password = 'a long sentence about the tide';
let browser;
let product;
let view;
let secret;
let usedStep;

before(async () => {
  product = await start('serve');
  browser = await launch();
  view = await open(browser, desktop);
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

const link = () => product.said().match(/\/setup\/[A-Za-z0-9_-]{16,}/)?.[0];
const field = (name) => view.page.locator(`#setup-${name}`);

async function fillIn(values) {
  for (const [name, value] of Object.entries(values)) await field(name).fill(value);
}

async function signIn(values) {
  const { page } = view;
  await page.goto(`${product.base}/sign-in`);
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/sign-in')),
    page.getByRole('button', { name: 'Sign in' }).click(),
  ]);
  await page.waitForLoadState();
  return answer.status();
}

test('the console prints a one-time link, and the sign-in page says to use it', async () => {
  assert.ok(link(), product.said());
  await view.page.goto(`${product.base}/sign-in`);
  assert.match(await view.page.locator('main').innerText(), /one-time link/);
  await sound(view, 'the sign-in page');
});

test('a made-up link opens nothing that can be finished', async () => {
  const { page } = view;
  await page.goto(`${product.base}/setup/${'A'.repeat(43)}`);
  if (await field('clinic_name').count()) {
    await fillIn({
      clinic_name: 'X', country: 'US', zone: 'America/New_York', crisis_number: '988', name: 'X', email, password,
    });
    const [answer] = await Promise.all([
      page.waitForResponse((r) => r.request().method() === 'POST'),
      page.getByRole('button', { name: /Go on/ }).click(),
    ]);
    assert.equal(answer.status(), 404);
    await page.waitForLoadState();
  }
  assert.match(await page.locator('main').innerText(), /link[\s\S]*(spent|old|not found)/i);
});

test('each mistake stands beside its field, and the summary has the focus', async () => {
  const { page } = view;
  await page.goto(product.base + link());
  await sound(view, 'set-up, step 1');
  await shot(page, 'setup-1');
  await fillIn({
    clinic_name: 'Harbour Clinic', country: 'U1', zone: 'Atlantis/Deep', crisis_number: '988', name: 'Robin Hale',
    email: 'robin@harbour.example', password: 'short',
  });
  await page.getByRole('button', { name: /Go on/ }).click();
  const summary = page.locator('#setup-errors');
  await summary.waitFor();
  for (const name of ['country', 'zone', 'password']) {
    assert.equal(await field(name).getAttribute('aria-invalid'), 'true', `${name} is marked`);
    assert.match(await page.locator(`#setup-${name}-error`).innerText(), /[A-Z][^.]+\./, `${name} has a sentence`);
    assert.match(await field(name).getAttribute('aria-describedby'), new RegExp(`setup-${name}-error`));
  }
  assert.equal(await summary.getByRole('link').count(), 3);
  assert.ok(await summary.evaluate((box) => box === document.activeElement), 'the summary has the focus');
  assert.equal(await field('clinic_name').inputValue(), 'Harbour Clinic', 'what was typed is kept');
  assert.equal(await field('zone').inputValue(), 'Atlantis/Deep');
  assert.equal(await field('password').inputValue(), '', 'a password is never sent back');
  await shot(page, 'setup-mistakes');
  await sound(view, 'set-up with mistakes');
});

test('a corrected form leads to the second factor', async () => {
  const { page } = view;
  await fillIn({ country: 'US', zone: 'America/New_York', password });
  await page.getByRole('button', { name: /Go on/ }).click();
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  secret = await page.locator('code').innerText();
  assert.match(secret, /^[A-Z2-7 ]{16,}$/);
  assert.ok(await page.getByRole('img', { name: /picture/ }).isVisible(), 'the picture for the app');
  await sound(view, 'set-up, step 2');
  await shot(page, 'setup-2');
});

test('a wrong code is told and may be tried again', async () => {
  const { page } = view;
  const wrong = code(secret) === '000000' ? '111111' : '000000';
  await field('code').fill(wrong);
  await page.getByRole('button', { name: /Finish/ }).click();
  await page.locator('#setup-errors').waitFor();
  assert.match(await page.locator('#setup-code-error').innerText(), /not the one of now/);
  await sound(view, 'set-up, step 2 with a wrong code');
});

test('the right code signs the first administrator in', async () => {
  const { page } = view;
  usedStep = stepNow();
  await field('code').fill(code(secret, usedStep));
  await page.getByRole('button', { name: /Finish/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  assert.match(await page.locator('header.top').innerText(), /Robin Hale/);
  assert.match(await page.locator('main').innerText(), /Nobody is at a chair/);
  await sound(view, 'an empty floor');
  await page.goto(`${product.base}/patients`);
  assert.match(await page.locator('main').innerText(), /No (patients yet|course is running)/);
  await sound(view, 'an empty clinic');
  await shot(page, 'setup-done');
});

test('the link works once', async () => {
  const { page } = view;
  await page.goto(product.base + link());
  assert.doesNotMatch(await page.content(), /name="clinic_name"/);
});

test('demo links do not exist outside the demo', async () => {
  for (const path of ['/demo', '/demo/as/prescriber']) {
    assert.equal((await view.page.request.get(product.base + path)).status(), 404, path);
  }
});

test('signing out ends the session', async () => {
  const { page } = view;
  await page.goto(`${product.base}/patients`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Password').waitFor();
  await page.goto(`${product.base}/patients`);
  assert.equal(await page.getByRole('heading', { name: /^No / }).count(), 0);
});

test('a wrong password, an unknown e-mail and a spent code are refused in the same words', async () => {
  const said = async () => (await view.page.locator('#sign-in-errors, [role=alert]').first().innerText()).trim();
  const used = code(secret, usedStep);
  assert.equal(await signIn({ 'E-mail': email, Password: 'not the password', 'Six-digit code': used }), 422);
  const wrong = await said();
  assert.match(wrong, /[A-Z][^.]{10,}\./);
  assert.equal(await view.page.getByLabel('E-mail').inputValue(), email, 'the e-mail is kept');
  await sound(view, 'a refused sign-in');
  await shot(view.page, 'sign-in-refused');
  assert.equal(await signIn({ 'E-mail': 'nobody@harbour.example', Password: password, 'Six-digit code': used }), 422);
  assert.equal(await said(), wrong, 'nobody learns which e-mails exist');
  assert.equal(await signIn({ 'E-mail': email, Password: password, 'Six-digit code': used }), 422);
  assert.equal(await said(), wrong, 'a code works once');
});

test('password and the next code sign in', async () => {
  // A phone may be half a minute ahead: the next code is good already, and this spares the wait.
  const next = code(secret, Math.max(usedStep + 1, stepNow()));
  await signIn({ 'E-mail': email, Password: password, 'Six-digit code': next });
  await view.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
});
