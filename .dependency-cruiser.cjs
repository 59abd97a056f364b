/* The floors of the house: every import points down (docs/architecture.md). */
const floors = [
  'kernel',
  'platform',
  'people',
  '(payments|reminders)',
  'admission',
  '(evening-school|apartments|culture-centre)',
];

/** A floor must not reach any floor above it. */
const downwards = floors.slice(0, -1).map((floor, index) => ({
  name: `${floor.replace(/[()]/g, '').replace(/\|/g, '-and-')}-knows-nothing-above`,
  severity: 'error',
  from: { path: `src/${floor}/` },
  to: { path: `src/(${floors.slice(index + 1).join('|')}|[^/]+\\.ts$)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...downwards,
    {
      name: 'payments-and-reminders-are-apart',
      severity: 'error',
      from: { path: 'src/(payments|reminders)/' },
      to: { path: 'src/(payments|reminders)/', pathNot: 'src/$1/' },
    },
    {
      name: 'features-know-nothing-of-each-other',
      severity: 'error',
      from: { path: 'src/(evening-school|apartments|culture-centre)/' },
      to: { path: 'src/(evening-school|apartments|culture-centre)/', pathNot: 'src/$1/' },
    },
    {
      name: 'features-do-not-import-the-processes',
      severity: 'error',
      from: { path: 'src/(evening-school|apartments|culture-centre)/' },
      to: { path: 'src/[^/]+\\.ts$' },
    },
    {
      name: 'pure-files-know-no-framework',
      severity: 'error',
      from: { path: 'src/kernel/|\\.(rules|contract|lifecycle)\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|fastify|@fastify|bullmq|ioredis)/' },
    },
    {
      name: 'people-only-by-their-face',
      severity: 'error',
      from: { path: 'src/[^/]+/', pathNot: 'src/people/' },
      to: { path: 'src/people/', pathNot: 'src/people/index\\.ts$' },
    },
    {
      name: 'admission-only-by-its-face',
      severity: 'error',
      from: { path: 'src/[^/]+/', pathNot: 'src/admission/' },
      to: { path: 'src/admission/', pathNot: 'src/admission/index\\.ts$' },
    },
    {
      name: 'migrations-know-no-application-code',
      severity: 'error',
      from: { path: 'migrations/' },
      to: { path: '(src|demo|test|scripts)/' },
    },
    {
      name: 'src-knows-neither-tests-nor-demo',
      severity: 'error',
      from: { path: 'src/' },
      to: { path: '(^|/)(test|demo|scripts|bench)/', pathNot: 'node_modules|test/architecture/fixture/src' },
    },
    {
      name: 'bench-knows-only-the-http-api',
      severity: 'error',
      from: { path: 'bench/', pathNot: 'node_modules' },
      to: { path: '(^|/)(src|migrations|demo|test|scripts)/', pathNot: 'node_modules|test/architecture/fixture/bench' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: 'src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphan-files',
      severity: 'error',
      from: { orphan: true, path: 'src/' },
      to: {},
    },
    {
      name: 'only-installed-packages',
      severity: 'error',
      from: { path: 'src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
