// What a browser waits for: starts the demo, asks for its pages, and prints how long they took.
// Usage: node bench/http.mjs PATH-OF-EVENKEEL
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [evenkeel] = process.argv.slice(2);
const TODAY = '2026-03-03';
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
const data = join(folder, 'demo');

const since = (start) => performance.now() - start;
const round = (ms) => ms.toFixed(1).padStart(8);

/** One line of the table. */
function row(what, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  console.log(`${what.padEnd(44)}${String(sorted.length).padStart(6)}${round(at(0.5))}${round(at(0.99))}${round(sorted.at(-1))}`);
}

/** Starts the demo; its address once it serves. */
function start() {
  const begun = performance.now();
  const child = spawn(evenkeel, ['demo', '--listen', '127.0.0.1:0', '--today', TODAY, '--data', data], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((ready, failed) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const found = said.match(/open (http:\/\/[^/]+)\/demo/);
      if (found) ready({ child, site: found[1], ms: since(begun) });
    });
    child.on('exit', (code) => failed(new Error(`the demo ended with ${code}`)));
  });
}

/** Somebody of a role: asks for pages and sends forms with the cookie of the demo's link. */
async function visitor(site, role) {
  const entered = await fetch(`${site}/demo/as/${role}`, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie').split(';')[0];
  const ask = async (path, options = {}, expected = 200) => {
    const begun = performance.now();
    const reply = await fetch(site + path, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } });
    const body = await reply.text();
    if (reply.status !== expected) throw new Error(`${path}: ${reply.status}`);
    return { ms: since(begun), body };
  };
  const send = (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) }, 303);
  return { ask, send };
}

const links = (page) => [...new Set(page.match(/\/courses\/[0-9a-f-]{36}/g))];

/** `count` times the same page. */
async function again(count, once) {
  const times = [];
  for (let n = 0; n < count; n += 1) times.push((await once()).ms);
  return times;
}

/** A day this many days before the demo's. */
function day(back) {
  const date = new Date(`${TODAY}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() - back);
  return date.toISOString().slice(0, 10);
}

/** Check-ins and the page after each: what it shows has to be computed anew. */
async function checkIns(nurse, courses) {
  const [posts, views] = [[], []];
  for (let back = 0; back < 10; back += 1) {
    for (const course of courses) {
      const fields = { instrument: 'QIDS16', date: day(back), total: String(8 + back), key: `one-${course}-${back}` };
      posts.push((await nurse.send(`${course}/check-ins`, fields)).ms);
      views.push((await nurse.ask(course)).ms);
    }
  }
  return { posts, views };
}

/** Eight clients at once, fifty check-ins each. */
async function together(nurse, courses) {
  const client = async (number) => {
    const times = [];
    for (let n = 0; n < 50; n += 1) {
      const instrument = n % 2 === 0 ? 'MADRS' : 'HAMD17';
      const fields = { instrument, date: day(number * 25 + Math.floor(n / 2)), total: '20', key: `many-${number}-${n}` };
      times.push((await nurse.send(`${courses[number % courses.length]}/check-ins`, fields)).ms);
    }
    return times;
  };
  const begun = performance.now();
  const times = (await Promise.all([...Array(8).keys()].map(client))).flat();
  return { times, perSecond: (times.length / since(begun)) * 1000 };
}

async function main() {
  const { child, site, ms } = await start();
  try {
    const nurse = await visitor(site, 'nurse');
    const running = links((await nurse.ask('/patients')).body);
    console.log(`demo starts in ${(ms / 1000).toFixed(2)} s\n`);
    console.log(`${'HTTP, ms'.padEnd(44)}${'n'.padStart(6)}${'p50'.padStart(8)}${'p99'.padStart(8)}${'most'.padStart(8)}`);
    row('sign-in page', await again(100, () => nurse.ask('/sign-in')));
    row('patients', await again(200, () => nurse.ask('/patients')));
    const first = [];
    for (const course of running) first.push((await nurse.ask(course)).ms);
    row('course, seen first', first);
    const { posts, views } = await checkIns(nurse, running);
    row('check-in, one after another', posts);
    row('course after a new check-in', views);
    const cached = [];
    for (const course of running) cached.push(...(await again(30, () => nurse.ask(course))));
    row('course, seen again', cached);
    const { times, perSecond } = await together(nurse, running);
    row('check-in, eight clients at once', times);
    console.log(`  ${perSecond.toFixed(0)} check-ins a second, each on disk when it is answered`);
    const memory = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1];
    console.log(`  most memory of the server: ${(memory / 1024).toFixed(0)} MB`);
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    await new Promise((gone) => child.on('exit', gone));
  }
  const doctor = spawnSync(evenkeel, ['doctor', '--data', data], { encoding: 'utf8' });
  console.log(`  doctor afterwards: ${doctor.status === 0 ? doctor.stdout.match(/audit chain.*/)[0] : doctor.stdout}`);
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
