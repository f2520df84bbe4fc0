import type { Finding, Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, originOfEntry } from '../../syntax/node.ts'
import {
  eventsOf,
  isComputed,
  referencedId,
  resourcesOfType,
  templateRoot,
} from '../template/templateTree.ts'

/** What SAM does by changing the document. */
const changing: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::Serverless::Api': ['Auth', 'Cors', 'GatewayResponses', 'Models'],
  'AWS::Serverless::HttpApi': ['Auth', 'CorsConfiguration', 'Tags'],
}

export const samBodyInvalid: Rule = {
  id: 'sam-body-invalid',
  severity: 'error',
  summary: 'SAM must change the document of an API that is no OpenAPI document.',
  aws: "Refuses the template: 'Unable to add Tags because DefinitionBody does not contain a valid OpenApi definition'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html#sam-httpapi-definitionbody',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' } }
      Tags: { team: shop }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
      Tags: { team: shop }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const functions = resourcesOfType(root, 'AWS::Serverless::Function')
      const withRoutes = new Set(
        functions.flatMap(eventsOf).map(({ properties }) => referencedId(childAt(properties, 'ApiId'))),
      )
      for (const { id, type, properties } of resourcesOfType(root, ...Object.keys(changing))) {
        const body = entryOf(properties, 'DefinitionBody')
        if (body?.value.type !== 'mapping' || isComputed(body.value)) continue
        if (type === 'AWS::Serverless::Api' && childAt(properties, 'Auth', 'DefaultAuthorizer'))
          yield* checkMethods(body.value)
        const missing = missingParts(body.value, type)
        const change = changing[type]?.find(name => childAt(properties, name))
        const isRouted = type === 'AWS::Serverless::HttpApi' && withRoutes.has(id)
        if (missing.length === 0 || (change === undefined && !isRouted)) continue
        yield {
          origin: originOfEntry(body),
          message: `The document of '${id}' has no '${missing.join("' and no '")}', so SAM cannot put ${change === undefined ? 'the routes of events' : `'${change}'`} into it and refuses the template; add ${missing.length > 1 ? 'them' : 'it'}`,
        }
      }
    },
  },
}

function missingParts(body: Node, type: string): string[] {
  const hasVersion =
    entryOf(body, 'openapi') ?? (type === 'AWS::Serverless::Api' ? entryOf(body, 'swagger') : undefined)
  return [hasVersion ? [] : ['openapi'], entryOf(body, 'paths') ? [] : ['paths']].flat()
}

/** What a path item holds beside methods, for SAM. */
const besideMethods = ['summary', 'description', 'parameters']

// SAM gives the default authorizer to whatever else stands there.
// https://github.com/aws/serverless-application-model/blob/develop/samtranslator/swagger/swagger.py
function* checkMethods(body: Node): Iterable<Finding> {
  for (const path of entriesOf(childAt(body, 'paths'))) {
    for (const entry of entriesOf(path.value)) {
      const isMethod = entry.value.type === 'mapping' || /^(Fn::|x-)/.test(entry.name)
      if (isMethod || besideMethods.includes(entry.name)) continue
      yield {
        origin: originOfEntry(entry),
        message: `SAM takes '${entry.name}' of '${path.name}' for a method, which must be a mapping, so it refuses the template; move it into the methods or take it out`,
      }
    }
  }
}
