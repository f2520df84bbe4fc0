import type { LineBreakpoint } from './breakpoints.ts'
import type { Wanted } from './gatewayDebugger.ts'
import type { ServedTemplates, StopPlace } from './templateLines.ts'
import { templateLines } from './templateLines.ts'

/** A breakpoint as the user has set it. */
export type AskedBreakpoint = Omit<LineBreakpoint, 'id'>

/** Where a breakpoint has come to stand; undefined where no template has a statement. */
export interface PlacedBreakpoint {
  readonly id: number
  readonly asked: AskedBreakpoint
  readonly stop: StopPlace | undefined
}

/** The breakpoints at lines as the user has set them, and where they stand in what is served at the moment. */
export class BreakpointTable {
  readonly #wanted: Wanted['lines']
  readonly #byFile = new Map<string, readonly PlacedBreakpoint[]>()

  /** `wanted` is kept as the breakpoints stand. */
  constructor(wanted: Wanted['lines']) {
    this.#wanted = wanted
  }

  /** Takes the breakpoints of a file in place of those that it had. */
  set(
    file: string,
    asked: readonly AskedBreakpoint[],
    newId: () => number,
    templates: ServedTemplates,
  ): readonly PlacedBreakpoint[] {
    const places = templateLines(templates, file)
    const placed = asked.map(each => ({ id: newId(), asked: each, stop: places.near(each) }))
    this.#keep(file, placed)
    return placed
  }

  /** Other templates are served: gives the breakpoints that stand elsewhere in them. */
  place(templates: ServedTemplates): readonly PlacedBreakpoint[] {
    return [...this.#byFile].flatMap(([file, before]) => {
      const places = templateLines(templates, file)
      const placed = before.map(({ id, asked }) => ({ id, asked, stop: places.near(asked) }))
      this.#keep(file, placed)
      return placed.filter(({ stop }, index) => !isSame(stop, before[index]?.stop))
    })
  }

  #keep(file: string, placed: readonly PlacedBreakpoint[]): void {
    this.#byFile.set(file, placed)
    const standing = placed.flatMap(({ id, asked, stop }) => {
      if (!stop) return []
      const { character, ...others } = asked
      return [
        { ...others, id, line: stop.line, ...(character !== undefined && { character: stop.character }) },
      ]
    })
    this.#wanted.set(file, standing)
  }
}

function isSame(a: StopPlace | undefined, b: StopPlace | undefined): boolean {
  return a?.line === b?.line && a?.character === b?.character
}
