import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { Model } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { modelExample } from './exampleDefinition.ts'
import { absentStep } from './modelPaths.ts'
import { payloadPathsOf } from './payloadPaths.ts'

export const mappingTemplatePathUndeclared: Rule = {
  id: 'mapping-template-path-undeclared',
  severity: 'warning',
  summary: "A request template reads a member of the payload that the method's model excludes.",
  aws: 'Finds nothing there: a payload with such a member does not pass the model, where requests are validated.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html#models-mappings-models',
  examples: {
    bad: modelExample(`{ "title": $input.json('$.titel') }`),
    good: modelExample(`{ "title": $input.json('$.title') }`),
  },
  visit: {
    *mappingTemplate(template) {
      const model = requestModel(template)
      if (!model) return
      const models = template.use?.owner.api.models ?? []
      const reported = new Set<number>()
      for (const { steps } of payloadPathsOf(template.parsed.template)) {
        const absent = absentStep(model, steps, models)
        if (!absent || reported.has(absent.step.at.start)) continue
        reported.add(absent.step.at.start)
        yield* findingFor(template, model, absent)
      }
    },
  },
}

function requestModel({ use }: MappingTemplate): Model | undefined {
  if (use?.direction !== 'request') return undefined
  const name = valueOf(use.owner.method?.requestModels.get(use.mediaType))
  return use.owner.api.models.find(model => model.name === name)
}

function findingFor(
  template: MappingTemplate,
  model: Model,
  { step, reason, names, isSlip }: NonNullable<ReturnType<typeof absentStep>>,
) {
  const nearest = nearestName(step.name ?? '', names)
  const advice = nearest === undefined ? 'read another member, or add it to the model' : `write '${nearest}'`
  const { start, end } = step.at
  const isPlain =
    nearest !== undefined && /^[A-Za-z_]\w*$/.test(nearest) && template.text.slice(start, end) === step.name
  return findingIn(template, step.at, {
    ...(isSlip && { severity: 'info' as const }),
    message: `The payload has no '${step.name ?? ''}' here: the model '${model.name}' ${reason}, so this gives nothing; ${advice}`,
    fixes: isPlain
      ? template.place.fix(`Replace with '${nearest}'`, [{ start, end, newText: nearest }], true)
      : [],
  })
}
