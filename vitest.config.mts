import { defineConfig } from 'vitest/config'

// Unit, language and gateway tests. The real editor is driven by test/editor.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'node_modules/**'],
    globalSetup: ['test/support/buildProgram.ts'],
    testTimeout: 20_000,
    // Browsers and child processes on a busy machine may miss a moment; a fault fails twice.
    retry: 1,
  },
  define: { GATEHOUSE_VERSION: '"0.0.0-test"' },
})
