import type { FunctionBuild } from '../api/lambdaFunction.ts'
import type { Node } from '../syntax/node.ts'
import { originOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import type { Reader } from './reader.ts'

/** How a function is built, from the Metadata of its resource. */
export function readBuild(reader: Reader, metadata: Node | undefined): FunctionBuild | undefined {
  const properties = propertiesOf(reader, metadata)
  const method = properties.text('BuildMethod')
  if (!method || !properties.node) return undefined
  const build = properties.inner('BuildProperties')
  return {
    origin: originOf(properties.node),
    method,
    entryPoints: build.texts('EntryPoints'),
    external: build.texts('External'),
    loader: build.texts('Loader'),
    outExtension: build.texts('OutExtension'),
    banner: build.texts('Banner'),
    define: build.texts('Define'),
    ...defined({
      target: build.text('Target'),
      format: build.text('Format'),
      mainFields: build.text('MainFields'),
    }),
  }
}
