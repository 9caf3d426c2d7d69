// What is published, and the rules in force: readable on a desk and on a phone, for clinical staff only.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, phone, shot, sound } from '../lib/browser.mjs';
import { enterAs, firstDay } from '../lib/clinic.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;

before(async () => {
  product = await start('demo', '--today', firstDay, '--patients', '4');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function as(t, role, viewport) {
  const view = await open(browser, viewport);
  t.after(() => view.context.close());
  await enterAs(view.page, product.base, role);
  return view;
}

const upright = { width: 820, height: 1180 };

for (const [size, viewport] of [['1280', desktop], ['820', upright], ['360', phone]]) {
  test(`evidence, rules and protocols at ${size} px`, async (t) => {
    const view = await as(t, 'nurse', viewport);
    const { page } = view;
    const paths = {
      evidence: '/evidence?condition=depression&route=iv&phase=end_of_induction',
      'evidence-all': '/evidence',
      'evidence-none': '/evidence?condition=ptsd&route=nasal_esketamine',
      rules: '/rules',
      rule: '/rules/d11',
      protocols: '/protocols',
    };
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(product.base + path);
      await sound(view, `${name} at ${size} px`);
      const hidden = await page.locator('.table-wrap').evaluateAll(
        (wraps) => wraps.map((wrap) => wrap.scrollWidth - wrap.clientWidth).filter((over) => over > 0),
      );
      // On a phone a chart's own table, inside its disclosure, may still be moved sideways.
      if (size !== '360') assert.deepEqual(hidden, [], `a table is wider than its place: ${name} at ${size} px`);
      await shot(page, `evidence-${size}-${name}`);
    }
  });
}

test('a clinician asks how effective it is, from the course', async (t) => {
  const { page } = await as(t, 'prescriber', desktop);
  await page.goto(`${product.base}/patients`);
  await page.locator('table a[href^="/courses/"]').first().click();
  await page.getByRole('link', { name: 'What is published on this condition and route' }).click();
  await page.waitForURL(/\/evidence\?condition=/);
  assert.match(await page.getByRole('main').innerText(), /figures? from \d+ stud/);
  await page.getByLabel('Condition').selectOption('ptsd');
  await page.getByLabel('Phase').selectOption('end_of_induction');
  await page.getByRole('button', { name: 'Show' }).click();
  const row = page.getByRole('row', { name: /Feder/ }).first();
  const said = await row.innerText();
  for (const words of [/67\s%/, /20 %/, /midazolam/, /30% fall in CAPS-5/, /moderate/]) assert.match(said, words);
  assert.match(await row.getByRole('link').first().getAttribute('href'), /^https:\/\/doi\.org\/10\.1176\//);
});

test('a rule is found from the list, with its numbers, sources and thirteen attributes', async (t) => {
  const { page } = await as(t, 'therapist', desktop);
  await page.getByRole('link', { name: 'Rules', exact: true }).click();
  await page.getByRole('link', { name: /^D11/ }).click();
  const said = await page.getByRole('main').innerText();
  for (const words of [/continue percent/, /Complete the course as planned/, /Bipolar depression/, /Grade T/, /Reads/, /10\.1038\/s41398-024-03027-2/]) assert.match(said, words);
  assert.equal(await page.locator('[aria-labelledby="attributes"] tbody tr').count(), 13);
});

test('no address brings the pages down, and they are closed to the front desk and to patients', async (t) => {
  const { page } = await as(t, 'prescriber', desktop);
  for (const query of ['?condition=ocd&route=%00&phase=%ff', '?condition=%E2%98%83', '?x', '?&&==', `?phase=${'a'.repeat(3000)}`]) {
    assert.equal((await page.request.get(`${product.base}/evidence${query}`)).status(), 200, query);
  }
  for (const id of ['no-such', '%00', '..%2Fd11']) {
    assert.equal((await page.request.get(`${product.base}/rules/${id}`)).status(), 404, id);
  }
  for (const role of ['front-desk', 'patient']) {
    const other = await as(t, role, phone);
    for (const path of ['/evidence', '/rules', '/rules/D11', '/protocols']) {
      assert.equal((await other.page.request.get(product.base + path)).status(), 403, `${role} ${path}`);
    }
    assert.equal(await other.page.getByRole('link', { name: 'Evidence' }).count(), 0);
  }
});
