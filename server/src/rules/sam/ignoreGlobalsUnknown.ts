import type { Rule } from '../rule.ts'
import { childAt, entriesOf, entryOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { nearestFix, suggestion } from '../textFixes.ts'
import { resourcesOf, templateRoot } from '../template/templateTree.ts'

export const ignoreGlobalsUnknown: Rule = {
  id: 'ignore-globals-unknown',
  severity: 'error',
  summary: "A SAM resource leaves out a property that 'Globals' does not have.",
  aws: "Refuses the template: 'Resource has invalid resource attribute IgnoreGlobals on item'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html#sam-specification-template-anatomy-globals-overrideable-ignoreglobals',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Timeout: 10 }
Resources:
  Books:
    Type: AWS::Serverless::Function
    IgnoreGlobals: [MemorySize]
    Properties: { Handler: app.list, Runtime: nodejs22.x, CodeUri: src/ }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Timeout: 10 }
Resources:
  Books:
    Type: AWS::Serverless::Function
    IgnoreGlobals: [Timeout]
    Properties: { Handler: app.list, Runtime: nodejs22.x, CodeUri: src/ }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, type, entry } of resourcesOf(root)) {
        const section = /^AWS::Serverless::(\w+)$/.exec(type)?.[1]
        const ignored = entryOf(entry.value, 'IgnoreGlobals')?.value
        const globals = section === undefined ? undefined : childAt(root, 'Globals', section)
        // Without globals of its kind, SAM does not look at the resource.
        if (!ignored || !globals) continue
        const names = entriesOf(globals).map(({ name }) => name)
        const items = ignored.type === 'sequence' ? itemsOf(ignored) : [ignored]
        for (const item of items) {
          const name = stringOf(item)
          if (name === undefined || names.includes(name) || (item === ignored && name === '*')) continue
          yield {
            origin: originOf(item),
            message: `'Globals' has no '${name}' that '${id}' could leave out, so SAM refuses it; ${suggestion(name, names, 'take it out')}`,
            fixes: nearestFix(context, originOf(item), name, names),
          }
        }
      }
    },
  },
}
