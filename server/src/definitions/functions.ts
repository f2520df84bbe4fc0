import type { LambdaFunction, LambdaPermission } from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { childAt, stringOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { readBuild } from './functionBuild.ts'
import { codeAt, localPath } from './functionCodePlace.ts'
import { readFunctionSettings } from './functionParts.ts'
import { propertiesOf, unknownAt, upperCase } from './properties.ts'
import { functionArn, functionName } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

const unmodelledProperties = ['TenancyConfig', 'DurableConfig']

/** `AWS::Lambda::Function` and `AWS::Serverless::Function`. */
export function readFunctions(template: Template): LambdaFunction[] {
  return resourcesOf(template, 'AWS::Lambda::Function', 'AWS::Serverless::Function').map(resource =>
    template.remember(resource, 'function', [], () => readFunction(template, resource)),
  )
}

function readFunction(template: Template, resource: TemplateResource): LambdaFunction {
  const { id, origin, properties } = resource
  const code = propertiesOf(template.reader, properties.value('Code'))
  return {
    id,
    origin,
    name: functionName(resource, template),
    arn: functionArn(resource, template),
    environment: properties.inner('Environment').textMap('Variables'),
    unmodelled: properties.unmodelled(unmodelledProperties),
    ...readFunctionSettings(template.reader, properties),
    ...defined({
      handler: properties.text('Handler'),
      runtime: properties.text('Runtime'),
      code: codeOf(template, resource),
      inlineCode: properties.text('InlineCode') ?? code.text('ZipFile'),
      packageType: properties.text('PackageType'),
      timeout: properties.number('Timeout'),
      memorySize: properties.number('MemorySize'),
      build: readBuild(template.reader, childAt(resource.body, 'Metadata')),
    }),
  }
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
      ...defined({
        sourceArn: properties.text('SourceArn'),
        sourceAccount: properties.text('SourceAccount'),
        functionUrlAuthType: upperCase(properties.text('FunctionUrlAuthType')),
        invokedViaFunctionUrl: properties.boolean('InvokedViaFunctionUrl'),
      }),
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
