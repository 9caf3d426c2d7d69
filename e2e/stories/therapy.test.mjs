// A therapist's morning: whose window closes first, what the patient wrote, a visit entered with few taps, a note nobody else
// reads; the patient's page with everything on record in one list; daily life beside the outcomes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, phone, shot, sound, tablet } from '../lib/browser.mjs';
import { enterAs } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

const secret = 'Supervision: I avoided the subject of his father.';
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

async function as(t, role, size = desktop) {
  const view = await open(browser, size);
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, role);
  return view;
}

test('the therapist starts from whose window closes first', async (t) => {
  const view = await as(t, 'therapist');
  assert.match(view.page.url(), /\/therapist$/);
  const heads = await view.page.locator('.to-see .badge').allInnerTexts();
  assert.ok(heads.some((text) => /closes in/.test(text)), heads.join(', '));
  assert.match(await view.page.locator('main').innerText(), /our default; clinic must confirm/);
  await sound(view, 'the therapist’s page');
  await shot(view.page, 'therapist');
  for (const size of [tablet, phone]) {
    await view.page.setViewportSize(size);
    await sound(view, `the therapist’s page at ${size.width}`);
  }
});

test('a visit takes six taps at most beside typing, and its own note is read by nobody else', async (t) => {
  const view = await as(t, 'therapist');
  const { page } = view;
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what;
  };
  const first = page.locator('.to-see > li', { hasText: 'closes in' }).first();
  const course = await first.locator('h2 a').getAttribute('href');
  await tap(first.getByRole('link', { name: /Enter a visit/ }).click());
  await page.locator('#visit').waitFor();
  await sound(view, 'the form of a visit');
  await page.getByLabel('How long').fill('50');
  await page.getByLabel('New themes').fill('fathers, music');
  await page.getByLabel('Note for the team').fill('Wants a slower start.');
  await page.getByLabel('Note for you alone').fill(secret);
  await shot(page, 'therapist-visit');
  await tap(page.getByRole('button', { name: 'Save the visit' }).click());
  await page.waitForURL(/done=visit/);
  assert.ok(taps <= 6, `${taps} taps`);
  assert.match(await page.locator('main').innerText(), new RegExp(secret));
  const patient = await page.locator('.to-see > li', { hasText: secret }).locator('a[href^="/patients/"]').getAttribute('href');
  for (const role of ['prescriber', 'nurse', 'admin']) {
    const other = (await as(t, role)).page;
    for (const path of ['/therapist', patient, course]) {
      const answer = await other.goto(`${product.base}${path}`);
      const html = await other.content();
      assert.ok(!html.includes('I avoided the subject'), `${role} reads ${path}`);
      if (path !== '/therapist') assert.ok(html.includes('Wants a slower start.'), `${role} does not read ${path}`);
      else assert.equal(answer.status(), role === 'admin' ? 403 : 200);
    }
  }
  const desk = (await as(t, 'front-desk')).page;
  for (const path of ['/therapist', patient, course]) {
    const answer = await desk.goto(`${product.base}${path}`);
    assert.equal(answer.status(), 403);
    const html = await desk.content();
    for (const word of [/slower start/, /avoided the subject/, /PHQ/, /\bmg\b/]) assert.doesNotMatch(html, word);
  }
});

test('a visit that cannot be is told beside its field, and what was typed stays', async (t) => {
  const { page } = await as(t, 'therapist');
  await page.locator('.to-see > li').first().getByRole('link', { name: /Enter a visit/ }).click();
  await page.getByLabel('How long').fill('0');
  await page.getByLabel('Note for the team').fill('kept');
  await page.getByRole('button', { name: 'Save the visit' }).click();
  await page.locator('#visit-errors').waitFor();
  assert.match(await page.locator('#visit-errors').innerText(), /at least a minute/);
  assert.equal(await page.getByLabel('Note for the team').inputValue(), 'kept');
});

test('the patient tells a line from the phone, and the therapist reads it', async (t) => {
  const view = await as(t, 'patient', phone);
  const { page } = view;
  assert.match(await page.locator('main').innerText(), /Nobody is watching this page/);
  await page.getByLabel('In your own words').fill('The garden was loud with birds.');
  await page.getByRole('button', { name: 'Tell the clinic' }).click();
  await page.waitForURL(/done=told/);
  await sound(view, 'the patient’s page');
  await shot(page, 'patient-days');
  const staff = (await as(t, 'therapist')).page;
  await staff.goto(`${product.base}/patients`);
  const name = (await page.locator('h1').innerText()).replace('Hello, ', '');
  await staff.locator('tbody tr', { hasText: name }).first().getByRole('link').first().click();
  if (/courses/.test(staff.url())) await staff.locator('.crumbs a').last().click();
  await staff.locator('.record-line', { hasText: 'loud with birds' }).waitFor();
});

test('everything on record stands in one list, by kind, and what is taken back stays readable', async (t) => {
  const view = await as(t, 'prescriber');
  const { page } = view;
  await page.goto(`${product.base}/therapist`);
  await page.locator('.to-see > li').first().getByRole('link', { name: /Everything on record/ }).click();
  const entries = page.locator('.record-line .record-entry');
  await entries.first().waitFor();
  const days = await page.locator('.record-line time').evaluateAll((all) => all.map((time) => time.dateTime));
  assert.deepEqual(days, [...days].sort().reverse());
  await sound(view, 'the timeline');
  await shot(page, 'patient-timeline');
  await page.getByRole('navigation', { name: 'Parts of the record' }).getByRole('link', { name: 'Sessions', exact: true }).click();
  await page.waitForURL(/part=sessions/);
  for (const text of await entries.allInnerTexts()) assert.match(text, /[Ss]ession/);
  await page.getByRole('navigation', { name: 'Parts of the record' }).getByRole('link', { name: 'Daily life' }).click();
  await page.waitForURL(/part=life/);
  const entry = entries.first();
  await entry.locator('summary').click();
  await entry.getByLabel('Why it is wrong').fill('other patient');
  await entry.getByRole('button', { name: 'Take back' }).click();
  await page.waitForURL(/done=taken-back/);
  assert.match(await page.locator('.record-line').innerText(), /Taken back by Dr Maren Vale/);
  await page.setViewportSize(phone);
  await sound(view, 'the timeline at 360');
});

test('daily life stands under the chart on the same days, and claims no cause', async (t) => {
  const view = await as(t, 'prescriber');
  const { page } = view;
  await page.goto(`${product.base}/therapist`);
  await page.locator('.to-see > li').first().locator('h2 a').click();
  const strip = page.locator('.life-strip');
  await strip.locator('.ch-beside').first().waitFor();
  assert.match(await strip.innerText(), /no inputs of the forecast[\s\S]*does not tell that one causes the other/);
  const at = (chart) => page.locator(`${chart}.ch-wide .ch-today`).first().getAttribute('x1');
  assert.equal(await at('.ch-beside'), await at('.ch-course'));
  await sound(view, 'the course with the strip');
  await strip.scrollIntoViewIfNeeded();
  await shot(page, 'course-life');
});
