import fs from 'node:fs';

export default async function globalTeardown() {
  const { server, folder } = /** @type {any} */ (globalThis).linliTestServer;
  server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
