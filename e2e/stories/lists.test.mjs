// Lists that are worked through: a booster planned in a few taps, a course set aside, and no score for the front desk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, phone, shot, sound, tablet } from '../lib/browser.mjs';
import { answer, choose, enterAs } from '../lib/clinic.mjs';
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

async function as(t, role, size = desktop) {
  const view = await open(browser, size);
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, role);
  return view;
}

const rows = (page) => page.locator('.boosters tbody tr');

// The worker brings the lists to the day in its first seconds; until then a row says how old it is.
async function list(page) {
  for (let n = 0; n < 40; n += 1) {
    await page.goto(`${product.base}/boosters`);
    if ((await rows(page).count()) > 0 && !/Worked out/.test(await page.locator('main').innerText())) return;
    await page.waitForTimeout(500);
  }
  assert.fail('the list was not brought to the day');
}

test('boosters stand in the order of the chance, each with its range, and read at every size', async (t) => {
  const view = await as(t, 'nurse');
  await list(view.page);
  const percents = (await view.page.locator('td[data-label="Chance in 14 days"]').allInnerTexts())
    .map((text) => Number(text.match(/\((\d+) %\)/)?.[1] ?? NaN)).filter(Number.isFinite);
  assert.deepEqual(percents, [...percents].sort((a, b) => b - a));
  assert.match(await view.page.locator('main').innerText(), /80 % range of when/);
  await sound(view, 'boosters');
  await shot(view.page, 'boosters');
  for (const size of [tablet, phone]) {
    await view.page.setViewportSize(size);
    await sound(view, `boosters at ${size.width}`);
  }
});

test('a booster is planned from the list in four taps at most', async (t) => {
  const view = await as(t, 'prescriber');
  const { page } = view;
  await list(page);
  const places = await rows(page).count();
  for (let n = 0; n < places; n += 1) {
    const row = rows(page).nth(n);
    let taps = 0;
    const plan = row.getByRole('link', { name: /^Plan/ });
    if (!(await plan.count())) continue;
    await plan.click();
    taps += 1;
    const decide = page.getByRole('button', { name: 'Plan the booster' });
    const move = page.getByRole('button', { name: /^Move session/ });
    if (!(await decide.count()) && !(await move.count())) {
      await page.goBack();
      continue;
    }
    await sound(view, 'planning a booster');
    await shot(page, 'booster');
    if (await decide.count()) {
      await page.getByLabel('Your reason').fill('Fading since the last check-in.');
      await decide.click();
      taps += 2;
    } else {
      await move.click();
      taps += 1;
    }
    await page.waitForURL(/\/boosters\?done=(booster|moved)/);
    assert.ok(taps <= 4, `${taps} taps`);
    return;
  }
  assert.fail('no booster could be planned');
});

test('a course is set aside with a reason, is listed with who and why, and comes back', async (t) => {
  const view = await as(t, 'nurse');
  const { page } = view;
  await list(page);
  const before = await rows(page).count();
  const row = rows(page).filter({ has: page.getByRole('link', { name: /^Plan/ }) }).last();
  const name = await row.locator('th a').first().innerText();
  await row.getByRole('link', { name: /^Plan/ }).click();
  await page.getByRole('button', { name: 'Set aside' }).click();
  assert.equal(new URL(page.url()).pathname.split('/').length, 3, 'the browser asks for day and reason');
  await page.getByLabel('Until').fill('2026-03-17');
  await page.getByLabel('Why it can wait').fill('On a journey, spoken with.');
  await page.getByRole('button', { name: 'Set aside' }).click();
  await page.waitForURL(/done=set-aside/);
  assert.equal(await rows(page).count(), before - 1);
  await page.getByRole('link', { name: /^Set aside/ }).click();
  assert.match(await page.locator('main').innerText(), new RegExp(`${name}[\\s\\S]*Set aside until Tue 17 Mar[\\s\\S]*On a journey`));
  await sound(view, 'set aside');
  await page.getByRole('link', { name: /^Plan/ }).click();
  await page.getByRole('button', { name: 'Back into the list' }).click();
  await page.waitForURL(/done=taken-up/);
  assert.equal(await rows(page).count(), before);
});

test('the list is worked through with the keyboard alone', async (t) => {
  const { page } = await as(t, 'prescriber');
  await list(page);
  const plan = page.getByRole('link', { name: /^Plan/ }).first();
  for (let n = 0; n < 60; n += 1) {
    await page.keyboard.press('Tab');
    if (await plan.evaluate((link) => link === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/boosters\/[0-9a-f-]{36}$/);
  assert.equal(await page.locator('h1').count(), 1);
});

test('a suicidal check-in in the middle of a session stands on top and is acknowledged from the inbox', async (t) => {
  const desk = await as(t, 'nurse');
  await desk.page.goto(`${product.base}/inbox`);
  const open = await desk.page.locator('#live-safety li').count();
  const { page } = await as(t, 'prescriber');
  await page.goto(`${product.base}/today`);
  const chair = page.locator('.chair', { hasText: 'Middle' });
  const name = await chair.locator('abbr').getAttribute('title');
  const course = (await chair.getByRole('link').getAttribute('href')).replace('/sitting', '');
  await choose(page, `${product.base}${course}`, 'PHQ9');
  await page.locator('#check-in-date').fill('2026-03-02');
  await answer(page, [1, 1, 1, 1, 1, 1, 0, 0, 2]);
  await page.getByRole('button', { name: 'Save the check-in' }).click();
  await page.waitForURL(/done=check-in/);
  // It comes to the desk without a reload, on top, with the chair.
  const line = desk.page.locator('#live-safety li', { hasText: name });
  await line.waitFor();
  assert.equal(await desk.page.locator('#live-safety li').count(), open + 1);
  assert.match(await line.innerText(), /not acknowledged[\s\S]*at the chair now: Middle/);
  assert.match(await desk.page.locator('#live-answer li').first().innerText(), new RegExp(name));
  await sound(desk, 'the inbox');
  await shot(desk.page, 'inbox');
  for (const size of [tablet, phone]) {
    await desk.page.setViewportSize(size);
    await sound(desk, `the inbox at ${size.width}`);
  }
  await line.getByLabel(/What you do now/).fill('With them at the chair, Dr Vale is on the way.');
  await line.getByRole('button', { name: 'Acknowledge' }).click();
  await desk.page.waitForURL(/done=alert/);
  assert.match(await line.innerText(), /· acknowledged/);
});

test('a check-in is seen, a call is written down, and nothing is sent', async (t) => {
  const view = await as(t, 'nurse');
  const { page } = view;
  await page.goto(`${product.base}/inbox`);
  const rows = page.locator('.inbox-list li', { has: page.getByRole('button', { name: /^Seen/ }) });
  const before = await rows.count();
  const row = rows.first();
  const name = await row.locator('strong').first().innerText();
  await row.locator('summary', { hasText: 'Message' }).click();
  assert.match(await row.innerText(), /Evenkeel sends no message/);
  await row.getByLabel('What was said and agreed').fill('Feels better than the score says; comes on Thursday.');
  await row.getByRole('button', { name: 'Spoken with' }).click();
  await page.waitForURL(/done=call/);
  const same = rows.filter({ hasText: name }).first();
  assert.match(await same.innerText(), /Spoken with \(Tomas Ruiz[\s\S]*comes on Thursday/);
  await same.getByRole('button', { name: /^Seen/ }).click();
  await page.waitForURL(/done=check-in-seen/);
  assert.equal(await rows.count(), before - 1);
});

test('the board tells what is due and how who comes stands, in words', async (t) => {
  const view = await as(t, 'nurse');
  await list(view.page);
  await view.page.goto(`${product.base}/today`);
  assert.match(await view.page.locator('#live-due').innerText(), /late|left|today|Nothing is due/);
  for (const row of await view.page.locator('.coming > li').all()) {
    assert.match(await row.innerText(), /Screening[\s\S]*Consent[\s\S]*On arrival[\s\S]*not asked yet/);
  }
  await sound(view, 'the board with its side');
  await shot(view.page, 'today-side');
});

test('the front desk and the therapist are refused, and no score stands in what they get', async (t) => {
  for (const role of ['front-desk', 'therapist']) {
    const { page } = await as(t, role);
    for (const path of ['/boosters', '/inbox']) {
      const reply = await page.goto(`${product.base}${path}`);
      assert.equal(reply.status(), 403);
      if (role === 'front-desk') assert.doesNotMatch(await page.content(), /PHQ|chance of losing|mg\/kg/i);
    }
    assert.equal(await page.getByRole('link', { name: /Boosters|Inbox/ }).count(), 0);
  }
});
