import type { Written } from './madeNodes.ts'

const escaped = (value: string) => `$util.escapeJavaScript(${value}).replaceAll("\\\\'", "'")`

/** The request that starts an execution with the body as its input. */
export function executionTemplates(arn: Written): Readonly<Record<string, Written>> {
  return both(startWith(`${escaped("$input.json('$')")}`), arn)
}

/** The request that starts an execution with what a function of a proxy integration would get. */
export function proxyTemplates(arn: Written): Readonly<Record<string, Written>> {
  const event = (body: string) => `#define($event)${proxyEvent(body)}#end${startWith(escaped('"$event"'))}`
  return {
    'application/json': withArn(event(escaped('$input.body')), arn),
    'application/x-www-form-urlencoded': withArn(
      `#define($fields)${formFields}#end${event(escaped('"$fields"'))}`,
      arn,
    ),
  }
}

function both(template: string, arn: Written): Readonly<Record<string, Written>> {
  return {
    'application/json': withArn(template, arn),
    'application/x-www-form-urlencoded': withArn(template, arn),
  }
}

function startWith(input: string): string {
  return `{"input": "${input}", "name": "$context.requestId", "stateMachineArn": "\${StateMachineArn}"}`
}

function withArn(template: string, StateMachineArn: Written): Written {
  return { 'Fn::Sub': [template, { StateMachineArn }] }
}

/** The keys of a map with their values; null for an empty one where `isNullable`, and for an empty value. */
function members(map: string, isNullable = true): string {
  const pairs = `{#foreach($name in ${map}.keySet())"${escaped('$name')}": #if("$!${map.slice(1)}.get($name)" == "")null#else"${escaped(`${map}.get($name)`)}"#end#if($foreach.hasNext), #end#end}`
  return isNullable ? `#if(${map}.size() == 0)null#else${pairs}#end` : pairs
}

function proxyEvent(body: string): string {
  const context = [
    'resourceId',
    'resourcePath',
    'httpMethod',
    'extendedRequestId',
    'requestTime',
    'path',
    'protocol',
    'stage',
    'domainPrefix',
    'requestId',
    'domainName',
    'apiId',
  ].map(name => `"${name}": "$context.${name}"`)
  return `{
  "resource": "$context.resourcePath",
  "path": "$context.path",
  "httpMethod": "$context.httpMethod",
  "headers": ${members('$input.params().header', false)},
  "queryStringParameters": ${members('$input.params().querystring')},
  "pathParameters": ${members('$input.params().path')},
  "stageVariables": ${members('$stageVariables')},
  "requestContext": {
    ${context.join(',\n    ')},
    "accountId": "\${AWS::AccountId}",
    "requestTimeEpoch": $context.requestTimeEpoch,
    "identity": ${members('$context.identity', false)},
    "authorizer": ${members('$context.authorizer', false)}
  },
  "body": "${body}",
  "isBase64Encoded": false
}`
}

const formFields =
  "{#foreach($pair in $input.path('$').split('&'))#set($sides = $pair.split('='))\"$util.escapeJavaScript($util.urlDecode($sides[0]))\": \"#if($sides.size() > 1)" +
  escaped('$util.urlDecode($sides[1])') +
  '#end"#if($foreach.hasNext), #end#end}'
