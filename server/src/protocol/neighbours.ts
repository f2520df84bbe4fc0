/** Extensions that report, or propose, some of what Gatehouse does. */
export type NeighbourId =
  | 'redhat.vscode-yaml'
  | 'vscode.json-language-features'
  | 'amazonwebservices.aws-toolkit-vscode'
  | 'kddejong.vscode-cfn-lint'

/** One that is active beside Gatehouse. What is left out is as the extension does by default. */
export interface Neighbour {
  readonly id: NeighbourId
  /** Whether it reports what it finds. */
  readonly validates?: boolean
  /** Whether it proposes what its schemas know. */
  readonly completes?: boolean
  /** Globs of the files for which its user, or another extension, gave it a schema. */
  readonly schemaFiles?: readonly string[]
  /** Globs of the files for which it was told to look for no schema. */
  readonly schemalessFiles?: readonly string[]
  /** Whether it takes schemas from SchemaStore. */
  readonly usesSchemaStore?: boolean
}
