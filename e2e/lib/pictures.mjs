// Compares what is drawn with pictures that are checked in. Letters come from one font of the npm registry, so
// that the fonts of the machine do not matter; what is left to the browser's version is borne by the tolerance.
//   EVENKEEL_WRITE_PICTURES=1 node --test stories/styleguide.test.mjs   takes the pictures anew: look at them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const kept = join(import.meta.dirname, '../pictures');
const screens = join(import.meta.dirname, '../screens');
const { resolve } = createRequire(import.meta.url);

// Of the 64 × 64 pixels of any place, so many may differ: less than the edge of a button.
const window = 64;
const tolerated = 120;

const face = (weight) => {
  const file = readFileSync(resolve(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`));
  return `@font-face { font-family: "Source Sans 3"; font-weight: ${weight}; src: url(data:font/woff2;base64,${file.toString('base64')}); }`;
};

// The context of the page must be opened with bypassCSP: the policy of the pages allows no font of others.
export async function sameLetters(page) {
  await page.addStyleTag({ content: `${[400, 600, 700].map(face).join('\n')}
    :root, body, body * { font-family: "Source Sans 3" !important; } * { caret-color: transparent !important; transition: none !important; }` });
  await page.evaluate(() => document.fonts.ready);
}

// What differs from the checked-in picture, in words; nothing if it is the same.
export async function difference(part, name, { keep = true } = {}) {
  const now = await part.screenshot({ animations: 'disabled' });
  const path = join(kept, `${name}.png`);
  if (keep && process.env.EVENKEEL_WRITE_PICTURES) {
    mkdirSync(kept, { recursive: true });
    writeFileSync(path, now);
    return [];
  }
  if (!existsSync(path)) return [`${name}: there is no picture to compare with; take it with EVENKEEL_WRITE_PICTURES=1`];
  const [was, is] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(now)];
  writeFileSync(join(screens, `${name}.png`), now);
  if (was.width !== is.width || was.height !== is.height) {
    return [`${name}: ${is.width} × ${is.height} pixels instead of ${was.width} × ${was.height}`];
  }
  const diff = new PNG({ width: is.width, height: is.height });
  const most = pixelmatch(was.data, is.data, diff.data, is.width, is.height, { threshold: 0.1, windowSize: window });
  if (most <= tolerated) return [];
  writeFileSync(join(screens, `${name}-difference.png`), PNG.sync.write(diff));
  return [`${name}: ${most} pixels differ in one place; see screens/${name}-difference.png`];
}
