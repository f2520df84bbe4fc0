import path from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { DefinitionKind } from '../definitions/detect.ts'
import type { PolicyPlace } from '../definitions/policyPlaces.ts'
import type { ActionData } from '../policy/actionData.ts'
import type { Node } from '../syntax/node.ts'
import { comparePositions } from '../base/text.ts'
import { detectKind } from '../definitions/detect.ts'
import { policyPlaces } from '../definitions/policyPlaces.ts'
import { catalogue } from '../policy/lint/catalogue.ts'
import { guessDocumentType } from '../policy/lint/guessType.ts'
import { lintPolicy } from '../policy/lint/lintPolicy.ts'
import { readPolicyJson } from '../policy/readJson.ts'
import { lintPlace } from '../rules/policy/statedPolicies.ts'
import { policyTreeOf } from '../rules/policy/policyTrees.ts'
import { withoutSuppressed } from '../rules/suppression.ts'
import { parseText } from '../syntax/parse.ts'

/**
 * What is wrong with the policies of a text: with the text itself, when it is one in JSON or YAML, or with all that a
 * definition states. `type` says what a text that is no definition holds; without it, it is guessed.
 */
export function lintPolicyText(
  file: string,
  text: string,
  type: string | undefined,
  data: ActionData | undefined,
): Diagnostic[] {
  const isJson = !/\.(ya?ml|template)$/i.test(file)
  if (isJson && type !== undefined) return lintPolicy(readPolicyJson(file, text), type, data)
  const document = parseText(file, text)
  const kind = type === undefined ? detectKind(document.root) : 'foreign'
  if (kind === 'foreign') {
    if (isJson || !document.root) {
      const source = readPolicyJson(file, text)
      return lintPolicy(source, type ?? guessDocumentType(source.root), data)
    }
    const place = wholePlace(document.root, type)
    return inOrder([...document.diagnostics, ...withDocumentation(lintPlace(place, data))])
  }
  const places = policyPlaces(document, kind)
  const found = [
    ...document.diagnostics,
    ...places.flatMap(place => withDocumentation(lintPlace(place, data))),
  ]
  if (places.length === 0) return inOrder([...document.diagnostics, noPolicy(file, kind)])
  return inOrder(withoutSuppressed(found, undefined, new Map([[file, document]])))
}

function wholePlace(root: Node, type: string | undefined): PolicyPlace {
  const place = {
    node: root,
    entry: undefined,
    holds: 'policy',
    notation: 'openapi',
    isAddedTo: false,
  } as const
  return { ...place, type: type ?? guessDocumentType(policyTreeOf({ ...place, type: '' })) }
}

function withDocumentation(found: readonly Omit<Diagnostic, 'documentation'>[]): Diagnostic[] {
  return found.map(diagnostic => {
    const check = catalogue.get(diagnostic.code)
    return check ? { ...diagnostic, documentation: check.documentation } : diagnostic
  })
}

function inOrder(found: readonly Diagnostic[]): Diagnostic[] {
  return [...found].sort((a, b) => comparePositions(a.range.start, b.range.start))
}

function noPolicy(file: string, kind: DefinitionKind): Diagnostic {
  const name = path.basename(file)
  const start = { line: 0, character: 0 }
  return {
    code: 'policy-undefined',
    severity: 'info',
    message: `'${name}' is a definition (${kind}) that states no policy, so there is nothing to lint; name a file with one, or run 'gatehouse check' on it`,
    file,
    range: { start, end: start },
  }
}
