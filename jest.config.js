/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/compare-bytes.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  // A ceiling for a test that hangs, above those of the waits in it, which say what they wait for.
  testTimeout: 300_000,
  // Twice the two cores that the suite is made for: its longest tests wait most of their time.
  maxWorkers: 4,
  testSequencer: '<rootDir>/test/support/end-to-end-between.js',
  reporters: ['default', '<rootDir>/test/support/closing-line.js'],
};
