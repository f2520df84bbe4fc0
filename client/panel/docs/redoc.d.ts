declare module 'redoc/bundles/redoc.standalone.js' {
  import type { RedocRawOptions } from 'redoc/typings/services/RedocNormalizedOptions'
  export function init(
    openApi: object,
    options: RedocRawOptions,
    element: HTMLElement,
    onLoaded: (error?: unknown) => void,
  ): void
  export function destroy(element: HTMLElement): void
}
