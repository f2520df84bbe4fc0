/** A behaviour that tests hold the gateway to. */
export interface Claim {
  /** A section of docs/fidelity.md. */
  readonly area: string
  readonly feature: string
  readonly by: 'recording' | 'documentation'
  readonly source: string
  /** The test, relative to the repository. */
  readonly file: string
}

export interface Claims {
  readonly claims: readonly Claim[]
  /** What is wrong with a declaration, each with its place. */
  readonly faults: readonly string[]
}

/** What the text of one test or case declares. */
export function claimsIn(file: string, text: string): Claims

/** What all tests and cases declare. */
export function allClaims(): Claims

/** The sections that claims may name. */
export function areas(): string[]

/** The text of docs/fidelity.md. Rejects when a declaration is faulty. */
export function fidelityMarkdown(claims: Claims): Promise<string>
