/** The text of types/own-rules.d.ts. */
export function ownRuleTypes(): Promise<string>
