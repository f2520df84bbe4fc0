/** Whether a variable is named for what it is not: VTL has no `null`, so that a variable nobody sets stands for it. */
export function isNullName(name: string): boolean {
  return /^(null|nil|nul|none|nothing|undefined|undef|empty|blank|void|nullvalue|emptystring)$/i.test(name)
}
