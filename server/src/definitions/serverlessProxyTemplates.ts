import type { Node } from '../syntax/node.ts'
import type { Written } from './madeNodes.ts'
import type { Properties } from './properties.ts'
import { innerText } from './serverlessPluginRoutes.ts'

/**
 * The request that a proxy sends to a table of DynamoDB: keys come from the path or the query string, the other
 * attributes of `PutItem` from the body, by their types (`{"title": {"S": "…"}}`). Undefined for an action that the plugin
 * does not have.
 */
export function tableTemplate(action: string, TableName: Node, given: Properties): Written | undefined {
  const keys = ['hashKey', 'rangeKey'].flatMap(name => attribute(name, given))
  const values: Record<string, Written> = { TableName }
  const condition = given.value('condition')
  if (condition && action !== 'GetItem') values['Condition'] = condition
  const end = 'Condition' in values ? ',"ConditionExpression": "${Condition}"}' : '}'
  if (action === 'PutItem') {
    const attributes = [...keys.map(key => `${key},`), bodyAttributes].join('')
    return { 'Fn::Sub': [`{"TableName": "\${TableName}","Item": {${attributes}}${end}`, values] }
  }
  if (action !== 'GetItem' && action !== 'DeleteItem') return undefined
  return { 'Fn::Sub': [`{"TableName": "\${TableName}","Key": {${keys.join(',')}}${end}`, values] }
}

function attribute(key: string, given: Properties): string[] {
  const type = innerText(given, key, 'attributeType') ?? 'S'
  const path = innerText(given, key, 'pathParam')
  const query = innerText(given, key, 'queryStringParam')
  const name = path ?? query
  if (name === undefined) return []
  const place = path === undefined ? 'querystring' : 'path'
  return [`"${name}": {"${type}": "$input.params().${place}.${name}"}`]
}

const bodyAttributes =
  '#set($body = $util.parseJson($input.body))#foreach($name in $body.keySet())#foreach($type in $body.get($name).keySet())"$name": {"$type": "$body.get($name).get($type)"}#if($foreach.hasNext),#end#end#if($foreach.hasNext),#end#end'
