import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { ConfigProblem, exampleEnvironment, readConfig } from '../../src/platform/config/config.js';

const key = Buffer.alloc(32, 1).toString('base64');
const fine = { DATABASE_URL: 'postgres://127.0.0.1/linli', DATA_KEY: key, HASH_KEY: key };

function problemOf(variables: Record<string, string>): string {
  try {
    readConfig({ ...fine, ...variables });
  } catch (error) {
    if (error instanceof ConfigProblem) return error.message;
  }
  return 'none';
}

describe('the configuration', () => {
  it('needs a database and two keys, and has a default for all else', () => {
    const { env } = readConfig(fine);
    expect(env).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, TIME_ZONE: 'Asia/Shanghai', NODE_ENV: 'development' });
  });

  it('names every variable that is missing, and says what it is for', () => {
    expect(() => readConfig({})).toThrow(
      /DATABASE_URL is not set: PostgreSQL 14[^]*DATA_KEY is not set[^]*HASH_KEY is not set/,
    );
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ ...fine, PORT: '', REDIS_URL: '' }).env).not.toHaveProperty('REDIS_URL');
  });

  it.each([
    ['PORT', 'eighty', 'PORT: must be a TCP port from 0 to 65535'],
    ['PORT', '70000', 'PORT: must be a TCP port from 0 to 65535'],
    ['DATABASE_URL', 'mysql://localhost/linli', 'DATABASE_URL: must be an address that begins with postgres://'],
    ['REDIS_URL', 'localhost:6379', 'REDIS_URL: must be an address that begins with redis://'],
    ['TIME_ZONE', 'Shanghai', 'TIME_ZONE: must be a time zone such as Asia/Shanghai'],
    ['DATA_KEY', 'short', 'DATA_KEY: must be 32 bytes in base64'],
    ['NODE_ENV', 'staging', 'NODE_ENV: '],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: '],
    ['TRUST_PROXY', 'yes', 'TRUST_PROXY: '],
    ['TIME_ZONE', '+08:00', 'TIME_ZONE: '],
    ['SMTP_URL', 'https://mail', 'SMTP_URL: must be an address that begins with smtp://'],
  ])('stops at %s=%s and names it', (name, value, message) => {
    expect(problemOf({ [name]: value })).toContain(message);
  });

  it('does not start in production without a way to send sign-in codes', () => {
    expect(problemOf({ NODE_ENV: 'production' })).toContain('SMS_URL is not set');
  });

  it('marks cookies Secure exactly behind https', () => {
    expect(readConfig({ ...fine, PUBLIC_URL: 'https://linli.example.cn' }).isHttps).toBe(true);
    expect(readConfig(fine).isHttps).toBe(false);
  });

  it('is the one that .env.example shows', () => {
    expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(exampleEnvironment());
  });
});

describe('docker-compose.yml', () => {
  const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');

  it('runs postgres, redis, api and worker after the migration, and holds no password', () => {
    const { services } = load(text) as { services: Record<string, { depends_on?: object; command?: string[] }> };
    expect(Object.keys(services).sort()).toEqual(['api', 'migrate', 'postgres', 'redis', 'worker']);
    expect(services.api?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    expect(services.worker?.command).toEqual(['node', 'dist/src/worker.js']);
    expect(text).not.toMatch(/PASSWORD: (?!\$\{)/);
  });
});
