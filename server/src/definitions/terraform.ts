import type { Definition } from '../api/api.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { PlainReader } from './plainReader.ts'
import type { Template } from './templateResources.ts'
import { originOf } from '../syntax/node.ts'
import { reportForeignParts } from './elsewhere.ts'
import { readFunctions, readPermissions } from './functions.ts'
import { readHttpResources, withHttpParts } from './httpResources.ts'
import { readRestApis, withRestParts } from './restResources.ts'
import { readSurroundings } from './surroundings.ts'
import { resourcesOf } from './templateResources.ts'
import { readTerraformJson, statesGateway } from './terraformJson.ts'
import { isPlan, readPlan } from './terraformPlan.ts'
import { terraformTemplate } from './terraformTemplate.ts'

/**
 * Reads the JSON of a Terraform plan or state (`terraform show -json`) or a `.tf.json` file: its APIs, functions and
 * permissions. What is known after apply only is unknown here, unless the configuration tells what it refers to. Undefined
 * for a configuration that only calls modules, none of which makes anything of these.
 */
export function readTerraform(document: SourceDocument, reader: PlainReader): Definition | undefined {
  const { root, file } = document
  const source = root && (isPlan(root) ? readPlan(root) : readTerraformJson(document, reader))
  const template = terraformTemplate(
    document,
    source ?? { resources: [], follow: () => [], interpolation: () => undefined },
    reader,
  )
  const apis = [
    ...readRestApis(template).map(api => withRestParts(template, api)),
    ...readHttpResources(template).map(api => withHttpParts(template, api)),
  ]
  reportForeignParts(template, apis, [])
  reportUnreadBodies(template)
  const functions = readFunctions(template)
  if (!isPlan(root) && !statesGateway(root) && apis.length + functions.length === 0) return undefined
  return {
    kind: 'terraform',
    file,
    apis,
    functions,
    permissions: readPermissions(template),
    parameters: [],
    surroundings: readSurroundings(template),
  }
}

function reportUnreadBodies(template: Template): void {
  for (const { id, properties } of resourcesOf(
    template,
    'AWS::ApiGateway::RestApi',
    'AWS::ApiGatewayV2::Api',
  )) {
    const body = properties.value('Body')
    const fact = body && template.reader.evaluate(body)
    if (!body || !fact || (fact.known && body.type === 'mapping')) continue
    if (body.type === 'mapping') continue
    const { file, range } = originOf(body)
    const why = fact.known ? 'it is no OpenAPI document' : fact.reason
    const message = `The 'body' of '${id}' cannot be read here, so its routes are not served: ${why}`
    template.reader.report({ code: 'definition-unread', severity: 'warning', file, range, message })
  }
}
