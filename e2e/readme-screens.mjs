// Draws the pictures of the README anew: `node readme-screens.mjs` writes docs/screens/*.png.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { desktop, launch, open, phone, tablet } from './lib/browser.mjs';
import { enterAs, firstDay } from './lib/clinic.mjs';
import { start } from './lib/product.mjs';

const folder = join(import.meta.dirname, '../docs/screens');
mkdirSync(folder, { recursive: true });
const product = await start('demo', '--today', firstDay);
const browser = await launch();
const draw = async (role, viewport, options, name, there) => {
  const { page, context } = await open(browser, viewport, options);
  await enterAs(page, product.base, role);
  await there(page);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'initial' });
  await context.close();
};

const courseOf = (name) => async (page) => {
  await page.goto(`${product.base}/patients`);
  await page.locator('tbody tr', { hasText: name }).first().getByRole('link', { name: /six infusions/ }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
};

await draw('prescriber', { ...desktop, height: 1000 }, {}, 'patients', () => {});
await draw('prescriber', { ...desktop, height: 1640 }, {}, 'course', courseOf('Bruno Castellano'));
await draw('nurse', tablet, { colorScheme: 'dark', hasTouch: true }, 'course-dark', async (page) => {
  await courseOf('Farid Nazari')(page);
  await page.locator('#trajectory').evaluate((heading) => heading.closest('section').scrollIntoView());
});
await draw('patient', phone, { hasTouch: true }, 'my-course', () => {});
await browser.close();
await product.stop();
