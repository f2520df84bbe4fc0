/** Characters looked at: the mark of a definition stands at its start, and a keystroke must stay cheap. */
const probed = 64 * 1024

const marks = [
  /["']?\b(openapi|swagger)["']?\s*:\s*["']?[23]/,
  /\bAWSTemplateFormatVersion\b/,
  /\bAWS::(Serverless|ApiGateway|ApiGatewayV2)\b/,
  /\bx-amazon-apigateway-/,
  // A service of the Serverless Framework.
  /["']?\bprovider["']?\s*:[\s{]*(?:["']?name["']?\s*:\s*)?["']?aws\b/,
]

/**
 * Whether a text may be an API definition, so that the language server is worth starting. It may say yes to a file that
 * is none (the server then stays silent about it), and only then costs something.
 */
export function looksLikeDefinition(text: string): boolean {
  const start = text.length > probed ? text.slice(0, probed) : text
  return marks.some(mark => mark.test(start))
}

/** Whether a Velocity template is one of API Gateway's: it names what only those have. */
export function looksLikeMappingTemplate(text: string): boolean {
  return /\$!?\{?(?:input|context|util|stageVariables)\b/.test(text.slice(0, probed))
}
