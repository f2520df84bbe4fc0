import type { RenderLimits } from './limits.ts'
import type { ReferenceNode, Span } from './tree.ts'
import type { JavaValue } from './values.ts'

/** A reference that printed something, or nothing: offsets in the output, its backslashes and the like included. */
export interface PrintedReference extends Span {
  readonly node: ReferenceNode
}

/** What one rendering has: its variables, its output so far, and what it may still use. */
export class Frame {
  /** By the number that the compiler gave each name; a variable that is not set is undefined. */
  readonly slots: (JavaValue | undefined)[]
  /** What is printed; while a string or a block is made into text, that text. */
  out = ''
  /** What references print; undefined where nobody asks, and while a text is made that may never be printed. */
  prints: PrintedReference[] | undefined
  readonly limits: RenderLimits
  private masks: Mask[] = []
  /** What masked variables would be. */
  private hidden: Map<number, JavaValue | undefined> | undefined
  private stepsLeft: number
  private nextCheck: number
  private calls = 0

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

  /** Counts a method's steps. One call may take long, so that the caller's clock is asked more often than for others. */
  tickCall(steps: number): void {
    this.tick(steps)
    if (++this.calls % callsBetweenChecks === 0 && this.limits.isOverdue?.() === true)
      throw new Exhausted('more time than it is given')
  }

  /** `context.put` of Velocity. */
  assign(slot: number, value: JavaValue): void {
    if (this.masks.length > 0 && this.isHidden(slot, value)) this.hide(slot, value)
    else this.slots[slot] = value
  }

  /** `context.remove` of Velocity. */
  remove(slot: number): void {
    for (const mask of this.masks) if (mask.slot === slot) mask.isActive = false
    this.hidden?.delete(slot)
    this.slots[slot] = undefined
  }

  /**
   * Begins a pass of a loop whose element is null: until it ends, the variable is null whatever is set, as Velocity's
   * `NullHolderContext` has it.
   */
  mask(mask: Mask): void {
    this.masks.push(mask)
    if (!mask.isActive) return
    if (this.hidden?.has(mask.slot) !== true) this.hide(mask.slot, this.slots[mask.slot])
    this.slots[mask.slot] = null
  }

  unmask({ slot }: Mask): void {
    this.masks.pop()
    if (this.isMasked(slot) || this.hidden?.has(slot) !== true) return
    this.slots[slot] = this.hidden.get(slot)
    this.hidden.delete(slot)
  }

  /** The masks as they are now, for `withMasks`. */
  get activeMasks(): readonly Mask[] {
    return this.masks.length === 0 ? noMasks : [...this.masks]
  }

  /** Runs under other masks than those of now. */
  withMasks<T>(masks: readonly Mask[], run: () => T): T {
    if (masks.length === 0 && this.masks.length === 0) return run()
    const before = this.masks
    this.changeMasks([...masks])
    try {
      return run()
    } finally {
      this.changeMasks(before)
    }
  }

  private changeMasks(masks: Mask[]): void {
    for (const [slot, value] of this.hidden ?? []) this.slots[slot] = value
    this.hidden?.clear()
    this.masks = masks
    for (const { slot, isActive } of masks) {
      if (!isActive || this.hidden?.has(slot) === true) continue
      this.hide(slot, this.slots[slot])
      this.slots[slot] = null
    }
  }

  private hide(slot: number, value: JavaValue | undefined): void {
    this.hidden ??= new Map()
    this.hidden.set(slot, value)
  }

  private isHidden(slot: number, value: JavaValue): boolean {
    if (value === null) {
      for (const mask of this.masks) if (mask.slot === slot) mask.isActive = true
    }
    return this.isMasked(slot)
  }

  private isMasked(slot: number): boolean {
    return this.masks.some(mask => mask.slot === slot && mask.isActive)
  }

  private check(): void {
    this.nextCheck = Math.max(this.stepsLeft - stepsBetweenChecks, 0)
    if (this.stepsLeft < 0) throw new Exhausted(`more than ${this.limits.steps} steps`)
    if (this.out.length > this.limits.output)
      throw new Exhausted(`more than ${this.limits.output} characters of output`)
    if (this.limits.isOverdue?.() === true) throw new Exhausted('more time than it is given')
  }
}

/** A loop's variable that holds null. */
export interface Mask {
  readonly slot: number
  isActive: boolean
}

const noMasks: readonly Mask[] = []

const stepsBetweenChecks = 2000

/** A JSONPath over a large payload takes up to a second. */
const callsBetweenChecks = 4

/** The template used more than its limits; Gatehouse's own end, not one of AWS. */
export class Exhausted extends Error {}

/** Ends rendering with an error at a place of the template. */
export class RenderFailure extends Error {
  readonly place: Span

  constructor(message: string, place: Span, cause?: Error) {
    super(message, { cause })
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
