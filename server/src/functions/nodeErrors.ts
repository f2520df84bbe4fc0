import type { ErrorPayload } from './runtimeProcess.ts'

/** A fault of the function's set-up, in the words of Lambda's Node runtime. */
export class RuntimeError extends Error {
  /** The file and zero-based line at fault, when they are known. */
  readonly place: { readonly file: string; readonly line: number } | undefined

  constructor(errorType: string, message: string, cause?: unknown, place?: { file: string; line: number }) {
    super(message)
    this.name = errorType
    this.place = place
    // Lambda shows the stack of the user's error under its own name for it.
    if (cause instanceof Error && cause.stack !== undefined) this.stack = cause.stack
  }
}

/** Turns whatever a handler threw or passed to its callback into Lambda's error payload. */
export function errorPayload(thrown: unknown): ErrorPayload {
  if (thrown instanceof Error || isErrorLike(thrown)) {
    return {
      errorType: String(thrown.name),
      errorMessage: String(thrown.message),
      trace: String(thrown.stack ?? '').split('\n'),
    }
  }
  return { errorType: typeof thrown, errorMessage: textOf(thrown), trace: [] }
}

// An Error of another realm (`vm`) is no instance of ours.
function isErrorLike(thrown: unknown): thrown is Error {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'name' in thrown &&
    'message' in thrown &&
    'stack' in thrown
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'function') return value.name
  try {
    return String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
