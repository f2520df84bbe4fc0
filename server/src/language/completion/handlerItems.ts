import { CompletionItemKind } from 'vscode-languageserver-types'
import { valueOf } from '../../base/origin.ts'
import { childAt, stringOf } from '../../syntax/node.ts'
import { handlersBelow } from '../handlersBelow.ts'
import { takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { valueItem } from './proposal.ts'

/**
 * Handlers that the function's code has: `file.export` for every export of its JavaScript, TypeScript and Python files.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export const handlerItems: Provider = context => {
  const { site, intrinsics } = context
  const { files } = context.outside
  const place = handlerPlaceOf(context)
  if (!place || !files || intrinsics.length > 0 || !takesValue(site)) return []
  return handlersBelow(place.folder, files)
    .filter(({ language }) => place.language === undefined || language === place.language)
    .map(({ handler, file }) =>
      valueItem(site, {
        label: handler,
        detail: file,
        kind: CompletionItemKind.Function,
        sort: /\.(lambda_)?handler$/i.test(handler) ? '0' : '1',
      }),
    )
}

interface HandlerPlace {
  readonly folder: string
  readonly language: 'node' | 'python' | undefined
}

function handlerPlaceOf(context: CompletionContext): HandlerPlace | undefined {
  const { owner, site, resource, place, kind } = context
  const { files } = context.outside
  const id = isHandlerOfFunction(context)
    ? resource?.id
    : kind === 'serverless'
      ? serviceFunction(place)
      : undefined
  if (id === undefined || !files) return undefined
  const root = files.folderOf(site.document.file)
  const own = owner.definition?.functions.find(fn => fn.id === id && fn.origin.file === site.document.file)
  const properties = resource?.properties
  const written = stringOf(childAt(properties, 'CodeUri')) ?? stringOf(childAt(properties, 'Code'))
  const runtime = stringOf(childAt(properties, 'Runtime')) ?? valueOf(own?.runtime) ?? ''
  return {
    folder: valueOf(own?.code) ?? files.resolve(root, written ?? '.'),
    language: runtime.startsWith('node') ? 'node' : runtime.startsWith('python') ? 'python' : undefined,
  }
}

function isHandlerOfFunction({ resource }: CompletionContext): boolean {
  return (
    /^AWS::(Lambda|Serverless)::Function$/.test(resource?.type ?? '') &&
    resource?.path?.length === 1 &&
    resource.path[0] === 'Handler'
  )
}

function serviceFunction(place: CompletionContext['place']): string | undefined {
  return place[0] === 'functions' && place.length === 3 && place[2] === 'handler'
    ? String(place[1])
    : undefined
}
