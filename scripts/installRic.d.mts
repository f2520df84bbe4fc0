/** The client with the Node that runs it, where scripts/installRic.mjs has installed them; else why not. */
export function installedRic(): { node: string; client: string; version: string } | string
