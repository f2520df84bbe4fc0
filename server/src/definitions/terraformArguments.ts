import type { Entry, Node } from '../syntax/node.ts'
import type { AttributeText, Target, TerraformResource, TerraformSource } from './terraformSource.ts'
import type { TerraformValues } from './terraformValues.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'
import { textOfValue } from './terraformFunctions.ts'
import { referencesOf } from './terraformPlan.ts'

/** Resolves the arguments of resources to values. */
export interface Arguments {
  /** The argument with what it refers to put in; undefined when it is not set. */
  readonly argument: (resource: TerraformResource, name: string) => Entry | undefined
  /** Names of the arguments that are set, known or not. */
  readonly names: (resource: TerraformResource) => readonly string[]
}

/** Arguments that are one reference, so that a plan's list of references tells all of the value. */
const references =
  /^(rest_api_id|api_id|resource_id|parent_id|authorizer_id|request_validator_id|deployment_id|target|uri|integration_uri|authorizer_uri|function_name|http_method|status_code|provider_arns|authorization_scopes|connection_id|credentials|credentials_arn|usage_plan_id|key_id|domain_name|stage_name|stage|resource_arn|client_certificate_id)$/

/** What Terraform takes for itself of every resource. */
const metaArguments = /^(count|for_each|depends_on|lifecycle|provider|provisioner|connection)$/

const uris = /^(uri|integration_uri|authorizer_uri)$/

export function createArguments(
  source: TerraformSource,
  values: TerraformValues,
  textOf: AttributeText,
): Arguments {
  const joined = (targets: readonly Target[], at: Node): Node => {
    const [only] = targets
    if (targets.length === 1 && only?.type === 'file') {
      const root = values.reader.open(only.path)?.root
      return root ?? values.unknown(`'${only.path}' cannot be read`, at)
    }
    if (targets.length === 1 && only?.type === 'computed') {
      const outcome = only.value(textOf)
      return outcome.known ? values.value(outcome.value, at) : values.unknown(outcome.reason, at)
    }
    const texts = targets.map(target => targetText(target, textOf))
    const fault = texts.find(text => typeof text !== 'string')
    if (typeof fault === 'object') return values.unknown(fault.reason, at)
    return values.value(texts.filter(text => typeof text === 'string').join(''), at)
  }
  const filled = (node: Node, afterUnknown: Node | undefined, from: TerraformResource): Node => {
    if (node.type === 'scalar') {
      const targets = typeof node.value === 'string' ? source.interpolation(node.value, from) : undefined
      return targets ? joined(targets, node) : node
    }
    if (node.type === 'sequence') {
      const items = node.items.map((item, index) => filled(item, childAt(afterUnknown, index), from))
      return items.every((item, index) => item === node.items[index]) ? node : node.withItems(items)
    }
    const stated = entriesOf(node).map(entry => {
      const value = filled(entry.value, childAt(afterUnknown, entry.name), from)
      return value === entry.value ? entry : { ...entry, value }
    })
    const missing = entriesOf(afterUnknown)
      .filter(({ name, value }) => isTrue(value) && !entryOf(node, name))
      .map(({ name }) => values.entry(name, values.unknown(`'${name}' is known after apply`, node), node))
    return missing.length === 0 && stated.every((entry, index) => entry === node.entries[index])
      ? node
      : node.withEntries([...stated, ...missing])
  }
  return {
    argument: (resource, name) => {
      const stated = entryOf(resource.values, name)
      if (stated && !isUnset(stated.value)) {
        const value = filled(stated.value, childAt(resource.afterUnknown, name), resource)
        return { ...stated, value }
      }
      const expression = entryOf(resource.expressions, name)
      if (!expression) return undefined
      const targets = referencesOf(expression.value).flatMap(each => source.follow(each, resource))
      if (targets.length === 0) return undefined
      const text = references.test(name) ? referenceText(targets, name, textOf) : undefined
      // The configuration that says it stands far from the plan's values: the resource itself is marked.
      const at = resource.entry.value
      const value =
        typeof text === 'string'
          ? values.value(text, at)
          : values.unknown(text?.reason ?? `'${name}' is known after apply`, at)
      return { name, key: resource.entry.key, value }
    },
    names: ({ values: stated, expressions }) => [
      ...new Set(
        [...entriesOf(stated), ...entriesOf(expressions)]
          .map(({ name }) => name)
          .filter(name => !metaArguments.test(name)),
      ),
    ],
  }
}

/** The text behind a plan's references where it can be told: one resource, or of several the one function of a URI. */
function referenceText(
  targets: readonly Target[],
  name: string,
  textOf: AttributeText,
): string | { reason: string } {
  const attributes = targets.filter(target => target.type === 'attribute')
  const isFunction = (target: Target) =>
    target.type === 'attribute' && /^aws_lambda_(function|alias)$/.test(target.resource.type)
  const fitting = uris.test(name) ? attributes.filter(isFunction) : attributes
  const [only, ...others] = fitting
  if (others.length > 0) return { reason: `'${name}' is made of several values known after apply` }
  if (only) {
    return textOf(only.resource, uris.test(name) ? 'invoke_arn' : only.attribute || 'id')
  }
  const [first] = targets
  if (attributes.length === 0 && targets.length === 1 && first) return targetText(first, textOf)
  return { reason: `'${name}' is known after apply` }
}

function targetText(target: Target, textOf: AttributeText): string | { reason: string } {
  if (target.type === 'text') return target.text
  if (target.type === 'attribute') return textOf(target.resource, target.attribute || 'id')
  if (target.type === 'computed') {
    const outcome = target.value(textOf)
    if (!outcome.known) return { reason: outcome.reason }
    return textOfValue(outcome.value) ?? { reason: 'a text cannot hold a list or a mapping' }
  }
  return { reason: target.type === 'unknown' ? target.reason : `'${target.path}' is a file` }
}

function isTrue(node: Node): boolean {
  return node.type === 'scalar' && node.value === true
}

/** Null, or the empty text or list that a provider gives for what nobody wrote. */
function isUnset(node: Node): boolean {
  if (node.type === 'scalar') return node.value === null || stringOf(node) === ''
  return node.type === 'sequence' ? itemsOf(node).length === 0 : false
}
