/** How TypeScript becomes what runs: the same in the build and in the tests. */
export const swcRules = /** @type {const} */ ({
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
});
