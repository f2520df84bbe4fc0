import type { Rule } from '../rule.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'

export const mappingTemplateMisread: Rule = {
  id: 'mapping-template-misread',
  severity: 'warning',
  summary: 'A mapping template has a comment that is never closed, or sets a variable in braces.',
  aws: 'Takes the rest of the template for the comment; sets a variable of another name.',
  documentation: 'https://velocity.apache.org/engine/1.7/vtl-reference.html',
  examples: {
    bad: requestExample(`{ "all": true }
#* more to come`),
    good: requestExample(`{ "all": true }
#* more to come *#`),
  },
  visit: {
    *mappingTemplate(template) {
      for (const { code, message, start, end } of template.parsed.diagnostics) {
        const isClosed = code !== 'template-unclosed-comment'
        if (isClosed && code !== 'template-unseen-assignment') continue
        const fixes = isClosed
          ? []
          : template.place.fix("Close the comment with '*#'", [{ start: end, end, newText: ' *#' }], true)
        yield* findingIn(template, { start, end: isClosed ? end : start + 2 }, { message, fixes })
      }
    },
  },
}
