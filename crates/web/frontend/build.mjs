// Builds ../assets from src: app.css and app.js (esbuild), icons.svg (the icons named in icons.txt, from
// lucide-static) and htmx.min.js as published. The results are checked in, so that cargo needs no Node.
// Another folder may be named: ./test builds there and compares.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

const here = new URL(".", import.meta.url);
const at = (path) => new URL(path, here);
const out = process.argv[2] ?? "../assets/";
await mkdir(at(out), { recursive: true });

await build({
  absWorkingDir: new URL(".", here).pathname,
  entryPoints: ["src/app.css", "src/app.ts"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome120", "firefox120", "safari17.5"],
  // The floor is set by light-dark(), which is written through unchanged.
  legalComments: "none",
  logLevel: "warning",
});

const names = (await readFile(at("icons.txt"), "utf8")).split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("#"));
const symbols = await Promise.all(names.map(async (name) => {
  const svg = await readFile(at(`node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}));
const mark = await readFile(at("mark.svg"), "utf8");
const own = mark.slice(mark.indexOf("<!--mark-->") + 11, mark.indexOf("<!--/mark-->")).replace(/\s+/g, " ").trim();
await writeFile(at(`${out}icons.svg`), [
  '<svg xmlns="http://www.w3.org/2000/svg">',
  "<!-- Icons from Lucide (ISC licence, see licences.txt); the mark is our own. -->",
  `<symbol id="mark" viewBox="0 0 24 24">${own}</symbol>`,
  ...symbols,
  "</svg>\n",
].join("\n"));

await copyFile(at("node_modules/htmx.org/dist/htmx.min.js"), at(`${out}htmx.min.js`));
const licence = async (name) => `${name}\n${"-".repeat(name.length)}\n${(await readFile(at(`node_modules/${name}/LICENSE`), "utf8")).trim()}\n`;
await writeFile(at(`${out}licences.txt`), [
  "Third-party material in this folder\n",
  `htmx.min.js: htmx 4.0.1, Zero-Clause BSD\nicons.svg: ${names.length} icons of lucide-static 1.62.0, ISC\n`,
  await licence("htmx.org"),
  await licence("lucide-static"),
].join("\n"));
