// The design system: the same pictures as checked in, in light, dark, print and at 200 % zoom; contrast measured.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, open, phone, shot, sound, tablet } from '../lib/browser.mjs';
import { difference, sameLetters } from '../lib/pictures.mjs';
import { start } from '../lib/product.mjs';

let browser;
let product;

before(async () => {
  product = await start('demo', '--patients', '1');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

const ways = [
  ['light', desktop, {}],
  ['dark', desktop, { colorScheme: 'dark' }],
  ['zoom-200', { width: desktop.width / 2, height: desktop.height / 2 }, {}], // a page at 200 % has half the pixels to itself
  ['print', { width: 794, height: 1123 }, {}],
];
for (const [name, viewport, options] of ways) {
  test(`every component looks as it is checked in: ${name}`, async (t) => {
    const { page, context } = await open(browser, viewport, { bypassCSP: true, reducedMotion: 'reduce', ...options });
    t.after(() => context.close());
    if (name === 'print') await page.emulateMedia({ media: 'print' });
    await page.goto(`${product.base}/styleguide`);
    await sameLetters(page);
    const wrong = [];
    for (const part of await page.locator('main section').all()) {
      const id = await part.getAttribute('aria-labelledby');
      if (await part.isVisible()) wrong.push(...(await difference(part, `guide-${name}-${id}`)));
    }
    assert.deepEqual(wrong, []);
  });
}

test('the comparison sees one button of another colour', async (t) => {
  const { page, context } = await open(browser, desktop, { bypassCSP: true, reducedMotion: 'reduce' });
  t.after(() => context.close());
  await page.goto(`${product.base}/styleguide`);
  await sameLetters(page);
  await page.addStyleTag({ content: '.btn.danger { color: var(--warn) !important; border-color: var(--warn) !important; }' });
  const seen = await difference(page.locator('main section[aria-labelledby="buttons"]'), 'guide-light-buttons', { keep: false });
  assert.equal(seen.length, 1, `${seen}`);
});

for (const [size, viewport] of [['1280', desktop], ['1080', tablet], ['360', phone]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`accessible and no wider than the screen at ${size} px, ${colorScheme}`, async (t) => {
      const view = await open(browser, viewport, { colorScheme });
      t.after(() => view.context.close());
      await view.page.goto(`${product.base}/styleguide`);
      await sound(view, 'the design system');
      await shot(view.page, `guide-look-${size}-${colorScheme}`);
    });
  }
}

// WCAG 2.2, 1.4.3: 4.5 to 1 for text. Measured on what the browser has computed, not on the file.
for (const colorScheme of ['light', 'dark']) {
  test(`each ink is readable on each ground it may stand on, ${colorScheme}`, async (t) => {
    const { page, context } = await open(browser, desktop, { colorScheme });
    t.after(() => context.close());
    await page.goto(`${product.base}/styleguide`);
    const pairs = await page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      const luminance = (color) => {
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      return [...document.querySelectorAll('.swatch')].flatMap((swatch) => [...swatch.querySelectorAll('span')].map((ink) => {
        const [a, b] = [luminance(getComputedStyle(swatch).backgroundColor), luminance(getComputedStyle(ink).color)].sort((x, y) => y - x);
        return [`${ink.textContent} on ${swatch.querySelector('strong').textContent}`, (a + 0.05) / (b + 0.05)];
      }));
    });
    assert.ok(pairs.length > 20, `${pairs.length} pairs`);
    assert.deepEqual(pairs.filter(([, contrast]) => contrast < 4.5), []);
  });
}
