import { compileJavaRegex } from '../javaRegex/javaRegex.ts'
import type { JavaRegex } from '../javaRegex/javaRegex.ts'
import { JavaException } from '../javaException.ts'
import { PathFailure } from './run.ts'

/** A pattern as a filter writes it, `/…/i`: a Java regular expression that has to match the whole of a text. */
export class PatternOperand {
  readonly #regex: JavaRegex

  constructor(source: string, flags: string) {
    this.#regex = compileJavaRegex(source, flags)
  }

  matches(text: string): boolean {
    try {
      return this.#regex.matches(text)
    } catch (error) {
      if (error instanceof JavaException) throw new PathFailure('other', error.message)
      throw error
    }
  }
}
