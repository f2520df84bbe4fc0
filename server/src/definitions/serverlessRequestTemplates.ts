/** The keys of a map as members of a JSON object; the second `replaceAll` undoes an escape that JSON does not have. */
function members(map: string): string {
  const text = (value: string) => `"$util.escapeJavaScript(${value}).replaceAll("\\\\'", "'")"`
  return `{#foreach($name in ${map}.keySet())${text('$name')}: ${text(`${map}.get($name)`)}#if($foreach.hasNext), #end#end}`
}

function eventWith(body: string): string {
  return `{
  "body": ${body},
  "method": "$context.httpMethod",
  "principalId": "$context.authorizer.principalId",
  "stage": "$context.stage",
  "cognitoPoolClaims": {"sub": "$context.authorizer.claims.sub"},
  "enhancedAuthContext": ${members('$context.authorizer')},
  "headers": ${members('$input.params().header')},
  "query": ${members('$input.params().querystring')},
  "path": ${members('$input.params().path')},
  "identity": ${members('$context.identity')},
  "stageVariables": ${members('$stageVariables')},
  "requestPath": "$context.resourcePath"
}`
}

const formBody = `{#foreach($pair in $input.path('$').split('&'))#set($sides = $pair.split('='))"$util.escapeJavaScript($util.urlDecode($sides[0]))": "#if($sides.size() > 1)$util.escapeJavaScript($util.urlDecode($sides[1])).replaceAll("\\\\'", "'")#end"#if($foreach.hasNext), #end#end}`

/**
 * By media type, the event that a function of `integration: lambda` gets: the framework documents its members.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#default-request-templates
 */
export const defaultTemplates: ReadonlyMap<string, string> = new Map([
  ['application/json', eventWith("$input.json('$')")],
  ['application/x-www-form-urlencoded', eventWith(formBody)],
])
