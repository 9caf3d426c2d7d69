// Starts the real program on a free port with a fresh folder, and stops it again.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const binary = process.env.EVENKEEL_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/evenkeel');

export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

// args: everything after the command but --listen and --data.
export async function start(command, ...args) {
  const port = await freePort();
  const data = await mkdtemp(join(tmpdir(), 'evenkeel-e2e-'));
  const child = spawn(binary, [command, '--listen', `127.0.0.1:${port}`, '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const ended = new Promise((done) => child.once('exit', done));
  const base = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 120_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}:\n${said}`);
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > deadline) { child.kill('SIGKILL'); throw new Error(`${command} did not answer:\n${said}`); }
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    base,
    data,
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}
