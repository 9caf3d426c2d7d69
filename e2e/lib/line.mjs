// A line between the browser and the program that can be cut while the device believes to be connected: the program is not
// there (`cut`), or it hears and its answers get lost (`mute`).
import { createServer, connect } from 'node:net';
import { freePort } from './product.mjs';

export async function lineTo(base) {
  const { hostname, port } = new URL(base);
  const own = await freePort();
  const sockets = new Set();
  let mute = false;
  const make = () => createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => {
      if (!mute) near.write(chunk);
    });
  });
  let server;
  const listen = () => new Promise((done) => {
    server = make();
    server.listen(own, '127.0.0.1', done);
  });
  const cut = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  return { base: `http://127.0.0.1:${own}`, cut, mend: listen, mute: (on) => (mute = on), close: cut };
}
