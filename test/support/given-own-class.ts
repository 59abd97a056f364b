import { givenClass } from './given-school.js';
import type { ClassOverrides, GivenClass } from './given-school.js';
import type { Linli } from './linli.js';

let count = 0;

/** A class that shares nothing with the others of a suite, so that only what a test says can clash or be full. */
export function givenOwnClass(linli: Linli, overrides: ClassOverrides = {}): Promise<GivenClass> {
  count += 1;
  return givenClass(linli, {
    name: `课程${count}`,
    nameEn: `Course ${count}`,
    teacher: `老师${count}`,
    room: `教室${count}`,
    ...overrides,
  });
}
