import { spawnSync } from 'node:child_process';

// Native ES modules need a flag that jest cannot set for itself. A bare `npx jest` starts over with it.
const FLAG = '--experimental-vm-modules';
const hasFlag = process.execArgv.includes(FLAG) || process.env.NODE_OPTIONS?.includes(FLAG);
if (!hasFlag && /jest/.test(process.argv[1] ?? '')) {
  const again = [FLAG, '--disable-warning=ExperimentalWarning', ...process.argv.slice(1)];
  process.exit(spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1);
}

/** swc rather than ts-jest: 20 times as fast, and types are checked by tsc anyway. */
const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      parser,
      // As in tsconfig.json: Nest's dependency injection reads the types that decorators leave behind
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
  },
];

// ESM packages that CommonJS packages require(). Node can from 20.19 on, jest only from Node 24.9 on; so swc makes
// them CommonJS when required, and leaves them as they are when imported.
const REQUIRED_ESM = ['content-disposition', 'cookie'].join('|');

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/src', '<rootDir>/editor/src'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    [`/node_modules/(?:${REQUIRED_ESM})/.+\\.js$`]: swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(?:${REQUIRED_ESM})/)`],
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  // A worker keeps the modules of every file that it has run (jestjs/jest#14605) and slows down: it is replaced in time
  workerIdleMemoryLimit: '600MB',
  // A cloned database takes 0.1 s, an app on it 1 s; the rest is room for a machine that is busy otherwise
  testTimeout: 20_000,
};
