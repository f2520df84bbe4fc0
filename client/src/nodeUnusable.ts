/** The program that the setting names cannot be used. */
export class NodeUnusable extends Error {
  readonly command: string
  /** What it said it is; unset when it did not start. */
  readonly version: string | undefined

  constructor(command: string, version: string | undefined) {
    super(`${command} is ${version === undefined ? 'not a Node.js that starts' : `Node.js ${version}`}`)
    this.command = command
    this.version = version
  }
}
