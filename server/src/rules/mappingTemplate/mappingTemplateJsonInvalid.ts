import type { Rule } from '../rule.ts'
import type { DirectiveNode } from '../../template/tree.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { responseExample } from './exampleDefinition.ts'
import type { JsonFault } from './jsonMachine.ts'
import type { Choice, JsonFailure } from './jsonShape.ts'
import { namesOf } from './templateNodes.ts'
import { shapeOf } from './templateShape.ts'

export const mappingTemplateJsonInvalid: Rule = {
  id: 'mapping-template-json-invalid',
  severity: 'warning',
  summary:
    'The output of a mapping template that begins as JSON cannot be JSON, always or on some way through it.',
  aws: 'Sends what was printed; a Lambda function or an AWS service then refuses the request with 400, a client cannot read the response.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html#models-mappings-mappings',
  examples: {
    bad: responseExample(`[
#foreach($book in $input.path('$.books'))
  { "id": $book.id },
#end
]`),
    good: responseExample(`[
#foreach($book in $input.path('$.books'))
  { "id": $book.id }#if($foreach.hasNext),#end

#end
]`),
  },
  visit: {
    *mappingTemplate(template) {
      const { use } = template
      // API Gateway reads the answer of a mock itself, and takes more than JSON there.
      if (use?.direction === 'request' && use.integration.type.known && use.integration.type.value === 'MOCK')
        return
      const failure = shapeOf(template)?.failure
      if (failure) yield* findingFor(template, failure)
    },
  },
}

function findingFor(template: MappingTemplate, { fault, choice }: JsonFailure) {
  const what = whatIsWrong(fault)
  return findingIn(template, fault.at, {
    message: `${what.fault}, so the output is no JSON${choice ? ` ${when(choice)}` : ''}; ${what.advice}`,
    fixes: fault.kind === 'comma' ? commaFixes(template, fault, choice) : [],
  })
}

function whatIsWrong({ kind, char }: JsonFault): { readonly fault: string; readonly advice: string } {
  switch (kind) {
    case 'comma':
      return { fault: `A comma stands before '${char}'`, advice: 'leave it out after the last one' }
    case 'missingComma':
      return { fault: `No comma stands before '${char}'`, advice: 'put a comma between the two' }
    case 'missingValue':
      return { fault: `No value stands before '${char}'`, advice: 'print a value there on every way' }
    case 'name':
      return {
        fault: `'${char}' stands where a name in double quotes is expected`,
        advice: 'put the name in double quotes',
      }
    case 'literal':
      return { fault: `'${char}' is no value of JSON`, advice: 'put it in double quotes' }
    case 'ending':
      return {
        fault: `'${char}' stands behind the end`,
        advice: 'take it out, or check the brackets before it',
      }
    case 'unclosed':
      return { fault: `This '${char}' is never closed`, advice: 'close it on every way through the template' }
    case 'unexpected':
      return { fault: `'${char}' is not expected here`, advice: 'check the quotes and brackets before it' }
  }
}

function when(choice: Choice): string {
  if ('passes' in choice) {
    const elements = ['no element', 'one element', 'two elements'][choice.passes] ?? ''
    return `when the list of '#foreach' has ${elements}`
  }
  const { node, branch } = choice
  const taken = node.branches[branch]
  if (taken) return `when the condition of '#${taken.name.text}' is true`
  return node.otherwise ? "when '#else' is taken" : "when the condition of '#if' is false"
}

/** In a loop a comma is printed while there is more to come; elsewhere it goes. */
function commaFixes({ parsed, place }: MappingTemplate, { at }: JsonFault, choice: Choice | undefined) {
  const loops = namesOf(parsed.template).directives.filter(({ name }) => name.text === 'foreach')
  const isIn = (loop: DirectiveNode) =>
    loop.body !== undefined && loop.body.start <= at.start && at.end <= loop.body.end
  if (loops.some(isIn)) {
    const newText = '#if($foreach.hasNext),#end'
    return place.fix(`Replace with '${newText}'`, [{ ...at, newText }], true)
  }
  return choice ? [] : place.fix('Remove the comma', [{ ...at, newText: '' }], true)
}
