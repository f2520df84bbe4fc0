import type { LambdaFunction, LambdaPermission } from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { childAt, originOf, stringOf } from '../syntax/node.ts'
import { assetOfKey } from './assets.ts'
import { defined } from './defined.ts'
import { propertiesOf, unknownAt } from './properties.ts'
import { known, textFact } from './reader.ts'
import { functionArn, functionName } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

const unmodelledProperties = [
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'ReservedConcurrentExecutions',
  'TenancyConfig',
  'DurableConfig',
]

/** `AWS::Lambda::Function` and `AWS::Serverless::Function`. */
export function readFunctions(template: Template): LambdaFunction[] {
  return resourcesOf(template, 'AWS::Lambda::Function', 'AWS::Serverless::Function').map(resource => {
    const { id, origin, properties } = resource
    const code = propertiesOf(template.reader, properties.value('Code'))
    return {
      id,
      origin,
      name: functionName(resource, template),
      arn: functionArn(resource, template),
      environment: properties.inner('Environment').textMap('Variables'),
      unmodelled: properties.unmodelled(unmodelledProperties),
      ...defined({
        handler: properties.text('Handler'),
        runtime: properties.text('Runtime'),
        code: codeOf(template, resource),
        inlineCode: properties.text('InlineCode') ?? code.text('ZipFile'),
        packageType: properties.text('PackageType'),
        timeout: properties.number('Timeout'),
        memorySize: properties.number('MemorySize'),
      }),
    }
  })
}

/** `AWS::Lambda::Permission`; those that SAM adds come from `samPermissions.ts`. */
export function readPermissions(template: Template): LambdaPermission[] {
  return resourcesOf(template, 'AWS::Lambda::Permission').map(({ id, origin, body, properties }) => {
    const absent = (name: string) => unknownAt(body, `permission '${id}' has no '${name}'`)
    return {
      origin,
      functionName: properties.text('FunctionName') ?? absent('FunctionName'),
      principal: properties.text('Principal') ?? absent('Principal'),
      action: properties.text('Action') ?? absent('Action'),
      ...defined({ sourceArn: properties.text('SourceArn') }),
    }
  })
}

function codeOf(template: Template, resource: TemplateResource): Fact<string> | undefined {
  const { properties } = resource
  const isSam = resource.type === 'AWS::Serverless::Function'
  const asset = stringOf(childAt(resource.body, 'Metadata', 'aws:asset:path'))
  const given = properties.value(isSam ? 'CodeUri' : 'Code')
  if (asset !== undefined) return localPath(template, asset, given ?? resource.body)
  if (given) return codeAt(template, given)
  // The SAM command line builds from the template's folder when a function names no code.
  const hasCode = properties.value('InlineCode') ?? properties.value('ImageUri')
  return isSam && !hasCode ? localPath(template, '.', resource.body) : undefined
}

function codeAt(template: Template, given: Node): Fact<string> | undefined {
  if (given.type === 'mapping' && childAt(given, 'ZipFile')) return undefined
  if (childAt(given, 'ImageUri')) return unknownAt(given, 'the code is a container image')
  if (childAt(given, 'S3Bucket') ?? childAt(given, 'Bucket')) return codeInS3(template, given)
  const path = textFact(template.reader, given)
  if (!path?.known) return path
  return /^s3:\/\//.test(path.value)
    ? unknownAt(given, 'the code lies in S3')
    : localPath(template, path.value, given)
}

// What the CDK uploads lies beside the template, too.
function codeInS3({ reader, document }: Template, given: Node): Fact<string> {
  const key = propertiesOf(reader, given).text('S3Key')
  const folder = reader.files.folderOf(document.file)
  const asset = key?.known ? assetOfKey(key.value, folder, reader) : undefined
  return asset === undefined ? unknownAt(given, 'the code lies in S3') : known(asset, originOf(given))
}

function localPath({ reader, document }: Template, path: string, node: Node): Fact<string> {
  return known(reader.files.resolve(reader.files.folderOf(document.file), path), originOf(node))
}
