// JSON Schemas of CloudFormation resources, made of the published resource specification (npm `@aws-cdk/aws-service-spec`,
// Apache-2.0, see NOTICE). What schemas/aws-api-gateway.json says of a type holds; the specification adds to it the types
// and properties that are not there.
import serviceSpec from '@aws-cdk/aws-service-spec'

/** Types whose properties are explained to the user who hovers over them. */
const gatewayTypes =
  /^AWS::(ApiGateway|ApiGatewayV2)::\w+$|^AWS::Lambda::(Alias|CapacityProvider|EventInvokeConfig|EventSourceMapping|Function|LayerVersion|LayerVersionPermission|Permission|Url|Version)$/

/** Types that stand beside a gateway: their structure is checked, their properties are not explained. */
const otherTypes =
  /^AWS::(IAM::\w+|Cognito::UserPool\w*|Logs::LogGroup|WAFv2::WebACLAssociation|ElasticLoadBalancingV2::(Listener|ListenerRule|TargetGroup)|CloudFront::Distribution)$/

/** A list of values as long as this grows with every year: an unknown one is no proof of a fault. */
const longEnum = 12

/**
 * Gives the schema files with the specification's types added: those of gateways and Lambda to `aws-api-gateway.json`,
 * the others as `aws-resources.json`.
 */
export function withResourceTypes(documents) {
  const spec = createSpec(serviceSpec.loadAwsServiceSpecSync())
  const own = structuredClone(documents['aws-api-gateway.json'])
  const gateway = { document: own, definitions: own.definitions, names: new Map(), isExplained: true }
  const others = { $id: 'aws-resources.json', definitions: {} }
  const other = { document: others, definitions: others.definitions, names: new Map(), isExplained: false }
  for (const resource of spec.resources) {
    const type = resource.cloudFormationType
    if (gatewayTypes.test(type)) {
      const schema = objectOf(resource, prefixOf(type), spec, gateway)
      if (own.definitions[type]) merge(own.definitions[type], schema, own, new Set())
      else own.definitions[type] = schema
    } else if (otherTypes.test(type)) {
      others.definitions[type] = objectOf(resource, prefixOf(type), spec, other)
    }
  }
  keepUsed(own)
  return { ...documents, 'aws-api-gateway.json': own, 'aws-resources.json': others }
}

/**
 * What completion knows of every type of resource, by type: its page's first sentence, the attributes that `Fn::GetAtt`
 * gives, and which properties take what from which other types (`Ref` or an attribute's name).
 */
export function resourceFacts() {
  const spec = createSpec(serviceSpec.loadAwsServiceSpecSync())
  return Object.fromEntries(
    spec.resources.map(resource => {
      const { cloudFormationType: type, attributes = {} } = resource
      const isExplained = gatewayTypes.test(type) || otherTypes.test(type)
      const description = isExplained ? firstSentence(resource.documentation) : undefined
      const names = Object.keys(attributes)
      const targets = isExplained ? targetsOf(resource, spec) : {}
      return [
        type,
        {
          ...(description !== undefined && { description }),
          ...(names.length > 0 && { attributes: names }),
          ...(Object.keys(targets).length > 0 && { targets }),
        },
      ]
    }),
  )
}

// A property of the same name means the same wherever it stands in a type.
function targetsOf(entity, spec, found = {}, seen = new Set()) {
  for (const [name, { type, relationshipRefs = [] }] of Object.entries(entity.properties)) {
    for (const { cloudFormationType, propertyName } of relationshipRefs) {
      found[name] ??= {}
      found[name][cloudFormationType] ??= spec.isRef(cloudFormationType, propertyName)
        ? 'Ref'
        : propertyName.replaceAll('/', '.')
    }
    const inner = type.type === 'array' || type.type === 'map' ? type.element : type
    if (inner.type !== 'ref' || seen.has(inner.reference.$ref)) continue
    seen.add(inner.reference.$ref)
    targetsOf(spec.definition(inner.reference), spec, found, seen)
  }
  return found
}

function createSpec(database) {
  return {
    resources: [...database.all('resource')].sort((a, b) =>
      a.cloudFormationType < b.cloudFormationType ? -1 : 1,
    ),
    definition: ({ $ref }) => database.get('typeDefinition', $ref),
    // `Ref` gives the identifier; of a gateway's part the segment that is its own.
    isRef: (type, property) => {
      const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type)
      const identifier = resource?.primaryIdentifier ?? []
      return (identifier.length === 1 || type.startsWith('AWS::ApiGateway')) && identifier.includes(property)
    },
  }
}

function prefixOf(type) {
  return type.split('::').slice(1).join('.')
}

function objectOf(entity, prefix, spec, target) {
  const properties = Object.entries(entity.properties).sort(([a], [b]) => (a < b ? -1 : 1))
  const required = properties.filter(([, property]) => property.required).map(([name]) => name)
  return {
    type: 'object',
    ...explained(entity, target),
    properties: Object.fromEntries(
      properties.map(([name, property]) => [
        name,
        { ...explained(property, target), ...typeOf(property, prefix, spec, target) },
      ]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

// A type that has changed may still be written as it was before.
function typeOf({ type, previousTypes = [] }, prefix, spec, target) {
  return previousTypes.length > 0 ? {} : schemaOf(type, prefix, spec, target)
}

function schemaOf(type, prefix, spec, target) {
  switch (type.type) {
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
      return { type: type.type, ...valuesOf(type) }
    case 'array':
      return { type: 'array', items: schemaOf(type.element, prefix, spec, target) }
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(type.element, prefix, spec, target) }
    case 'tag':
      return referenceTo(tag, 'Tag', target)
    case 'ref': {
      const entity = spec.definition(type.reference)
      return referenceTo(objectOf(entity, prefix, spec, target), `${prefix}.${entity.name}`, target)
    }
    default:
      // Policies, OpenAPI documents and the like; a choice of types is left to AWS.
      return {}
  }
}

const tag = {
  type: 'object',
  properties: { Key: { type: 'string' }, Value: { type: 'string' } },
  required: ['Key'],
  additionalProperties: false,
}

function valuesOf({ allowedValues: values }) {
  if (!values) return {}
  return { enum: values, ...(values.length >= longEnum && { severity: { enum: 'warning' } }) }
}

/** Equal shapes are one definition, whatever the specification calls them. */
function referenceTo(schema, name, { definitions, names }) {
  const text = JSON.stringify(schema)
  const known = names.get(text)
  if (known !== undefined) return { $ref: `#/definitions/${known}` }
  let free = name
  for (let count = 2; Object.hasOwn(definitions, free); count++) free = `${name}${count}`
  names.set(text, free)
  definitions[free] = schema
  return { $ref: `#/definitions/${free}` }
}

function explained({ documentation }, { isExplained }) {
  const description = isExplained ? firstSentence(documentation) : undefined
  return description === undefined ? {} : { description }
}

function firstSentence(text = '') {
  const plain = text
    .replace(/^\s*>.*$/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const sentence = /^.*?[^.\s]{2}(?=\.( |$))/.exec(plain)?.[0] ?? plain
  return sentence === '' ? undefined : sentence.slice(0, 160).replace(/[\s.]+$/, '')
}

/** Adds the properties that our own schema does not have, at every depth. */
function merge(own, added, document, seen) {
  const [ours, theirs] = [resolve(own, document), resolve(added, document)]
  if (!ours || !theirs || ours === theirs || seen.has(ours)) return
  seen.add(ours)
  if (ours.items && theirs.items) merge(ours.items, theirs.items, document, seen)
  if (!ours.properties || !theirs.properties || ours.additionalProperties !== false) return
  for (const [name, property] of Object.entries(theirs.properties)) {
    if (Object.hasOwn(ours.properties, name)) merge(ours.properties[name], property, document, seen)
    else ours.properties[name] = property
  }
}

function resolve(schema, document) {
  const name = schema.$ref?.startsWith('#/definitions/') ? schema.$ref.slice(14) : undefined
  return schema.$ref === undefined ? schema : document.definitions[name]
}

// Definitions of parts that our own schema says in its own way are not needed; those that other files name have no prefix.
function keepUsed(document) {
  const used = new Set(Object.keys(document.definitions).filter(name => !/^\w+\./.test(name)))
  for (const name of used) {
    for (const [, found] of JSON.stringify(document.definitions[name]).matchAll(
      /"#\/definitions\/([^"]+)"/g,
    )) {
      used.add(found)
    }
  }
  for (const name of Object.keys(document.definitions)) if (!used.has(name)) delete document.definitions[name]
}
