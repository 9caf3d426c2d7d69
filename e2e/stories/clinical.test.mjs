// The whole engine at the chair: a nasal course with its certificates and a missed session, a daily pain infusion, an
// interval shortened, a form that comes back with what was typed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, phone, shot, sound } from '../lib/browser.mjs';
import { addPatient, dayAfter, enterAs, firstDay, moveTo, openCourse, screenPatient, section } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

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

async function recordEvent(page, course, kind) {
  await page.goto(course);
  const events = section(page, 'events');
  await events.getByText('Record one').click();
  await events.locator('select[name=kind]').selectOption(kind);
  await events.getByRole('button', { name: 'Record', exact: true }).click();
  await page.waitForURL(/done=event/);
}

async function give(page, expected = /done=session/) {
  await page.getByRole('button', { name: /^Record session/ }).click();
  if (expected) await page.waitForURL(expected);
  else await page.locator('#give-errors').or(page.locator('.banner.good')).first().waitFor();
}

test('a nasal course: certificates first, then devices, a missed session and the observation', async (t) => {
  const view = await open(browser, desktop);
  const { page } = view;
  t.after(() => view.context.close());
  const { base } = product;
  await enterAs(page, base, 'prescriber');
  const patient = await addPatient(page, base, { name: 'Nadia Spray' });
  const course = await openCourse(page, base, patient, { protocol: 'spravato-trd', weekdays: [], instrument: /MADRS/ });

  await t.test('without certificates the session stops, and what was typed is still there', async () => {
    assert.match(await section(page, 'give').innerText(), /28 mg[\s\S]*56 mg[\s\S]*84 mg/);
    await page.getByRole('radio', { name: '56 mg' }).check();
    await page.locator('#give-weight_kg').fill('70');
    await page.locator('#give-bp_before').fill('124/78');
    await page.locator('#give-note').fill('First time here.');
    await give(page, null);
    await page.locator('#give-errors').waitFor();
    assert.ok(await page.getByRole('radio', { name: '56 mg' }).isChecked());
    assert.equal(await page.locator('#give-note').inputValue(), 'First time here.');
    await shot(page, 'clinical-nasal-refused');
    await sound(view, 'a refused nasal session');
  });

  await t.test('with both on record it is given, and the observation is added at discharge', async () => {
    await recordEvent(page, course, 'site_certified');
    await recordEvent(page, course, 'rems_enrolled');
    await page.getByRole('radio', { name: '56 mg' }).check();
    await page.locator('#give-weight_kg').fill('70');
    await page.locator('#give-bp_before').fill('124/78');
    await give(page);
    await page.locator('#observe').click();
    const form = page.locator('form[action$="/observations"]');
    await form.getByLabel('Observed from the start').fill('125');
    await form.getByLabel('Last MOAA/S').fill('5');
    await form.getByRole('radio', { name: 'Well', exact: true }).check();
    await form.getByText('Before leaving: list, ride, driving').click();
    const line = (name) => form.getByRole('group', { name });
    for (const name of ['Vital signs back at baseline', 'Alert and orientated']) await line(name).getByText('Yes').click();
    await line('Somebody takes the patient home').getByText('No', { exact: true }).click();
    await form.getByRole('button', { name: 'Save the observation' }).click();
    await page.waitForURL(/done=observed/);
    assert.match(await section(page, 'give').innerText(), /56 mg; tolerated well/);
    assert.match(await section(page, 'give').innerText(), /ride|takes the patient home/i);
    await shot(page, 'clinical-nasal-given');
    await sound(view, 'a nasal course');
  });

  await t.test('the monitoring form is drafted from the session, with what is still open', async () => {
    await page.getByRole('link', { name: 'See the draft' }).click();
    assert.match(await page.locator('main').innerText(), /7 days left[\s\S]*must be filled in are open[\s\S]*124\/78 mmHg/);
    await shot(page, 'clinical-rems');
    await sound(view, 'the draft of a monitoring form');
    await page.setViewportSize(phone);
    await shot(page, 'clinical-rems-phone');
    await sound(view, 'the draft of a monitoring form on a phone');
    await page.setViewportSize(desktop);
    await page.goto(course);
  });

  await t.test('a planned day that passes asks what became of it', async () => {
    await moveTo(page, base, dayAfter(firstDay, 5));
    assert.match(await section(page, 'tasks').innerText(), /not recorded: given, missed or moved/);
    await shot(page, 'clinical-unrecorded');
    await section(page, 'tasks').getByRole('link', { name: 'Record it' }).first().click();
    await page.getByText('The patient did not come').click();
    await page.getByRole('button', { name: 'Record as missed' }).click();
    await page.waitForURL(/done=missed/);
    assert.equal(await page.getByText(/not recorded: given/).count(), 0);
  });

  await t.test('on a phone the page is calm and no wider than the screen', async () => {
    await page.setViewportSize(phone);
    await page.goto(course);
    await shot(page, 'clinical-nasal-phone');
    await sound(view, 'a nasal course on a phone');
    await page.goto(`${base}/patients/${patient}`);
    await page.locator('#screening').click();
    await shot(page, 'clinical-screening-phone');
    await sound(view, 'screening on a phone');
  });
});

test('a daily pain infusion is written as rate and hours', async (t) => {
  const view = await open(browser, desktop);
  const { page } = view;
  t.after(() => view.context.close());
  const { base } = product;
  await enterAs(page, base, 'prescriber');
  const today = dayAfter(firstDay, 5);
  const patient = await addPatient(page, base, { name: 'Pia Lind' });
  const course = await openCourse(page, base, patient, {
    protocol: 'crps-10day', condition: 'Chronic pain', weekdays: [], instrument: /PEG/, start: dayAfter(today, 2),
  });
  await moveTo(page, base, dayAfter(today, 2));
  assert.equal(await page.locator('#give-hours').inputValue(), '4');
  await page.locator('#give-weight_kg').fill('70');
  await page.locator('#give-bp_before').fill('130/80');
  await give(page, null);
  if (await page.locator('#give-confirm').count()) {
    await page.locator('#give-confirm').check();
    await give(page);
  }
  await page.goto(course);
  assert.match(await section(page, 'sessions').innerText(), /mg\/kg\/h for 4 h/);
  await shot(page, 'clinical-crps');
  await sound(view, 'a pain course');
});

test('pregnancy found at screening stands before the session; a change of protocol keeps its reason', async (t) => {
  const view = await open(browser, desktop);
  const { page } = view;
  t.after(() => view.context.close());
  const { base } = product;
  await enterAs(page, base, 'prescriber');
  const today = dayAfter(firstDay, 7);
  const patient = await addPatient(page, base, { name: 'Mara Voss' });
  const course = await openCourse(page, base, patient, { start: today });
  await screenPatient(page, base, patient, { conditions: ['Pregnancy'] });
  await page.goto(course);
  assert.match(await section(page, 'give').innerText(), /Stop/);
  await shot(page, 'clinical-gate');
  await sound(view, 'a gate before the session');
  await page.getByRole('link', { name: 'Change protocol, route or ladder' }).click();
  await shot(page, 'clinical-change');
  await sound(view, 'the change of protocol');
  await page.locator('input[name=protocol][value=im-mood]').check();
  await page.getByLabel('Your reason').fill('No vein was found twice.');
  await page.getByRole('button', { name: 'Change from today on' }).click();
  await page.waitForURL(/done=changed/);
  assert.match(await section(page, 'changes').innerText(), /im-mood[\s\S]*No vein/);
});
