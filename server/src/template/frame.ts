import type { RenderLimits } from './limits.ts'
import type { Span } from './tree.ts'
import type { JavaValue } from './values.ts'

/** What one rendering has: its variables, its output so far, and what it may still use. */
export class Frame {
  /** By the number that the compiler gave each name; a variable that is not set is undefined. */
  readonly slots: (JavaValue | undefined)[]
  /** What is printed; while a string or a block is made into text, that text. */
  out = ''
  readonly limits: RenderLimits
  /** Loop variables that hold null: what is set within that pass does not show, as in Velocity. */
  readonly masked = new Set<number>()
  private stepsLeft: number
  private nextCheck: number

  constructor(slots: (JavaValue | undefined)[], limits: RenderLimits) {
    this.slots = slots
    this.limits = limits
    this.stepsLeft = limits.steps
    this.nextCheck = limits.steps
  }

  /** Counts steps; ends rendering when there are too many of them, or the caller's time is up. */
  tick(steps: number): void {
    this.stepsLeft -= steps
    if (this.stepsLeft < this.nextCheck) this.check()
  }

  assign(slot: number, value: JavaValue): void {
    if (this.masked.size > 0 && this.masked.has(slot)) return
    this.slots[slot] = value
  }

  private check(): void {
    this.nextCheck = Math.max(this.stepsLeft - stepsBetweenChecks, 0)
    if (this.stepsLeft < 0) throw new Exhausted(`more than ${this.limits.steps} steps`)
    if (this.out.length > this.limits.output) throw new Exhausted(`more than ${this.limits.output} characters of output`)
    if (this.limits.isOverdue?.() === true) throw new Exhausted('more time than it is given')
  }
}

const stepsBetweenChecks = 2000

/** The template used more than its limits; Gatehouse's own end, not one of AWS. */
export class Exhausted extends Error {}

/** Ends rendering with an error at a place of the template. */
export class RenderFailure extends Error {
  readonly place: Span

  constructor(message: string, place: Span) {
    super(message)
    this.place = place
  }
}

/** `#break` and `#stop` on their way out; no fault. */
export class Halt extends Error {
  /** The loop that `#break($foreach)` ends; the nearest loop or block when undefined. */
  readonly target: object | undefined
  readonly isStop: boolean

  constructor(target: object | undefined, isStop: boolean) {
    super()
    this.target = target
    this.isStop = isStop
  }

  /** Whether this loop or block is what it ends. */
  ends(owner: object): boolean {
    return !this.isStop && (this.target === undefined || this.target === owner)
  }
}
