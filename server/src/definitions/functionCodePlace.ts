import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Template } from './templateResources.ts'
import { childAt, originOf } from '../syntax/node.ts'
import { assetOfKey } from './assets.ts'
import { propertiesOf, unknownAt } from './properties.ts'
import { known, textFact } from './reader.ts'

/**
 * Where code or a layer lies: absolute path of a folder, file or zip, written as a path or, by the CDK, as an asset in S3.
 * Undefined for inline code.
 */
export function codeAt(template: Template, given: Node): Fact<string> | undefined {
  if (given.type === 'mapping' && childAt(given, 'ZipFile')) return undefined
  if (childAt(given, 'ImageUri')) return unknownAt(given, 'the code is a container image')
  if (childAt(given, 'S3Bucket') ?? childAt(given, 'Bucket')) return codeInS3(template, given)
  const path = textFact(template.reader, given)
  if (!path?.known) return path
  return /^s3:\/\//.test(path.value)
    ? unknownAt(given, 'the code lies in S3')
    : localPath(template, path.value, given)
}

/** A path beside the template, made absolute. */
export function localPath({ reader, document }: Template, path: string, node: Node): Fact<string> {
  return known(reader.files.resolve(reader.files.folderOf(document.file), path), originOf(node))
}

// What the CDK uploads lies beside the template, too.
function codeInS3({ reader, document }: Template, given: Node): Fact<string> {
  const key = propertiesOf(reader, given).text('S3Key')
  const folder = reader.files.folderOf(document.file)
  const asset = key?.known ? assetOfKey(key.value, folder, reader) : undefined
  return asset === undefined ? unknownAt(given, 'the code lies in S3') : known(asset, originOf(given))
}
