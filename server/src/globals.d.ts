/** The version in package.json, put in by the build. */
declare const GATEHOUSE_VERSION: string

/** A worker's own scope, where the language server runs in a browser. */
declare const self: MessagePort
