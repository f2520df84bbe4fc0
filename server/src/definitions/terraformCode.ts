import type { Entry, Node } from '../syntax/node.ts'
import type { Build } from './terraformProperties.ts'
import type { TerraformResource } from './terraformSource.ts'
import { documentOf, entryOf, stringOf } from '../syntax/node.ts'
import { referencesOf } from './terraformPlan.ts'

/**
 * The `Code` of an `aws_lambda_function` or the `Content` of a layer: of a zip that `archive_file` packs, the folder or file
 * it is packed from.
 * https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file
 */
export function codeOf(resource: TerraformResource, build: Build): Entry | undefined {
  const name = properties.get(resource.type)
  if (name === undefined) return undefined
  const { resolved } = build
  const entry = (argument: string) => resolved.argument(resource, argument)
  const image = entry('image_uri')
  const bucket = entry('s3_bucket')
  if (image) return wrapped(image, name, 'ImageUri', build)
  if (bucket) return wrapped(bucket, name, 'S3Bucket', build)
  const filename = entry('filename')
  if (!filename) return undefined
  const archive = archiveOf(resource, stringOf(filename.value), build)
  const packed =
    archive && (resolved.argument(archive, 'source_dir') ?? resolved.argument(archive, 'source_file'))
  return { ...filename, name, value: pathFromHere((packed ?? filename).value, build) }
}

// Terraform's paths start at the root module; a path in a definition starts at the file it stands in.
function pathFromHere(node: Node, { source, values }: Build): Node {
  const path = stringOf(node)
  if (path === undefined) return node
  const { files } = values.reader
  const here = files.folderOf(documentOf(node).file)
  const { folder = here } = source
  return values.value(folder === here ? path : files.resolve(folder, path), node)
}

/** The property that holds the code. */
const properties = new Map([
  ['aws_lambda_function', 'Code'],
  ['aws_lambda_layer_version', 'Content'],
])

function archiveOf(
  resource: TerraformResource,
  filename: string | undefined,
  { source, resolved }: Build,
): TerraformResource | undefined {
  const expression = entryOf(resource.expressions, 'filename')?.value
  const written = stringOf(entryOf(resource.values, 'filename')?.value)
  const targets = [
    ...referencesOf(expression).flatMap(each => source.follow(each, resource)),
    ...((written !== undefined && source.interpolation(written, resource)) || []),
  ]
  const named = targets.find(target => target.type === 'attribute' && target.resource.type === 'archive_file')
  if (named?.type === 'attribute') return named.resource
  return source.resources.find(({ type, ...archive }) => {
    if (type !== 'archive_file' || filename === undefined) return false
    const output = stringOf(resolved.argument({ type, ...archive }, 'output_path')?.value)
    return output !== undefined && plain(output) === plain(filename)
  })
}

function wrapped(entry: Entry, name: string, place: string, { values }: Build): Entry {
  const inner = values.entry(place, entry.value, entry.key)
  return { ...entry, name, value: values.mapping([inner], entry.value) }
}

function plain(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
}
