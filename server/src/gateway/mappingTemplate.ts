import type { Integration } from '../api/integration.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { because, GatewayError } from './gatewayError.ts'
import { acceptedTypes, mediaTypeOf } from './mediaType.ts'

/** The mapping template that applies, not yet rendered. */
export interface ChosenTemplate {
  readonly mediaType: string
  readonly template: Fact<string>
}

/**
 * Chooses the request template by the Content-Type; undefined when the body passes through. Throws a 415 where the
 * passthrough behavior says so. https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
export function requestTemplate(integration: Integration, contentType: string): ChosenTemplate | undefined {
  const mediaType = mediaTypeOf(contentType)
  const chosen = templateFor(integration.requestTemplates, mediaType)
  if (chosen) return withoutEmpty(chosen)
  const behavior = valueOf(integration.passthroughBehavior)?.toUpperCase() ?? 'WHEN_NO_MATCH'
  const isRefused =
    behavior === 'NEVER' || (behavior === 'WHEN_NO_TEMPLATES' && integration.requestTemplates.size > 0)
  if (!isRefused) return undefined
  throw new GatewayError(
    'UNSUPPORTED_MEDIA_TYPE',
    `no template for \`${mediaType}\`, and the passthrough behavior is \`${behavior}\``,
    {
      details: because({
        type: 'noTemplate',
        mediaType,
        behavior,
        origin: (integration.passthroughBehavior ?? integration).origin,
        templates: [...integration.requestTemplates.keys()],
      }),
    },
  )
}

/** Chooses the response template by Accept: the first type that has one, else application/json, else the first of all. */
export function responseTemplate(
  templates: ReadonlyMap<string, Fact<string>>,
  accept: string | undefined,
): ChosenTemplate | undefined {
  const wanted = acceptedTypes(accept)
  for (const mediaType of wanted) {
    const chosen = templateFor(templates, mediaType)
    if (chosen) return withoutEmpty(chosen)
  }
  const [first] = templates
  const fallback = templateFor(templates, 'application/json') ?? (first && chosenOf(first))
  return fallback && withoutEmpty(fallback)
}

function templateFor(
  templates: ReadonlyMap<string, Fact<string>>,
  mediaType: string,
): ChosenTemplate | undefined {
  for (const entry of templates) if (mediaTypeOf(entry[0]) === mediaType) return chosenOf(entry)
  return undefined
}

function chosenOf([mediaType, template]: readonly [string, Fact<string>]): ChosenTemplate {
  return { mediaType, template }
}

// An empty template is the same as none: the payload passes through.
function withoutEmpty(chosen: ChosenTemplate): ChosenTemplate | undefined {
  return valueOf(chosen.template) === '' ? undefined : chosen
}
