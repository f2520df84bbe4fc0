import { defineConfig } from 'vitest/config'

// Unit, language and gateway tests. The real editor is driven by test/editor (see docs/contributing).
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'node_modules/**'],
    testTimeout: 20_000,
  },
})
