import type { Diagnostic } from '../base/diagnostic.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'

/** What a worker is made with. */
export interface OwnRulesSetup {
  /** Absolute path of the `gatehouse.json`, from which modules are resolved. */
  readonly settingsFile: string
  /** As `ownRules` names them, without those that hung. */
  readonly modules: readonly string[]
  /** Ids that own rules may not have. */
  readonly takenIds: readonly string[]
  /** Ids of own rules that do not run, because they hung before. */
  readonly skippedIds: readonly string[]
}

/** A definition to check: read anew on the other side, from the same texts. */
export interface OwnRulesInput {
  readonly file: string
  /** The texts it was read from, by absolute path: those of the editor, saved or not. */
  readonly texts: ReadonlyMap<string, string>
  readonly options: ReadOptions
}

/** What the worker says. It names every module and every rule before it begins with it; no module while it reads. */
export type OwnRulesMessage =
  | { readonly kind: 'begins'; readonly module: string; readonly rule?: string }
  | {
      readonly kind: 'loaded'
      readonly rules: readonly OwnRuleName[]
      readonly problems: readonly OwnRulesProblem[]
    }
  | {
      readonly kind: 'found'
      readonly found: readonly Diagnostic[]
      readonly problems: readonly OwnRulesProblem[]
    }

export interface OwnRuleName {
  readonly id: string
  readonly module: string
}

/** What went wrong with a module, in words. */
export interface OwnRulesProblem {
  readonly module: string
  readonly message: string
}
