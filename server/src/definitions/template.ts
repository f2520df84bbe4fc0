import type { Definition } from '../api/api.ts'
import { joinSurroundings } from '../api/surroundings.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { IncludedFiles } from './templateEnvironment.ts'
import type { Resources, Template, TemplateResource } from './templateResources.ts'
import { createIntrinsics } from '../syntax/intrinsics.ts'
import { entryOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { expandLoops } from './forEach.ts'
import { readFunctions, readPermissions } from './functions.ts'
import { reportForeignParts } from './elsewhere.ts'
import { readApiEvents } from './samEvents.ts'
import { readHttpResources, withHttpParts } from './httpResources.ts'
import { readRestApis, withRestParts } from './restResources.ts'
import { readSam } from './sam.ts'
import { samConfigOf } from './samConfig.ts'
import { localityOf } from './locality.ts'
import { createNestedStacks } from './nestedStacks.ts'
import { readSurroundings } from './surroundings.ts'
import { createEnvironment, readParameters } from './templateEnvironment.ts'
import { checkReferences } from './templateReferences.ts'
import { readAnew, readResources } from './templateResources.ts'
import { checkTemplateRules } from './templateRules.ts'
import { noteAllOf } from '../syntax/parts.ts'
import { isSamTemplate } from './transforms.ts'
import { WatchedResources } from './watchedResources.ts'

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
  checkTemplateRules(template)
  reportForeignParts(template, apis, events)
  reportForEach(template)
  return {
    kind: isSam ? 'sam' : 'cloudformation',
    file,
    apis: inTextOrder(template, apis),
    functions: readFunctions(template),
    permissions: [...readPermissions(template), ...sam.permissions],
    parameters: readParameters(root, reader),
    surroundings: joinSurroundings([readSurroundings(template), sam.surroundings]),
  }
}

// Values that the caller gives win over those of the project's configuration.
function withSamConfig(file: string, reader: Reader): Reader {
  const config = samConfigOf(file, reader.files)
  config.diagnostics.forEach(reader.report)
  if (config.parameters.size === 0) return reader
  const parameters = new Map([...config.parameters, ...(reader.options.parameters ?? [])])
  return { ...reader, options: { ...reader.options, parameters } }
}

/** Opens a template, so that its names and functions can be asked for; `ancestors` are the templates that nest it. */
export function openTemplate(
  document: SourceDocument,
  given: Reader,
  ancestors: readonly string[] = [],
): Template {
  // A nested stack gets its values from the one that holds it.
  const isProject = ancestors.length === 0 && isSamTemplate(document.root)
  const plainReader = isProject ? withSamConfig(document.file, given) : given
  const { root } = document
  const globals = entryOf(root, 'Globals')?.value
  const rememberPart = ancestors.length === 0 ? given.rememberResource : undefined
  const watch = (which: string, resources?: Iterable<readonly [string, TemplateResource]>) =>
    root && rememberPart ? new WatchedResources(root, which, globals, resources) : new Map(resources)
  const all: Map<string, TemplateResource> = watch('all')
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
  const watched = watch('made', [...all].filter(isMade))
  made = watched
  const remember = rememberIn(watched, plainReader, rememberPart)
  return {
    document,
    reader,
    plainReader,
    intrinsics,
    ...localityOf(plainReader),
    allResources: all,
    resources: made,
    nested,
    remember,
    noteResource: id => {
      if (!all.get(id) && globals) noteAllOf(globals)
    },
    includedFiles: () => new Set([...included.values()].flatMap(files => [...files])),
  }
}

function rememberIn(
  resources: Resources,
  { options }: Reader,
  rememberPart: Reader['rememberResource'],
): Template['remember'] {
  if (!rememberPart || !(resources instanceof WatchedResources)) return readAnew
  const note = (resource: TemplateResource): void => void resources.noteContent(resource)
  const values = JSON.stringify(options, asText)
  return (resource, key, inputs, compute) => {
    if (resource.isComputed) return compute()
    return rememberPart(resource.body, key, [values, ...inputs], () => {
      note(resource)
      return compute()
    })
  }
}

/** What is given to a template from outside as one text. */
function asText(name: string, value: unknown): unknown {
  if (name === 'memory' || name === 'exportOf') return undefined
  return value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value
}

function inTextOrder<T extends { readonly id: string }>(template: Template, apis: readonly T[]): T[] {
  const ids = [...template.resources.keys()]
  const rank = ({ id }: T) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
  return [...apis].sort((left, right) => rank(left) - rank(right))
}

function reportForEach({ document, reader }: Template): void {
  const section = entryOf(document.root, 'Resources')?.value
  if (section?.type !== 'mapping') return
  for (const entry of expandLoops(reader, section).unread) {
    const { file, range } = originOfEntry(entry)
    reader.report({
      code: 'for-each-unread',
      severity: 'info',
      file,
      range,
      message: `What '${entry.name}' runs over cannot be known here, so its resources are not served; give the parameter a value`,
    })
  }
}
