import type { TemplateName } from '../../protocol/rendering.ts'
import type { TemplateUse } from '../../rules/rule.ts'
import type { Uris } from '../places.ts'
import type { PlacedTemplate } from './placedTemplate.ts'

/** What a definition uses a template for, without gateway responses, which are no VTL. */
export function usesOf({ uses }: Pick<PlacedTemplate, 'uses'>): TemplateUse[] {
  return uses.flatMap(use => ('gatewayResponse' in use ? [] : [use]))
}

/** Which template it is, for the editor. */
export function templateName(placed: PlacedTemplate, uris: Uris): TemplateName {
  const uses = usesOf(placed)
  const [first] = uses
  const range = placed.rangeOf({ start: 0, end: placed.text.length })
  const routes = new Set(uses.map(({ owner }) => owner.label))
  return {
    location: { uri: uris.toUri(placed.file), range },
    ...(first && {
      use: {
        direction: first.direction,
        route: first.owner.label,
        others: routes.size - 1,
        mediaType: first.mediaType,
      },
    }),
  }
}
