/** Compiles `schemas/*.json` into one module of validators and returns its path. */
export function compileSchemas(outFile?: string): Promise<string>
