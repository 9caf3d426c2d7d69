// The main job: from a new patient to an answer that moves, at the desk and on the tablet beside the chair.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, shot, sound, tablet } from '../lib/browser.mjs';
import {
  addPatient, answer, choose, dayAfter, enterAs, enterPhq9, enterTotal, firstDay, giveSession, moveTo, openCourse, phq9,
  said, saveCheckIn, section,
} from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

const never = /unlikely to respond|will not respond|non-?responder/i;
const beforeEach4 = [20, 19, 18, 18];
let browser;
let product;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '10');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

// The clock of the demo goes forward only, so that the tablet's course begins two weeks after the desk's.
for (const [size, viewport, monday] of [['desktop', desktop, firstDay], ['tablet', tablet, dayAfter(firstDay, 14)]]) {
  test(`from a new patient to an answer that moves, ${size}`, async (t) => {
    const { base } = product;
    const view = await open(browser, viewport);
    const { page } = view;
    t.after(() => view.context.close());
    const days = [0, 3, 7, 10, 14, 17].map((n) => dayAfter(monday, n));
    const step = async (name) => {
      await shot(page, `main-${size}-${name}`);
      await sound(view, name);
    };
    let course;

    await t.test('the prescriber goes in and adds a patient', async () => {
      await page.goto(`${base}/demo`);
      await step('demo');
      await enterAs(page, base, 'prescriber');
      assert.match(page.url(), /\/today$/);
      await page.goto(`${base}/patients`);
      if (monday !== firstDay) await moveTo(page, base, monday);
      await step('patients');
      await page.getByRole('link', { name: 'Add a patient' }).click();
      await step('new-patient');
      const patient = await addPatient(page, base, { name: `Noor ${size === 'tablet' ? 'Tabor' : 'Deskin'}` });
      await step('patient');
      await page.getByRole('link', { name: 'Open a course' }).click();
      await step('new-course');
      course = await openCourse(page, base, patient, { start: monday });
    });

    await t.test('the course begins with six dates and what trials say', async () => {
      const pills = await section(page, 'plan').locator('ol.plan li').allInnerTexts();
      days.forEach((day, i) => assert.ok(pills[i]?.includes(said(day)), `session ${i + 1} is on ${day}: ${pills[i]}`));
      const text = await section(page, 'answer').innerText();
      assert.match(text, /people like|patients in trials|no score/i);
      assert.match(text, /half[\s\S]*eight in ten/i, 'the answer comes with its 50 % and 80 % ranges');
      assert.match(text, /\d+ %/);
      await step('course-new');
    });

    await t.test('the intake scores are entered', async () => {
      await choose(page, course, 'PHQ9');
      assert.ok(await page.locator('#check-in-item_1 legend').isVisible());
      await answer(page, phq9[20]);
      await step('questionnaire');
      await saveCheckIn(page);
      await enterTotal(page, course, 'QIDS16', 20);
      const rows = await section(page, 'scores').locator('tbody tr').allInnerTexts();
      assert.ok(rows.some((row) => /PHQ-9\s+20/.test(row)), `${rows}`);
      assert.ok(rows.some((row) => /QIDS\S*\s+20/.test(row)), `${rows}`);
    });

    await t.test('four sessions are given, each after a PHQ-9', async () => {
      for (const [i, day] of days.slice(0, 4).entries()) {
        if (i > 0) {
          await moveTo(page, base, day);
          await enterPhq9(page, course, phq9[beforeEach4[i]]);
        }
        await giveSession(page, course);
        assert.match(await page.getByRole('status').first().innerText(), /recorded/);
        assert.doesNotMatch(await page.content(), never);
      }
      assert.match(await page.locator('.page-head').innerText(), /4 (of 6 )?given/);
      assert.equal(await section(page, 'plan').locator('li.pill', { hasText: 'given' }).count(), 4);
      await step('after-session-4');
    });

    await t.test('the session-4 card says what the recall window allows, and nothing more', async () => {
      await moveTo(page, base, dayAfter(days[3], 1));
      assert.match(await section(page, 'next').innerText(), /session 4[\s\S]*(taken now|missing)/i);
      await enterPhq9(page, course, phq9[17]);
      const card = section(page, 'next');
      const text = await card.innerText();
      assert.match(text, /after session 4/i);
      assert.match(text, /20 → 17, 15 % better/);
      assert.match(text, /looks back 14 days, to before the first session/, 'the caveat about the recall window');
      assert.match(text, /Options, not orders/i);
      assert.ok((await card.locator('ol.reasons li').count()) >= 3, 'reasons are given');
      assert.ok((await card.getByRole('radio').count()) >= 3, 'options are given');
      assert.doesNotMatch(await page.locator('body').textContent(), never);
      assert.doesNotMatch(await page.content(), never);
      await step('session-4-check');
    });

    await t.test('the answer does not count fewer sessions until response than were given without one', async () => {
      const text = await section(page, 'answer').innerText();
      const [, counted, given] = text.match(/(\d+) sessions?[^.]*?(\d+) of them given/) ?? [];
      assert.ok(counted === undefined || Number(counted) > Number(given), text.slice(0, 240));
    });

    await t.test('adjusting the dose keeps both forecasts', async () => {
      const card = section(page, 'next');
      await card.getByRole('radio', { name: 'Adjust the dose' }).check();
      await page.locator('#decide-dose_mg_per_kg').fill('0.75');
      await page.getByLabel('Your reason').fill('Some benefit, tolerated well: try a higher dose.');
      await step('decide');
      await card.getByRole('button', { name: 'Accept' }).click();
      await page.waitForURL(/done=decision/);
      const decided = await section(page, 'next').innerText();
      assert.match(decided, /Both forecasts/i);
      assert.match(decided, /0\.5 mg\/kg[\s\S]*0\.75 mg\/kg/);
      assert.match(decided, /Some benefit, tolerated well/);
      assert.equal(await section(page, 'next').locator('dl.facts > div').count(), 2);
      assert.equal(await page.locator('#give-dose_mg_per_kg').inputValue(), '0.75', 'the plan takes the new dose');
      assert.doesNotMatch(await page.content(), never);
      await step('decided');
    });

    let was;
    const reads = async () => ({
      first: await section(page, 'answer').innerText(),
      full: await section(page, 'answer').locator('details.more').first().textContent(),
      picture: await section(page, 'trajectory').locator('.words').textContent(),
    });

    await t.test('a QIDS that is 45 % better moves the forecast in full words and in the picture', async () => {
      await moveTo(page, base, dayAfter(days[3], 2));
      was = await reads();
      await enterTotal(page, course, 'QIDS16', 11);
      const now = await reads();
      assert.match(await section(page, 'progress').innerText(), /QIDS\S* 20 → 11, 45 % better/);
      assert.notEqual(now.full, was.full);
      assert.notEqual(now.picture, was.picture);
      const benefit = ({ full }) => Number(full.match(/Benefit today: (\d+)/)?.[1]);
      assert.ok(benefit(now) > benefit(was), `the benefit rises: ${benefit(was)} % → ${benefit(now)} %`);
      assert.doesNotMatch(await page.content(), never);
      await step('moved');
    });

    await t.test('and the answer that is read first moves with it', async () => {
      const figures = ({ first }) => first.replace(/Rests on[\s\S]*/, '').match(/\d+/g).join(' ');
      assert.notEqual(figures(await reads()), figures(was), 'headline or chance differ from before');
    });
  });
}
