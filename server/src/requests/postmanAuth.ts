import type { ImportedRequest, JsonObject } from './importedRequest.ts'
import { isObject, isVariable, objectsOf, secretVariable, textOf } from './importedRequest.ts'

/** What a request needs so that it is authorized as its collection states it. */
export interface ImportedAuth {
  readonly headers: ImportedRequest['headers']
  /** Parameters of the query. */
  readonly query: readonly (readonly [string, string])[]
  /** Variables that stand for secrets. */
  readonly secrets: readonly string[]
  readonly remarks: readonly string[]
}

const nothing: ImportedAuth = { headers: [], query: [], secrets: [], remarks: [] }

/** Reads an `auth` of a collection: of version 2.1 a list of keys and values, of 2.0 an object. */
export function importedAuth(auth: JsonObject): ImportedAuth {
  const type = textOf(auth['type']) ?? 'noauth'
  const value = valuesOf(auth[type])
  switch (type) {
    case 'noauth':
      return nothing
    case 'bearer':
      return header('Authorization', 'Bearer ', value('token'), 'bearer_token')
    case 'oauth2':
      return value('addTokenTo') === 'queryParams'
        ? query('access_token', value('accessToken'))
        : header(
            'Authorization',
            `${value('headerPrefix') ?? 'Bearer'} `.trimStart(),
            value('accessToken'),
            'access_token',
          )
    case 'apikey': {
      const key = value('key') ?? 'X-Api-Key'
      return value('in') === 'query'
        ? query(key, value('value'))
        : header(key, '', value('value'), secretVariable(key))
    }
    case 'basic': {
      const made = header('Authorization', 'Basic ', undefined, 'basic_credentials')
      return { ...made, remarks: ["{{basic_credentials}} is the Base64 text of 'NAME:PASSWORD'"] }
    }
    case 'awsv4': {
      const place = ['service', 'region'].flatMap(name => value(name) ?? []).join(', ')
      const signed = `It is signed with AWS Signature Version 4${place === '' ? '' : ` (${place})`}`
      return {
        ...nothing,
        remarks: [`${signed}: name an identity with an access key, as '# @gatehouse-identity NAME'`],
      }
    }
    default:
      return { ...nothing, remarks: [`Its authorization '${type}' is not taken over`] }
  }
}

function header(name: string, prefix: string, given: string | undefined, variable: string): ImportedAuth {
  if (given !== undefined && isVariable(given)) return { ...nothing, headers: [[name, prefix + given]] }
  return { ...nothing, headers: [[name, `${prefix}{{${variable}}}`]], secrets: [variable] }
}

function query(name: string, given: string | undefined): ImportedAuth {
  if (given !== undefined && isVariable(given)) return { ...nothing, query: [[name, given]] }
  const variable = secretVariable(name)
  return { ...nothing, query: [[name, `{{${variable}}}`]], secrets: [variable] }
}

function valuesOf(stated: unknown): (name: string) => string | undefined {
  const fields = isObject(stated)
    ? Object.entries(stated)
    : objectsOf(stated).map(({ key, value }) => [textOf(key), value] as const)
  return name => textOf(fields.find(([key]) => key === name)?.[1])
}
