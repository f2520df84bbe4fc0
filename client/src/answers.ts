/** The last answer of one route. */
export interface Answer {
  readonly status: number
  readonly durationMs: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Of its trace. */
  readonly requestId?: string
}

/** What the tree shows beside a route: the last answer, and whether a request is under way. */
export class Answers {
  private readonly last = new Map<string, Answer>()
  private readonly underWay = new Map<string, number>()
  private readonly onChange: (key: string) => void

  /** `onChange` is called with the key of the route (routeName.ts) whose row looks different now. */
  constructor(onChange: (key: string) => void) {
    this.onChange = onChange
  }

  lastOf(key: string): Answer | undefined {
    return this.last.get(key)
  }

  /** The latest answer among the keys that `fits` takes. */
  newest(fits: (key: string) => boolean): { readonly key: string; readonly answer: Answer } | undefined {
    let newest: { readonly key: string; readonly answer: Answer } | undefined
    for (const [key, answer] of this.last) {
      if (fits(key) && !(newest && newest.answer.at > answer.at)) newest = { key, answer }
    }
    return newest
  }

  isUnderWay(key: string): boolean {
    return this.underWay.has(key)
  }

  record(key: string, answer: Answer): void {
    // Of two in one millisecond the one that came last is the newer.
    this.last.delete(key)
    this.last.set(key, answer)
    this.onChange(key)
  }

  /** A request began; the returned function says that it ended, answered or not. */
  begin(key: string): () => void {
    this.underWay.set(key, (this.underWay.get(key) ?? 0) + 1)
    this.onChange(key)
    return () => {
      const left = (this.underWay.get(key) ?? 1) - 1
      if (left > 0) this.underWay.set(key, left)
      else this.underWay.delete(key)
      this.onChange(key)
    }
  }
}

/** How an answer is judged: 4xx is the caller's doing, 5xx ours. */
export type Verdict = 'passed' | 'refused' | 'broken'

export function verdictOf(status: number): Verdict {
  if (status >= 500) return 'broken'
  return status >= 400 ? 'refused' : 'passed'
}
