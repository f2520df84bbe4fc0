import type { Stage } from '../../api/api.ts'
import type { MethodSetting } from '../../api/stage.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import { unescapeSegment } from '../../base/jsonPointer.ts'

/** A method as settings name it. */
export interface MethodName {
  readonly path: string
  /** As the definition has it, maybe `ANY`. */
  readonly httpMethod: string
}

/** A setting of a method, and whether it is the method's own. */
export interface Effective<T> {
  readonly value: T
  readonly isOwn: boolean
  readonly setting: MethodSetting
}

/**
 * What a stage's method settings say of a method: what is stated for the method itself goes before what is stated for all.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
 */
export function effectiveSetting<T>(
  stage: Stage,
  method: MethodName,
  read: (setting: MethodSetting) => Fact<T> | T | undefined,
): Effective<T> | undefined {
  const found = (stage.methodSettings ?? []).flatMap(setting => {
    const rank = rankOf(setting, method)
    const stated = rank === undefined ? undefined : read(setting)
    const value = isFact(stated) ? valueOf(stated) : stated
    return rank === undefined || value === undefined ? [] : [{ rank, value, setting }]
  })
  const best = found.reduce<(typeof found)[number] | undefined>(
    (before, each) => (before && before.rank > each.rank ? before : each),
    undefined,
  )
  return best && { value: best.value, isOwn: best.rank === exact, setting: best.setting }
}

/** Both parts of the method are named. */
const exact = 3

/** How exactly a setting names a method; undefined when it is about others. */
function rankOf({ resourcePath, httpMethod }: MethodSetting, method: MethodName): number | undefined {
  const path = pathOf(valueOf(resourcePath) ?? '/*')
  const verb = valueOf(httpMethod)?.toUpperCase() ?? '*'
  const isAnyPath = path === '/*' || path === '*'
  if (!isAnyPath && path !== method.path) return undefined
  if (verb !== '*' && verb !== method.httpMethod) return undefined
  return (isAnyPath ? 0 : 2) + (verb === '*' ? 0 : 1)
}

// AWS lists `/books/{id}` as `/~1books~1{id}` or `~1books~1{id}`; CloudFormation's `/` is the root.
function pathOf(text: string): string {
  if (!text.includes('~1')) return text.startsWith('/') || text === '*' ? text : `/${text}`
  return unescapeSegment(text.replace(/^\//, ''))
}

function isFact<T>(value: Fact<T> | T | undefined): value is Fact<T> {
  return typeof value === 'object' && value !== null && 'known' in value
}
