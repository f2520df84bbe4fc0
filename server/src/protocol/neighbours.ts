/** Extensions that report some of what Gatehouse reports. */
export type NeighbourId =
  'redhat.vscode-yaml' | 'amazonwebservices.aws-toolkit-vscode' | 'kddejong.vscode-cfn-lint'

/** One that is active beside Gatehouse. */
export interface Neighbour {
  readonly id: NeighbourId
  /** Globs of the files for which its user, or another extension, gave it a schema. */
  readonly schemaFiles?: readonly string[]
}
