import type { ImportedFile, ImportedRequest } from './importedRequest.ts'

/** What a stage is often called; another first part of a path is taken for a route's. */
const stageNames =
  /^(dev|develop|development|test|int|qa|uat|stage|staging|preprod|prod|production|live|beta|sandbox)$/i

/**
 * Puts a variable in the place of each host that requests name, with the stage behind it where it is one of API Gateway: then
 * one line of the file decides whether they go to AWS or to a gateway of this machine.
 */
export function withOriginVariables(file: ImportedFile): ImportedFile {
  const taken = new Set([...file.variables.map(([name]) => name), ...file.secrets])
  const variables = new Map<string, string>()
  const requests = file.requests.map((request): ImportedRequest => {
    const found = originOf(request.url)
    if (found === undefined) return request
    const known = variables.get(found)
    const name = known ?? freeName(taken)
    if (known === undefined) {
      variables.set(found, name)
      taken.add(name)
    }
    const rest = request.url.slice(found.length)
    return { ...request, url: `{{${name}}}${rest.startsWith('/') ? rest : `/${rest}`}` }
  })
  const made = [...variables].map(([origin, name]) => [name, origin] as const)
  return { ...file, variables: [...made, ...file.variables], requests }
}

/** `https://shop.example`, `https://id.execute-api.eu-west-1.amazonaws.com/prod`; undefined where a variable begins the URL. */
function originOf(url: string): string | undefined {
  const origin = /^https?:\/\/[^/?#{}]+/i.exec(url)?.[0]
  // A variable inside of a host stays where it is.
  if (origin === undefined || url.startsWith('{', origin.length)) return undefined
  if (!/\.execute-api\.[\w-]+\.amazonaws\.com(\.cn)?(:\d+)?$/i.test(origin)) return origin
  const first = /^\/([^/?#]+)(?=[/?#]|$)/.exec(url.slice(origin.length))?.[1]
  return first !== undefined && stageNames.test(first) ? `${origin}/${first}` : origin
}

function freeName(taken: ReadonlySet<string>): string {
  let name = 'baseUrl'
  for (let count = 2; taken.has(name); count++) name = `baseUrl${count}`
  return name
}
