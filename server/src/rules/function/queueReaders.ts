import type { Node } from '../../syntax/node.ts'
import { childAt } from '../../syntax/node.ts'
import { eventsOf, functionTypes, referencedId, resourcesOfType } from '../template/templateTree.ts'

/** What makes Lambda read a queue: an event source mapping, or an SQS event of SAM. */
export interface QueueReader {
  /** Of the mapping or event. */
  readonly name: string
  readonly properties: Node | undefined
  /** Properties of the function that gets the messages, when it stands in the template. */
  readonly target: Node | undefined
}

/** Every event source mapping and SQS event of a template. */
export function queueReaders(root: Node | undefined): QueueReader[] {
  const functions = resourcesOfType(root, ...functionTypes)
  const mappings = resourcesOfType(root, 'AWS::Lambda::EventSourceMapping').map(({ id, properties }) => {
    const name = referencedId(childAt(properties, 'FunctionName'))
    return { name: id, properties, target: functions.find(fn => fn.id === name)?.properties }
  })
  const events = functions.flatMap(fn =>
    eventsOf(fn)
      .filter(({ type }) => type === 'SQS')
      .map(({ id, properties }) => ({ name: id, properties, target: fn.properties })),
  )
  return [...mappings, ...events]
}
