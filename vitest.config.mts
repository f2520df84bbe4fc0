import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Unit, language and gateway tests. The real editor is driven by test/editor.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'node_modules/**'],
    globalSetup: ['test/support/buildProgram.ts'],
    // Programs that the tests start keep nothing in the user's own cache.
    env: { GATEHOUSE_CACHE: fileURLToPath(new URL('./out/test/cache', import.meta.url)) },
    // Files of one worker share what they import, which takes more time than most of them run. So none may mock a module
    // (`vi.mock`), and what a test changes in the process it puts back; variables by `vi.stubEnv`.
    isolate: false,
    // Left to itself vitest keeps one of two cores free.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    unstubEnvs: true,
    testTimeout: 20_000,
    // Browsers and child processes on a busy machine may miss a moment; a fault fails twice.
    retry: 1,
  },
  define: { GATEHOUSE_VERSION: '"0.0.0-test"' },
})
