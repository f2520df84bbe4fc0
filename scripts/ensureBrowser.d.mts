/** Path of a Chromium; installs one where none is. */
export function ensureBrowser(): string
