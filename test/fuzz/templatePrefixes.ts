import { readFileSync } from 'node:fs'
import type { Integration } from '../../server/src/api/integration.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { filesBelow } from '../../server/src/io/files.ts'
import { gatewayTemplatesOf, templatesOf } from '../../server/src/rules/mappingTemplates.ts'
import type { IntegrationOwner } from '../../server/src/rules/rule.ts'
import { parseTemplate } from '../../server/src/template/parser.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { treeFaults } from './template.ts'

/** Why the tree of one of a template's prefixes does not cover it, with the prefix; undefined when all do. */
export function prefixFault(text: string): string | undefined {
  for (let end = 0; end <= text.length; end++) {
    const prefix = text.slice(0, end)
    try {
      const [fault] = treeFaults(prefix, parseTemplate(prefix))
      if (fault !== undefined) return `${fault}, in ${JSON.stringify(prefix.slice(-200))}`
    } catch (error) {
      return `${String(error)}, in ${JSON.stringify(prefix.slice(-200))}`
    }
  }
  return undefined
}

/** A template and where it was found. */
export interface FoundTemplate {
  readonly file: string
  readonly text: string
}

/**
 * The different templates below some folders: `.vtl` and `.vm` files, `template` of recorded cases (lists in JSON files),
 * those that definitions hold, and the raw strings of modules, of which benchmarks have theirs.
 */
export function templatesBelow(folders: readonly string[]): FoundTemplate[] {
  const found = new Map<string, string>()
  for (const file of folders.flatMap(folder => filesBelow(folder, name => readable.test(name)))) {
    const text = readFileSync(file, 'utf8')
    for (const template of templatesIn(file, text)) if (!found.has(template)) found.set(template, file)
  }
  return [...found].map(([text, file]) => ({ file, text }))
}

const readable = /\.(?:vtl|vm|ya?ml|json|template|mjs)$/

function templatesIn(file: string, text: string): string[] {
  if (/\.(?:vtl|vm)$/.test(file)) return [text]
  if (file.endsWith('.mjs'))
    return [...text.matchAll(/`((?:[^`\\$]|\\.|\$(?!\{))*)`/g)].map(([, raw = '']) => raw)
  const cases = file.endsWith('.json') ? casesOf(text) : undefined
  return cases ?? templatesOfDefinition(file, text)
}

/** The templates of recorded cases; undefined for what is no list in JSON. */
function casesOf(text: string): string[] | undefined {
  // With comments it is a settings file of ours.
  const isList = /^\s*\[/.test(text) && !/^\s*\/\//m.test(text)
  const read: unknown = isList ? JSON.parse(text) : undefined
  if (!Array.isArray(read)) return undefined
  return read.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'template' in one && typeof one.template === 'string'
      ? [one.template]
      : [],
  )
}

function templatesOfDefinition(file: string, text: string): string[] {
  const apis = loadDefinition(file, memoryFiles({ [file]: text })).definition?.apis ?? []
  return apis.flatMap(api => {
    if (api.type !== 'rest') {
      return api.routes.flatMap(route => textsOf(route.integration, { api, route, label: route.routeKey }))
    }
    const answers = api.gatewayResponses.flatMap(gatewayTemplatesOf)
    const methods = api.resources.flatMap(resource =>
      resource.methods.flatMap(method => textsOf(method.integration, { api, method, label: '' })),
    )
    return [...answers.flatMap(read => read()?.text ?? []), ...methods]
  })
}

function textsOf(integration: Integration | undefined, owner: IntegrationOwner): string[] {
  return integration ? templatesOf(integration, owner).flatMap(read => read()?.text ?? []) : []
}
