import type { Rule } from '../rule.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'

export const mappingTemplateSyntax: Rule = {
  id: 'mapping-template-syntax',
  severity: 'error',
  summary: 'A mapping template cannot be read, such as a block without an `#end`.',
  aws: 'Takes the template when it is deployed, and answers 500 to each request that needs it.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html#models-mappings-mappings',
  examples: {
    bad: requestExample(`#if($input.params('all') == 'yes')
{ "all": true }`),
    good: requestExample(`#if($input.params('all') == 'yes')
{ "all": true }
#end`),
  },
  visit: {
    *mappingTemplate(template) {
      for (const { severity, message, start, end } of template.parsed.diagnostics) {
        if (severity !== 'error') continue
        yield* isEscapedQuote(template, start)
          ? escapedQuote(template, start)
          : findingIn(
              template,
              { start, end },
              { message: withAnswer(message), fixes: missingEnd(template, message) },
            )
      }
    },
  },
}

function isEscapedQuote({ text }: MappingTemplate, at: number): boolean {
  return /^\\["']/.test(text.slice(at, at + 2))
}

/** Velocity 1.7 refuses it; that API Gateway does is known from reports alone, so this is no error. */
function escapedQuote(template: MappingTemplate, start: number) {
  return findingIn(
    template,
    { start, end: start + 2 },
    {
      severity: 'warning',
      message: `A quote cannot be escaped by '\\' in VTL, so API Gateway refuses the template and answers 500; take the backslash out, and double a quote inside a string`,
      fixes: template.place.fix('Remove the backslash', [{ start, end: start + 1, newText: '' }]),
    },
  )
}

function withAnswer(message: string): string {
  return message.replace(
    'so API Gateway refuses the template',
    'so API Gateway refuses the template and answers 500',
  )
}

function missingEnd({ text, parsed, place }: MappingTemplate, message: string) {
  if (!message.includes("has no '#end'") || parsed.diagnostics.length > 1) return []
  const isOwnLine = text.includes('\n') && !text.endsWith('\n')
  const [edit] = place.fix("Add '#end'", [{ start: text.length, end: text.length, newText: '#end' }], true)
  const ownLine = isOwnLine
    ? place.fix("Add '#end'", [{ start: text.length, end: text.length, newText: '\n#end' }], true)
    : []
  return ownLine.length > 0 ? ownLine : edit ? [edit] : []
}
