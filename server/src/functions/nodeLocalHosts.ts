import { syncBuiltinESMExports } from 'node:module'
import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { LocalHosts, LocalPlace } from './runtimeProcess.ts'

/**
 * Leads what this process says over TLS to some hosts to their places on this machine, and lets it believe the certificate
 * there. `https`, `http2`, `fetch` and AWS's SDKs all connect by `tls.connect`; other connections are left as they are.
 */
export async function reachLocalHosts(hosts: LocalHosts): Promise<void> {
  const { default: tls } = await import('node:tls')
  const connect = tls.connect.bind(tls) as (...args: readonly unknown[]) => unknown
  Object.assign(tls, {
    connect: (...args: readonly unknown[]) => {
      const options = optionsOf(args)
      const local = options && localOptions(options, hosts)
      return local
        ? connect(
            local,
            args.find(each => typeof each === 'function'),
          )
        : connect(...args)
    },
  })
  syncBuiltinESMExports()
}

/** The options of a call of `tls.connect`; undefined for a pipe. */
function optionsOf([first, ...others]: readonly unknown[]): ConnectionOptions | undefined {
  if (isOptions(first)) return first
  const port = Number(first)
  if (!Number.isInteger(port)) return undefined
  const host = others.find(each => typeof each === 'string')
  return { ...others.find(isOptions), port, ...(host !== undefined && { host }) }
}

function isOptions(value: unknown): value is ConnectionOptions {
  return typeof value === 'object' && value !== null
}

function localOptions(
  options: ConnectionOptions,
  { cert, places }: LocalHosts,
): ConnectionOptions | undefined {
  // A socket that stands already, a proxy's, or a pipe.
  if (options.socket || Boolean(options.path)) return undefined
  const host = (options.host ?? 'localhost').toLowerCase()
  const place = places.find(each => isAt(each, host, Number(options.port)))
  if (!place) return undefined
  return {
    ...options,
    host: place.addresses[0],
    port: place.port,
    servername: options.servername ?? (isIP(host) === 0 ? host : ''),
    ca: [cert, ...[options.ca ?? []].flat()],
  }
}

function isAt({ hosts, addresses, port }: LocalPlace, host: string, asked: number): boolean {
  return (
    (asked === 443 && hosts.includes(host)) || (asked === port && [...hosts, ...addresses].includes(host))
  )
}
