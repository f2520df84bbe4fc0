import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What is written otherwise in the library, and why; each has to be there once at least. */
const changes = [
  // Its one picture from outside, which a page's policy would refuse.
  ['https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,'],
  // It makes style elements while it is loaded, before it can be told the nonce of the page.
  ['r.nc=void 0;', 'r.nc=document.currentScript?.nonce;'],
]

/** Bundles redoc so that it loads nothing and needs no `unsafe-inline`. Fails when the library is another than it was. */
export const offlineRedoc = {
  name: 'offlineRedoc',
  setup(build) {
    // The standalone build asks for an optional module by the name of `null`.
    build.onResolve({ filter: /^null$/ }, () => ({ path: 'null', namespace: 'none' }))
    build.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = null' }))
    build.onLoad({ filter: /redoc\.standalone\.js$/ }, ({ path }) => {
      const contents = changes.reduce(
        (text, [from, to]) => {
          if (!text.includes(from))
            throw new Error(`redoc has no '${from}' any more: look at what it does now`)
          return text.replaceAll(from, to)
        },
        readFileSync(path, 'utf8'),
      )
      return { contents, loader: 'js' }
    })
  },
}

/** The copyright notices of redoc and of what it bundles, as comments of JavaScript. */
export function redocLicences() {
  const script = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js')
  const own = readFileSync(script.replace(/bundles.*$/, 'LICENSE'), 'utf8')
  return `/*\n${own.trim()}\n*/\n${readFileSync(`${script}.LICENSE.txt`, 'utf8')}`
}
