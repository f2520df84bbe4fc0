import type { Plugin } from 'esbuild'

/** Bundles redoc so that it loads nothing and needs no `unsafe-inline`. Fails when the library is another than it was. */
export const offlineRedoc: Plugin

/** The copyright notices of redoc and of what it bundles, as comments of JavaScript. */
export function redocLicences(): string
