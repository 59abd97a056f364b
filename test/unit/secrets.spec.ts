import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config/config.js';
import { sameSecret, Secrets } from '../../src/platform/secrets/secrets.js';

const secrets = () => {
  const key = () => randomBytes(32).toString('base64');
  return new Secrets(readConfig({ DATABASE_URL: 'postgres://x/y', DATA_KEY: key(), HASH_KEY: key() }));
};
const number = '11010519491231002X';

describe('secrets', () => {
  it('open again what they sealed, and never seal alike twice', () => {
    const ours = secrets();
    const [one, two] = [ours.encrypt(number, 'a'), ours.encrypt(number, 'a')];
    expect([ours.decrypt(one, 'a'), ours.decrypt(two, 'a')]).toEqual([number, number]);
    expect(one.equals(two)).toBe(false);
    expect(one.includes(number)).toBe(false);
  });

  it('seal bytes that are no text, and give back the same', () => {
    const ours = secrets();
    const bytes = randomBytes(4096);
    const sealed = ours.encrypt(bytes, 'a');
    expect(ours.decryptBytes(sealed, 'a').equals(bytes)).toBe(true);
    expect(sealed.includes(bytes.subarray(0, 16))).toBe(false);
  });

  it('do not open with another key, in another row, or after a change of one bit', () => {
    const ours = secrets();
    const sealed = ours.encrypt(number, 'a');
    expect(() => secrets().decrypt(sealed, 'a')).toThrow();
    expect(() => ours.decrypt(sealed, 'b')).toThrow();
    for (const at of [0, 5, 20, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => ours.decrypt(altered, 'a')).toThrow();
    }
  });

  it('hash by purpose and key', () => {
    const ours = secrets();
    expect(ours.hash('document', number)).toBe(ours.hash('document', number));
    expect(ours.hash('document', number)).not.toBe(ours.hash('code', number));
    expect(ours.hash('document', number)).not.toBe(secrets().hash('document', number));
  });

  it('compare without telling where they differ', () => {
    expect(sameSecret('123456', '123456')).toBe(true);
    expect(sameSecret('123456', '123457')).toBe(false);
    expect(sameSecret('123456', '12345')).toBe(false);
  });
});
