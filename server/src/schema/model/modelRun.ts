import { SchemaFault } from './schemaFault.ts'

/** Holds a value against a part of a schema; what is wrong is noted in the run. */
export type Check = (value: unknown, run: ModelRun) => void

/** One value held against one schema, within a number of steps. */
export class ModelRun {
  /** In the order in which they are found. */
  readonly errors: string[] = []
  readonly #limits: { steps: number; depth: number }

  constructor(limits = { steps: maxSteps, depth: maxDepth }) {
    this.#limits = limits
  }

  /** A run whose errors are counted by themselves: a branch of `anyOf`. */
  branch(): ModelRun {
    return new ModelRun(this.#limits)
  }

  /** Takes steps off what is left. */
  spend(steps: number): void {
    this.#limits.steps -= steps
    if (this.#limits.steps < 0) throw new SchemaFault(`it takes more than ${maxSteps} steps`)
  }

  /** Evaluates a schema for a value, inside of those that are being evaluated. */
  enter(check: Check, value: unknown): void {
    this.spend(1)
    if (--this.#limits.depth < 0)
      throw new SchemaFault('the schema refers to itself without end, or the value lies too deep in itself')
    check(value, this)
    this.#limits.depth++
  }
}

/** About a second's work; a body of 10 MB that is right takes less. */
const maxSteps = 5_000_000

/** Schemas that are evaluated in each other; they fit on the stack. */
const maxDepth = 1000
