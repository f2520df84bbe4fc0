import type { Files } from '../../base/files.ts'
import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { handlerFile, handlerParts } from '../../definitions/handlerPlace.ts'
import { valueOf } from '../../base/origin.ts'
import { nearestFix, replaceFix } from '../textFixes.ts'
import { exportsOf } from './exportedNames.ts'

export const functionHandlerMissing: Rule = {
  id: 'function-handler-missing',
  severity: 'warning',
  summary: 'The file that a Node.js handler names is not in the code folder, or does not export the handler.',
  aws: "Deploys it and then fails every call: 'Runtime.ImportModuleError' or 'Runtime.HandlerNotFound'.",
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.lst, Runtime: nodejs22.x, CodeUri: src/ }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.list, Runtime: nodejs22.x, CodeUri: src/ }
`,
    files: { 'src/app.js': 'exports.list = async () => ({ statusCode: 200 })' },
  },
  visit: {
    *function(fn, context) {
      const { handler } = fn
      const place = /^nodejs/.test(valueOf(fn.runtime) ?? '') ? handlerParts(fn) : undefined
      if (!handler?.known || !place) return
      const { files } = context
      // A folder that a build makes, or that is elsewhere, says nothing about the handler.
      if (files.kind(place.folder) !== 'folder') return
      const file = handlerFile(place, files)
      const { value: written, origin } = handler
      if (file === undefined) {
        const modules = modulesIn(place.folder, files)
        if (modules.length === 0) return
        const nearest = nearestName(place.module, modules)
        yield {
          origin,
          message: `Function '${fn.id}' has the handler '${written}', but its code folder has no file '${place.module}.js', so every call would fail; ${nearest === undefined ? 'correct the handler or add the file' : `write '${nearest}.${place.name}'`}`,
          fixes:
            nearest === undefined ? [] : replaceFix(context, origin, written, `${nearest}.${place.name}`),
        }
        return
      }
      const exported = exportsOf(files.read(file) ?? '')
      if (!exported || exported.includes(place.name)) return
      const handlers = exported.map(name => `${place.module}.${name}`)
      const nearest = nearestName(written, handlers) ?? (handlers.length === 1 ? handlers[0] : undefined)
      yield {
        origin,
        message: `Function '${fn.id}' has the handler '${written}', but its file exports no '${place.name}', so every call would fail; ${nearest === undefined ? 'export it or correct the handler' : `write '${nearest}'`}`,
        fixes:
          nearest === undefined
            ? nearestFix(context, origin, written, handlers)
            : replaceFix(context, origin, written, nearest),
      }
    },
  },
}

function modulesIn(folder: string, files: Files): string[] {
  return files.list(folder).flatMap(name => /^(.+)\.[cm]?[jt]sx?$/.exec(name)?.[1] ?? [])
}
