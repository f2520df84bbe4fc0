import type { Reader } from './reader.ts'
import { childAt, entriesOf, stringOf } from '../syntax/node.ts'

/**
 * The file or folder that the CDK uploads under an S3 key: absolute path, from the `*.assets.json` files beside a template.
 * Undefined when none of them names the key.
 * https://docs.aws.amazon.com/cdk/v2/guide/assets.html
 */
export function assetOfKey(objectKey: string, folder: string, { files, open }: Reader): string | undefined {
  for (const name of files.list(folder)) {
    if (!name.endsWith('.assets.json')) continue
    const root = open(files.resolve(folder, name))?.root
    for (const { value } of entriesOf(childAt(root, 'files'))) {
      const path = stringOf(childAt(value, 'source', 'path'))
      const keys = entriesOf(childAt(value, 'destinations')).map(destination =>
        stringOf(childAt(destination.value, 'objectKey')),
      )
      if (path !== undefined && keys.includes(objectKey)) return files.resolve(folder, path)
    }
  }
  return undefined
}
