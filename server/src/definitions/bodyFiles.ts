import type { UnmodelledProperty } from '../api/integration.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { originOf } from '../syntax/node.ts'
import { assetOfKey } from './assets.ts'

/** The root of an API's OpenAPI document with the reader that understands it. */
export interface BodyRoot {
  readonly root: Node
  readonly reader: Reader
}

/**
 * Finds the document of an API: `Body` (with the template's intrinsic functions) or the file of `BodyS3Location` (without):
 * a path, as `aws cloudformation package` uploads it, or an asset of the CDK. Undefined when there is none on this machine.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
export function readBodyFile(template: Template, properties: Properties): BodyRoot | undefined {
  const root = properties.value('Body')
  if (root) return intrinsicOf(root) ? undefined : { root, reader: template.reader }
  const { plainReader, document } = template
  const path = bodyPath(template, properties)
  if (path === undefined) return undefined
  const folder = plainReader.files.folderOf(document.file)
  const found = plainReader.open(plainReader.files.resolve(folder, path))?.root
  if (found) return { root: found, reader: plainReader }
  const node = properties.value('BodyS3Location')
  if (node) {
    const { file, range } = originOf(node)
    const message = `'${path}' cannot be read, so the API has no routes here; check the path`
    plainReader.report({ code: 'definition-unread', severity: 'warning', file, range, message })
  }
  return undefined
}

/** `Body` or `BodyS3Location` when it cannot be read on this machine. */
export function unreadBody(properties: Properties, found: object | undefined): UnmodelledProperty[] {
  const name = ['Body', 'BodyS3Location'].find(each => properties.value(each))
  const origin = name === undefined ? undefined : properties.origin(name)
  return found || name === undefined || !origin ? [] : [{ name, origin }]
}

function bodyPath(template: Template, properties: Properties): string | undefined {
  const node = properties.value('BodyS3Location')
  if (!node) return undefined
  const text = valueOf(properties.text('BodyS3Location'))
  if (text !== undefined) return /^(s3|https?):\/\//.test(text) ? undefined : text
  const key = valueOf(properties.inner('BodyS3Location').text('Key'))
  const { reader, document } = template
  return key === undefined ? undefined : assetOfKey(key, reader.files.folderOf(document.file), reader)
}
