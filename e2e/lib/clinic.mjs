// What people do on the pages, found as they find it: by role, label and the names of the fields.
import assert from 'node:assert/strict';

export const firstDay = '2026-01-05'; // a Monday

// A day so many days after another, as in 2026-01-08.
export function dayAfter(day, days) {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

// As the plan writes it: "Thu 8 Jan".
export function said(day) {
  const part = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(new Date(day));
  return `${part({ weekday: 'short' })} ${part({ day: 'numeric' })} ${part({ month: 'short' })}`;
}

// PHQ-9 answers that add up to a total; the ninth, about thoughts of self-harm, is 0 in each.
export const phq9 = {
  20: [3, 3, 3, 3, 3, 2, 2, 1, 0],
  19: [3, 3, 3, 3, 2, 2, 2, 1, 0],
  18: [3, 3, 3, 2, 2, 2, 2, 1, 0],
  17: [3, 3, 2, 2, 2, 2, 2, 1, 0],
};

export async function enterAs(page, base, role) {
  await page.goto(`${base}/demo`);
  await page.locator(`a[href="/demo/as/${role}"]`).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/demo'));
}

export async function moveTo(page, base, day) {
  const back = page.url();
  await page.goto(`${base}/demo`);
  await page.getByLabel('New day').fill(day);
  await page.getByRole('button', { name: 'Move to this day' }).click();
  await page.waitForURL(/done=day/);
  await page.goto(back.split(/[?#]/)[0]);
}

export async function addPatient(page, base, { name, birth = '1981-03-14', phone = '', screened = true }) {
  await page.goto(`${base}/patients/new`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Date of birth').fill(birth);
  await page.getByLabel(/Phone/).fill(phone);
  await page.getByRole('button', { name: 'Add the patient' }).click();
  await page.waitForURL(/\/patients\/[0-9a-f-]{36}/);
  const patient = page.url().match(/[0-9a-f-]{36}/)[0];
  if (screened && (await page.locator('#screening').count())) await screenPatient(page, base, patient);
  return patient;
}

// Screening: what was asked, and what of it is there. Nothing more than this is known afterwards.
export async function screenPatient(page, base, patient, { conditions = [], drug } = {}) {
  await page.goto(`${base}/patients/${patient}`);
  const form = page.locator('form[action$="/screening"]');
  if (!(await form.isVisible())) await page.locator('#screening').click();
  await form.getByLabel(/asked about all of these/).check();
  await form.getByLabel(/the list is complete/).check();
  for (const name of conditions) await form.getByRole('checkbox', { name, exact: true }).check();
  if (drug) await form.getByLabel('Medication 1').fill(drug);
  await form.getByRole('button', { name: 'Save the screening' }).click();
  await page.waitForURL(/done=screened/);
}

export async function openCourse(page, base, patient, {
  start = firstDay, weekdays = ['Monday', 'Thursday'], protocol = 'iv-mood-6', condition = 'Depression', instrument = /PHQ-9/,
} = {}) {
  await page.goto(`${base}/patients/${patient}/courses/new?protocol=${protocol}`);
  await page.getByRole('radio', { name: condition, exact: true }).check();
  await page.getByRole('radio', { name: instrument }).check();
  await page.getByLabel('First session').fill(start);
  for (const day of weekdays) await page.getByRole('checkbox', { name: day }).check();
  await page.getByRole('button', { name: 'Open the course' }).click();
  await page.waitForURL(/\/courses\/[0-9a-f-]{36}/);
  return page.url().split('?')[0];
}

// Clicks the answers of the questionnaire that is open; null leaves an item out.
export async function answer(page, answers) {
  for (const [i, value] of answers.entries()) {
    if (value === null) continue;
    const item = page.locator(`#check-in-item_${i + 1}`);
    await item.locator('label', { has: page.locator(`input[value="${value}"]`) }).click();
  }
}

export async function choose(page, course, instrument) {
  await page.goto(`${course}?instrument=${instrument}#check-in`);
}

export async function saveCheckIn(page, expected = /done=check-in/) {
  await page.getByRole('button', { name: 'Save the check-in' }).click();
  await page.waitForURL(expected);
}

export async function enterPhq9(page, course, answers, { date } = {}) {
  await choose(page, course, 'PHQ9');
  if (date) await page.locator('#check-in-date').fill(date);
  await answer(page, answers);
  await saveCheckIn(page);
}

export async function enterTotal(page, course, instrument, total, { date } = {}) {
  await choose(page, course, instrument);
  if (date) await page.locator('#check-in-date').fill(date);
  await page.locator('#check-in-total').fill(String(total));
  await saveCheckIn(page);
}

export async function giveSession(page, course, { date, dose, weight = '70', pressure = '124/78' } = {}) {
  await page.goto(course);
  if (date) await page.locator('#give-date').fill(date);
  if (dose) await page.locator('#give-dose_mg_per_kg').fill(dose);
  await page.locator('#give-weight_kg').fill(weight);
  await page.locator('#give-bp_before').fill(pressure);
  await page.getByRole('button', { name: /^Record session/ }).click();
  await page.waitForURL(/done=session/);
}

// A course a day after its fourth session, with 15 % improvement: the day of the check with its options.
// Everything is entered on that day, as after a week without power.
export async function courseAtTheCheck(page, base, name, start = firstDay) {
  const patient = await addPatient(page, base, { name });
  const course = await openCourse(page, base, patient, { start });
  await moveTo(page, base, dayAfter(start, 11));
  await enterPhq9(page, course, phq9[20], { date: start });
  for (const days of [0, 3, 7, 10]) await giveSession(page, course, { date: dayAfter(start, days) });
  await enterPhq9(page, course, phq9[17]);
  return { patient, course };
}

export function section(page, id) {
  return page.locator(`[aria-labelledby="${id}"]`);
}

// Sends what a form on the page would send, field by field, but past the browser's own checks.
export async function post(page, path, fields, { origin } = {}) {
  const base = new URL(page.url()).origin;
  return page.request.post(`${base}${path}`, { form: fields, headers: { origin: origin ?? base }, maxRedirects: 0 });
}

// The hidden fields of the form that sends to a path, as the page has them now.
export async function hidden(page, path) {
  return page.locator(`form[action$="${path}"]`).first().evaluate((form) => Object.fromEntries(
    [...form.querySelectorAll('input[type=hidden]')].map((input) => [input.name, input.value]),
  ));
}

// The words of a page that came as HTML.
export function wordsOf(html) {
  const body = html.replace(/<head>[\s\S]*?<\/head>|<aside class="ribbon"[\s\S]*?<\/aside>/g, '');
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

// Without the whole page in the message when it fails.
export function assertSays(html, expected) {
  assert.ok(expected.test(wordsOf(html)), `${expected} is not on a page that begins: ${wordsOf(html).slice(0, 400)}`);
}

// A refusal says in a sentence what to do, and its status is never a fault of ours.
export function assertRefusal(status, text, allowed) {
  assert.ok(allowed.includes(status), `status ${status}, expected ${allowed}: ${wordsOf(text).slice(0, 300)}`);
  assert.ok(/[A-Z“][^.!?]{8,}[.!?]/.test(wordsOf(text)), `a refusal is a sentence: ${wordsOf(text).slice(0, 300)}`);
}
