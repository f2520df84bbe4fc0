import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

/** Runtimes that new functions may use; older and newer ones are taken by their shape. */
export const runtimes: readonly string[] = [
  ...['20', '22', '24'].map(version => `nodejs${version}.x`),
  ...['3.10', '3.11', '3.12', '3.13', '3.14'].map(version => `python${version}`),
  ...['8.al2', '11', '17', '21', '25'].map(version => `java${version}`),
  ...['dotnet8', 'dotnet10', 'ruby3.3', 'ruby3.4', 'provided.al2', 'provided.al2023'],
]
const shapes =
  /^(nodejs(\d+\.(x|\d+)(-edge)?)?|python\d\.\d{1,2}|java\d{1,2}(\.al2)?|dotnet(core)?\d{1,2}(\.\d)?|go1\.x|ruby\d\.\d|provided(\.al2|\.al2023)?)$/

export const functionRuntimeInvalid: Rule = {
  id: 'function-runtime-invalid',
  severity: 'error',
  summary: 'A function has a runtime that Lambda never had, or none at all.',
  aws: 'Refuses the function; a zip package needs Handler and Runtime.',
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.list, Runtime: nodejs22, CodeUri: src/ }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.list, Runtime: nodejs22.x, CodeUri: src/ }
`,
  },
  visit: {
    *function({ id, origin, runtime, handler, packageType }, context) {
      if (packageType) return
      const missing = [handler ? [] : ['Handler'], runtime ? [] : ['Runtime']].flat()
      if (missing.length > 0) {
        yield {
          origin,
          message: `Function '${id}' has no '${missing.join("' and no '")}', which a zip package needs; add ${missing.length > 1 ? 'them' : 'it'}, or set 'PackageType' to 'Image'`,
        }
      }
      if (!runtime?.known || shapes.test(runtime.value) || /[${]/.test(runtime.value)) return
      yield {
        origin: runtime.origin,
        message: `Lambda has no runtime '${runtime.value}', so it refuses function '${id}'; ${suggestion(runtime.value, runtimes, '')}`,
        fixes: nearestFix(context, runtime.origin, runtime.value, runtimes),
      }
    },
  },
}
