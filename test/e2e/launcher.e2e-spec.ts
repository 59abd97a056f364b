import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpClient } from '../support/http-client.js';
import { RunningProcess } from '../support/process.js';
import { until } from '../support/until.js';

const project = fileURLToPath(new URL('../..', import.meta.url));

describe('npm start', () => {
  let folder: string;
  beforeAll(() => {
    folder = clonedInto(path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'linli-clone-'))), '邻里 clone'));
  });
  const clonedInto = (place: string): string => {
    mkdirSync(place);
    for (const part of ['src', 'migrations', 'demo', 'web', 'scripts', 'package.json', 'package-lock.json']) {
      cpSync(path.join(project, part), path.join(place, part), { recursive: true });
    }
    symlinkSync(path.join(project, 'node_modules'), path.join(place, 'node_modules'));
    return place;
  };
  const running: RunningProcess[] = [];
  afterAll(async () => {
    for (const { child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  const start = (env: Record<string, string> = {}, options: object = {}) => {
    const { PATH = '', LANG = '' } = process.env;
    const started = new RunningProcess('scripts/start.mjs', {
      cwd: folder,
      env: { PATH, LANG, HOME: '', PORT: '0', ...env },
      ...options,
    });
    running.push(started);
    return started;
  };
  const ready = async (started: RunningProcess) => {
    const table = await started.says('Ctrl-C');
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(table)?.[0] ?? '';
    return { table, http: new HttpClient(address) };
  };
  const refused = async (env: Record<string, string>, options: object = {}) => {
    const started = start(env, options);
    return { code: await started.ended, said: started.output.trim() };
  };

  it('stands up with demo data, survives kill -9 with all data there, and stops cleanly', async () => {
    const first = start();
    const { table, http } = await ready(first);
    for (const shown of ['/docs', '/dev/outbox', 'school@demo.linli', 'password', 'second factor']) {
      expect(table).toContain(shown);
    }
    expect(statSync(path.join(folder, '.linli/secrets.json')).mode & 0o777).toBe(0o600);
    expect((await http.get('/health/ready')).status).toBe(200);
    expect((await http.get('/classes')).body.total).toBe(20);
    await http.post('/sign-in/codes', { phone: '13800138123' });

    const second = await refused({});
    expect(second.code).toBe(1);
    expect(second.said).toMatch(/^Linli runs here already \(process \d+, http:.*stop it with Ctrl-C.*$/);

    first.child.kill('SIGKILL');
    await first.ended;
    const third = start();
    const again = (await ready(third)).http;
    const kept = await again.get('/dev/outbox.json?search=13800138123');
    expect(kept.body.items).toMatchObject([{ to: '+8613800138123' }]);
    expect((await again.get('/classes')).body.total).toBe(20);
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
    expect(third.output).toContain('Stopping …');
  }, 90_000);

  it('stops cleanly while it is still starting, takes an interrupted load up again, and begins anew without its secrets', async () => {
    const cwd = clonedInto(path.join(path.dirname(folder), 'another'));
    const first = start({}, { cwd });
    const file = path.join(cwd, '.linli/linli.log');
    await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('workers started'), 40);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start({}, { cwd });
    await until(() => readFileSync(file, 'utf8').split('workers started').length > 2, 40);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    const third = start({}, { cwd });
    expect((await (await ready(third)).http.get('/classes')).body.total).toBe(20);
    third.child.kill('SIGINT');
    await third.ended;
    // A clone that is deleted and made again has other secrets than the data that may outlive it.
    rmSync(path.join(cwd, '.linli'), { recursive: true });
    const { http } = await ready(start({}, { cwd }));
    expect((await http.get('/classes')).body.total).toBe(20);
  }, 120_000);

  it('a taken port: one sentence that says what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, said } = await refused({ PORT: String(port) });
    other.close();
    expect([code, said]).toEqual([
      1,
      `Port ${port} is taken by another program: stop it, or choose another with PORT=${port + 1} npm start`,
    ]);
  }, 60_000);

  it.each([
    ['PORT', 'many', 'PORT: must be a TCP port from 0 to 65535'],
    ['TIME_ZONE', 'Mars/Base', 'TIME_ZONE: must be a time zone such as Asia/Shanghai'],
    ['DATABASE_URL', 'mysql://x', 'DATABASE_URL: must be an address that begins with postgres:// or postgresql://'],
    ['REDIS_URL', 'redis://127.0.0.1:1', /^No Redis answers at 127\.0\.0\.1:1: start it there, or unset REDIS_URL/],
    [
      'DATABASE_URL',
      'postgres://127.0.0.1:1/linli',
      /^Nothing answers at 127\.0\.0\.1:1\/linli .*unset DATABASE_URL.*$/,
    ],
  ])(
    '%s=%s: the variable is named',
    async (name, value, sentence) => {
      const { code, said } = await refused({ [name]: value });
      expect(code).toBe(1);
      expect(said).toMatch(sentence);
      expect(said.split('\n')).toHaveLength(1);
    },
    60_000,
  );

  it('a folder that may not be written: one sentence', async () => {
    const locked = path.join(path.dirname(folder), 'locked');
    mkdirSync(locked);
    cpSync(path.join(project, 'scripts'), path.join(locked, 'scripts'), { recursive: true });
    chmodSync(path.dirname(folder), 0o755);
    chmodSync(locked, 0o555);
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (process.getuid?.() === 0) chownSync(locked, 0, 0);
    const { code, said } = await refused({}, { cwd: locked, ...asNobody });
    expect(code).toBe(1);
    expect(said).toBe(`This user may not write the folder ${locked}: give it the right to, or move the project.`);
  });
});
