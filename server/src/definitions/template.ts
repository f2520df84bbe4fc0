import type { Definition } from '../api/api.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { IncludedFiles } from './templateEnvironment.ts'
import type { Resources, Template, TemplateResource } from './templateResources.ts'
import { createIntrinsics } from '../syntax/intrinsics.ts'
import { entriesOf, entryOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { readFunctions, readPermissions } from './functions.ts'
import { reportForeignParts } from './elsewhere.ts'
import { readApiEvents } from './samEvents.ts'
import { readHttpResources, withHttpParts } from './httpResources.ts'
import { readRestApis, withRestParts } from './restResources.ts'
import { readSam } from './sam.ts'
import { localityOf } from './locality.ts'
import { createNestedStacks } from './nestedStacks.ts'
import { createEnvironment, readParameters } from './templateEnvironment.ts'
import { checkReferences } from './templateReferences.ts'
import { readResources } from './templateResources.ts'
import { isSamTemplate } from './transforms.ts'

/**
 * Reads a CloudFormation or SAM template: its APIs, functions and permissions, with intrinsic functions resolved as far
 * as this machine can know them. Never throws on a user's text; faults in references go to `reader.report`.
 */
export function readOpenTemplate(template: Template): Definition {
  const { root, file } = template.document
  const reader = template.plainReader
  const isSam = isSamTemplate(root)
  const events = readApiEvents(template)
  const sam = readSam(template, events)
  const stated = [...readRestApis(template), ...readHttpResources(template), ...sam.apis]
  const apis = stated.map(api =>
    api.type === 'rest' ? withRestParts(template, api) : withHttpParts(template, api),
  )
  checkReferences(template, events)
  reportForeignParts(template, apis, events)
  reportForEach(template)
  return {
    kind: isSam ? 'sam' : 'cloudformation',
    file,
    apis: inTextOrder(template, apis),
    functions: readFunctions(template),
    permissions: [...readPermissions(template), ...sam.permissions],
    parameters: readParameters(root, reader),
  }
}

/** Opens a template, so that its names and functions can be asked for; `ancestors` are the templates that nest it. */
export function openTemplate(
  document: SourceDocument,
  plainReader: Reader,
  ancestors: readonly string[] = [],
): Template {
  const all = new Map<string, TemplateResource>()
  const included: IncludedFiles = new Map()
  // All of them until their conditions can be told.
  let made: Resources = all
  const nested = createNestedStacks(
    () => made,
    { ...plainReader, evaluate: node => intrinsics.evaluate(node) },
    [...ancestors, document.file],
    openTemplate,
  )
  const intrinsics = createIntrinsics(createEnvironment(document, plainReader, all, included, nested))
  const reader: Reader = { ...plainReader, settle: intrinsics.settle, evaluate: intrinsics.evaluate }
  readResources(reader, document.root, all)
  const isMade = ([, { body }]: readonly [string, TemplateResource]) => {
    const condition = stringOf(entryOf(body, 'Condition')?.value)
    if (condition === undefined) return true
    const outcome = intrinsics.condition(condition)
    return !outcome.known || outcome.value !== false
  }
  made = new Map([...all].filter(isMade))
  return {
    document,
    reader,
    plainReader,
    intrinsics,
    ...localityOf(plainReader),
    allResources: all,
    resources: made,
    nested,
    includedFiles: () => new Set([...included.values()].flatMap(files => [...files])),
  }
}

function inTextOrder<T extends { readonly id: string }>(template: Template, apis: readonly T[]): T[] {
  const ids = [...template.resources.keys()]
  const rank = ({ id }: T) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
  return [...apis].sort((left, right) => rank(left) - rank(right))
}

function reportForEach({ document, reader }: Template): void {
  for (const entry of entriesOf(entryOf(document.root, 'Resources')?.value)) {
    if (!entry.name.startsWith('Fn::ForEach::')) continue
    const { file, range } = originOfEntry(entry)
    reader.report({
      code: 'for-each-unread',
      severity: 'info',
      file,
      range,
      message: `The resources of '${entry.name}' are made in AWS; the gateway does not serve them`,
    })
  }
}
