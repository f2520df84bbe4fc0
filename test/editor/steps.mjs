// Steps of a user's path: each is one test; the first that fails ends the path, for the next ones stand on it.

/**
 * Runs `steps` (`{ title, run }`) in order; resolves to `{ passed, failed }`. `onFailure` is called with the failed
 * step's title, to keep a picture of it. Steps after a failure count as failed, since they were not seen to work.
 */
export async function runSteps(steps, onFailure) {
  for (const [index, { title, run }] of steps.entries()) {
    const start = Date.now()
    try {
      await run()
    } catch (error) {
      console.log(`  FAIL ${title}\n${error instanceof Error ? error.stack : String(error)}`)
      await onFailure(title)
      for (const { title } of steps.slice(index + 1)) console.log(`  FAIL ${title}: not reached`)
      return { passed: index, failed: steps.length - index }
    }
    console.log(`  ok   ${title}  ${Date.now() - start} ms`)
  }
  return { passed: steps.length, failed: 0 }
}
