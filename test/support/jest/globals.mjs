/*
 * What `@jest/globals` is in the tests: the functions of the runner, with a time limit for each test and hook, which it
 * leaves to us. A test that hangs fails by name instead of holding up the run.
 */
import { bind } from 'jest-each';

/** @type {typeof import('@jest/globals')} */
const given = /** @type {any} */ (globalThis);
const longestMs = 30_000;

/** @typedef {() => unknown} Work */
/** @typedef {(name: string, work: Work) => void} DefineTest */
/** @typedef {(work: Work) => void} DefineHook */

/** @param {number} ms @param {Work} work */
function within(ms, work) {
  return async () => {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const tooLong = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`It took longer than ${ms} ms.`)), ms);
    });
    try {
      await Promise.race([work(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** @param {DefineTest} define */
function limitedTest(define) {
  /** @param {string} name @param {Work} work */
  const limited = (name, work, ms = longestMs) => define(name, within(ms, work));
  return Object.assign(limited, { each: bind(/** @type {any} */ (limited), false) });
}

/** @param {DefineHook} define */
function limitedHook(define) {
  /** @param {Work} work */
  return (work, ms = longestMs) => define(within(ms, work));
}

export const { describe, expect, jest } = given;
export const it = Object.assign(limitedTest(/** @type {DefineTest} */ (given.it)), {
  only: limitedTest(/** @type {DefineTest} */ (given.it.only)),
  skip: limitedTest(/** @type {DefineTest} */ (given.it.skip)),
});
export const beforeAll = limitedHook(/** @type {DefineHook} */ (given.beforeAll));
export const beforeEach = limitedHook(/** @type {DefineHook} */ (given.beforeEach));
export const afterEach = limitedHook(/** @type {DefineHook} */ (given.afterEach));
export const afterAll = limitedHook(/** @type {DefineHook} */ (given.afterAll));
