import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Entry, MappingNode, Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { TerraformFiles } from './terraformFiles.ts'
import type { Unrepeated } from './terraformInstances.ts'
import type { Configuration, Module } from './terraformModule.ts'
import type { AttributeText, TerraformResource } from './terraformSource.ts'
import { childAt, entriesOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { notRead } from './terraformEvaluation.ts'
import { filesOfModule, isOverrideFile, overridden, unmatchedOverrides } from './terraformFiles.ts'
import { blockOf, instancesOf, resourcesIn } from './terraformInstances.ts'
import { namesOf, valueOfNode } from './terraformScope.ts'
import { variablesOfCall, variablesOfRoot } from './terraformVariables.ts'

/** Calls inside calls, and modules of one configuration; more is one that calls itself. */
const deepestCall = 10
const mostModules = 200
const mostResources = 10_000

/** Steps of calculating the expressions of one configuration. */
const mostSteps = 1_000_000

/**
 * Reads a configuration from one of the `.tf.json` files of its root module: the resources of the folder, and of the
 * modules in folders beside it that it calls. https://developer.hashicorp.com/terraform/language/modules/syntax
 */
export function readConfiguration(document: SourceDocument, reader: Reader): Configuration {
  const folder = reader.files.folderOf(document.file)
  const files = filesOfModule(folder, reader, document)
  const configuration: Configuration = {
    folder,
    reader,
    modules: new Map(),
    resources: [],
    budget: { left: mostSteps },
  }
  const root: Module = {
    address: '',
    prefix: '',
    path: '.',
    files,
    variables: variablesOfRoot(document, files, reader),
    caller: undefined,
    configuration,
    found: new Map(),
  }
  configuration.modules.set('', root)
  // What has no API of its own is read with the file that has one.
  const own = document.root ? [document.root] : []
  addParts(root, own, 0)
  const isWhole = configuration.resources.some(({ type }) => isApi(type))
  if (isWhole && !own.some(isOverrideFile)) {
    addParts(root, files.primary().slice(own.length), 0)
    const all = [...configuration.modules.values()]
    const once = all.filter(
      ({ files: { folder: own } }, index) => all.findIndex(other => other.files.folder === own) === index,
    )
    once.forEach(reportUnmatched)
  }
  return configuration
}

/** The module in which a resource stands. */
export function moduleOf({ modules }: Configuration, { module }: TerraformResource): Module {
  const found = modules.get(module) ?? modules.get('')
  if (!found) throw new Error('a configuration without a root module')
  return found
}

/** Whether a module stands beside the configuration, so that it can be read without `terraform init`. */
export function isLocalSource(source: string | undefined): boolean {
  return source !== undefined && /^\.\.?(\/|$)/.test(source)
}

function isApi(type: string): boolean {
  return type === 'aws_api_gateway_rest_api' || type === 'aws_apigatewayv2_api'
}

/** Adds the resources that some files of a module make, and the modules that they call. */
function addParts(module: Module, roots: readonly Node[], depth: number): void {
  const { files, configuration } = module
  const unrepeated: Unrepeated[] = []
  for (const section of ['resource', 'data'] as const) {
    for (const root of roots) {
      const made = resourcesIn(childAt(root, section), {
        prefix: `${module.prefix}${section === 'data' ? 'data.' : ''}`,
        module: module.address,
        valueOf: node => plainValue(node, module),
        override: (block, type, name) => overridden(block, files, [section, type, name]),
        unrepeated,
      })
      configuration.resources.push(...made)
    }
  }
  for (const root of roots) addCalls(module, root, depth, unrepeated)
  for (const each of unrepeated) reportUnrepeated(each, configuration.reader)
}

function addCalls(module: Module, root: Node, depth: number, unrepeated: Unrepeated[]): void {
  const { configuration, files } = module
  const { reader } = configuration
  for (const entry of entriesOf(childAt(root, 'module'))) {
    const block = blockOf(entry.value)
    const call = block && overridden(block, files, ['module', entry.name])
    const found = call ? calledFiles(call, module, depth) : "it has no 'source'"
    if (typeof found === 'string') reportUnread(entry, found, reader)
    if (!call || typeof found === 'string') continue
    const instances = instancesOf(call, node => plainValue(node, module))
    if (typeof instances === 'string') unrepeated.push({ entry, reason: instances })
    if (typeof instances === 'object' && instances.length + configuration.modules.size > mostModules) {
      reportUnread(entry, `it makes more than ${mostModules} modules`, reader)
      continue
    }
    for (const instance of typeof instances === 'object' ? instances : [undefined]) {
      const index = instance ? `[${JSON.stringify(instance.key)}]` : ''
      const address = `${module.prefix}module.${entry.name}${index}`
      const called: Module = {
        address,
        prefix: `${address}.`,
        path: joinedPath(module.path, stringOf(childAt(call, 'source')) ?? ''),
        files: found,
        variables: variablesOfCall(call, found),
        caller: { module, instance },
        configuration,
        found: new Map(),
      }
      configuration.modules.set(called.address, called)
      addParts(called, found.primary(), depth + 1)
    }
  }
}

function reportUnread(entry: Entry, why: string, reader: Reader): void {
  const { file, range } = originOfEntry(entry)
  const message = `Module '${entry.name}' is not read, so what it makes is not served, because ${why}; give Gatehouse the plan instead: terraform show -json`
  reader.report({ code: 'definition-unread', severity: 'info', file, range, message })
}

// A text says why the module cannot be read.
function calledFiles(call: MappingNode, module: Module, depth: number): TerraformFiles | string {
  const { reader, modules, resources } = module.configuration
  const source = stringOf(childAt(call, 'source'))
  if (source === undefined) return "it has no 'source'"
  if (!isLocalSource(source)) return `'${source}' is not in this project`
  if (depth >= deepestCall || modules.size >= mostModules) return 'modules call each other without end'
  if (resources.length > mostResources) return `there are more than ${mostResources} resources already`
  const folder = reader.files.resolve(module.files.folder, source)
  const files = filesOfModule(folder, reader)
  return files.primary().length > 0 ? files : `'${source}' holds no .tf.json file that can be read`
}

function reportUnmatched({ files, configuration: { reader } }: Module): void {
  for (const { entry, name } of unmatchedOverrides(files)) {
    const { file, range } = originOfEntry(entry)
    const message = `Terraform refuses this: an override file changes what another file of its folder makes, and none has ${name}; move it to another file, or correct its name`
    reader.report({ code: 'terraform-override-unmatched', severity: 'error', file, range, message })
  }
}

// How often something is made hangs on nothing that another resource gives.
function plainValue(node: Node, module: Module): Outcome {
  return valueOfNode(node, false, namesOf(module, undefined, nothingKnown))
}

const nothingKnown: AttributeText = () => ({ reason: notRead.reason })

function joinedPath(from: string, source: string): string {
  return `${from}/${source}`.replace(/^(\.\/)+/, '').replaceAll('/./', '/')
}

function reportUnrepeated({ entry, reason }: Unrepeated, reader: Reader): void {
  const { file, range } = originOfEntry(entry)
  const message = `How often '${entry.name}' is made cannot be known here, so it stands as one: ${reason}; give the variable a value`
  reader.report({ code: 'for-each-unread', severity: 'info', file, range, message })
}
