import type { Origin } from '../base/origin.ts'
import type { Model } from './api.ts'

/** The models that CreateRestApi gives to every API; ImportRestApi makes only what stands in the document. */
export function builtInModels(origin: Origin): Model[] {
  const $schema = 'http://json-schema.org/draft-04/schema#'
  return [
    {
      name: 'Empty',
      origin,
      contentType: 'application/json',
      description: 'This is a default empty schema model',
      schema: { $schema, title: 'Empty Schema', type: 'object' },
    },
    {
      name: 'Error',
      origin,
      contentType: 'application/json',
      description: 'This is a default error schema model',
      schema: {
        $schema,
        title: 'Error Schema',
        type: 'object',
        properties: { message: { type: 'string' } },
      },
    },
  ]
}
