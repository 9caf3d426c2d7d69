// Writes samples/*.html from samples/src/*.html: {{page TITLE | CLASS}} opens a page, {{shell ROLE | CURRENT}} writes the
// top bar, {{icon NAME}} an icon, {{chart NAME}} and {{words NAME}} and {{table NAME}} take the chart gallery's output.
//   cargo run -p evenkeel-chart --example gallery -- target/gallery
//   node samples.mjs ../../../target/gallery
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const gallery = process.argv[2] ?? "../../../target/gallery";
const icon = (name) => `<svg class="icon" aria-hidden="true"><use href="../../assets/icons.svg#${name}"/></svg>`;
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const page = (title, css = "") => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'">
<meta name="htmx-config" content='{"includeIndicatorCSS": false}'>
<title>${title} · Evenkeel</title>
<link rel="icon" href="../../assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../../assets/app.css">
<script src="../../assets/htmx.min.js" defer></script>
<script src="../../assets/app.js" type="module"></script>
</head>
<body class="${css}">
<a class="skip" href="#main">Skip to content</a>`;

const roles = {
  prescriber: { name: "Dr M. Okafor", role: "Prescriber", nav: ["Today", "Patients", "Check-ins", "Outcomes"] },
  desk: { name: "S. Lindqvist", role: "Front desk", nav: ["Today", "Calendar", "Patients"] },
};

const shell = (key, current) => {
  const { name, role, nav } = roles[key];
  const links = nav.map((n) => `<a href="#"${n === current ? ' aria-current="page"' : ""}>${n}</a>`).join("");
  return `<aside class="ribbon" aria-label="Demonstration"><p>${icon("info")} Demonstration: made-up patients and past trial participants. <a href="#">About these data</a></p></aside>
<header class="top">
<a class="mark" href="#">${icon("mark")}Evenkeel</a>
<span class="top-clinic">Harbour Street Clinic</span>
<nav class="top-nav" aria-label="Main">${links}</nav>
<form class="top-search" role="search" action="#">${icon("search")}<label class="sr" for="q">Search patients</label><input id="q" name="q" type="search" placeholder="Search patients" autocomplete="off"></form>
<div class="top-user"><span class="who"><span>${name}</span><span class="role">${role}</span></span>
<form method="post" action="#"><button class="btn quiet">${icon("log-out")}Sign out</button></form></div>
</header>`;
};

const read = (name, ending) => readFileSync(join(gallery, `${name}${ending}`), "utf8").trim();
const commands = {
  page, shell, icon,
  chart: (name) => read(name, ".svg"),
  words: (name) => escape(read(name, ".txt")),
  table: (name) => read(name, ".table.html"),
};

for (const file of readdirSync("samples/src")) {
  const source = readFileSync(join("samples/src", file), "utf8");
  const html = source.replaceAll(/\{\{(\w+) ([^}]*)\}\}/g, (whole, command, args) => {
    const run = commands[command];
    if (!run) throw new Error(`${file}: unknown ${whole}`);
    return run(...args.split("|").map((a) => a.trim()));
  });
  writeFileSync(join("samples", file), html.includes("</html>") ? html : `${html.trimEnd()}\n</body>\n</html>\n`);
}
