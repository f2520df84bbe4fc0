import type { Rule } from '../rule.ts'
import type { ReferenceNode } from '../../template/tree.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import type { Source } from './stringValues.ts'
import { rawSource } from './stringValues.ts'
import { namesOf } from './templateNodes.ts'
import { shapeOf } from './templateShape.ts'

export const mappingTemplateJsonInjection: Rule = {
  id: 'mapping-template-json-injection',
  severity: 'info',
  summary: 'A mapping template puts a value that the caller chooses into a JSON string without escaping it.',
  aws: 'Prints the value as it came: a double quote in it ends the string, and what follows is read as JSON.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference',
  examples: {
    bad: requestExample(`{ "owner": "me", "title": "$input.params('title')" }`),
    good: requestExample(
      `{ "owner": "me", "title": "$util.escapeJavaScript($input.params('title')).replaceAll("\\\\'","'")" }`,
    ),
  },
  visit: {
    *mappingTemplate(template) {
      // What a backend answers is its own to keep right; a request comes from anybody.
      if (template.use?.direction === 'response') return
      const shape = shapeOf(template)
      const names = namesOf(template.parsed.template)
      for (const node of shape?.inString ?? []) {
        const source = rawSource(node, names)
        if (source) yield* findingFor(template, node, source)
      }
    },
  },
}

function findingFor(template: MappingTemplate, node: ReferenceNode, source: Source) {
  const { text } = node.shown
  const wanted =
    source === 'payload'
      ? "print it with '$input.json(…)' without the quotes around it, or escape it with '$util.escapeJavaScript(…)'"
      : "escape it with '$util.escapeJavaScript(…)'"
  return findingIn(template, node, {
    message: `'${text}' stands in a JSON string as it came, so a caller who sends '${breaking}' adds a member to the JSON; ${wanted}`,
    fixes:
      source === 'payload'
        ? [...jsonFix(template, node), ...escapeFix(template, node, false)]
        : escapeFix(template, node, true),
  })
}

const breaking = 'x", "admin": "true'

function escapeFix({ text, place }: MappingTemplate, node: ReferenceNode, isPreferred: boolean) {
  const start = node.end - node.shown.text.length
  const plain = plainReference(text.slice(start, node.end))
  if (text.slice(start, node.end) !== node.shown.text) return []
  const newText = `$util.escapeJavaScript(${plain}).replaceAll("\\\\'","'")`
  return place.fix(
    "Escape it with '$util.escapeJavaScript'",
    [{ start, end: node.end, newText }],
    isPreferred,
  )
}

/** As an argument `$!{name}` is `$name`. */
function plainReference(text: string): string {
  return text.replace(/^\$!/, '$').replace(/^\$\{(.*)\}$/s, '$$$1')
}

/** `"$input.path('$.title')"` is all of the string: JSON text in its place brings its own quotes. */
function jsonFix({ text, place }: MappingTemplate, node: ReferenceNode) {
  const { start, end, root, accessors } = node
  const [accessor, ...others] = accessors
  const isWhole = text[start - 1] === '"' && text[end] === '"'
  const isPath = root.text === 'input' && accessor?.kind === 'method' && others.length === 0
  if (!isWhole || !isPath || !text.slice(start, end).startsWith('$input.path(')) return []
  const newText = text.slice(start, end).replace('$input.path(', '$input.json(')
  return place.fix(`Replace with '${newText}'`, [{ start: start - 1, end: end + 1, newText }], true)
}
