import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { resourcesOf } from './templateResources.ts'

/** The resources of a type that belong to an API: their `RestApiId` or `ApiId` gives its id. */
export function partsOf(
  template: Template,
  type: string,
  property: 'RestApiId' | 'ApiId',
  apiId: string,
): TemplateResource[] {
  return resourcesOf(template, type).filter(({ properties }) => valueOf(properties.text(property)) === apiId)
}
