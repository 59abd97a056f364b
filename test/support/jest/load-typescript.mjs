/* Lets Node load the tests and what they test as they are written: one set of modules for all suites of a worker. */
import { register } from 'node:module';

register('./typescript-loader.mjs', import.meta.url);
