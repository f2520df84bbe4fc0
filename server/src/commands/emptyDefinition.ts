import type { Definition } from '../api/api.ts'
import { emptySurroundings } from '../api/surroundings.ts'

/** Stands where no definition was named. */
export const emptyDefinition: Definition = {
  kind: 'openapi',
  file: '',
  apis: [],
  functions: [],
  permissions: [],
  parameters: [],
  surroundings: emptySurroundings,
}
