import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'

/** The shells whose quoting differs. */
export type Shell = 'posix' | 'powershell' | 'cmd'

/** Which quoting the user's shell wants, from the path of its program; an unknown one is taken as a POSIX shell. */
export function shellOf(program: string): Shell {
  const name = program.split(/[\\/]/).at(-1)?.toLowerCase() ?? ''
  if (/^(pwsh|powershell)(\.exe)?$/.test(name)) return 'powershell'
  return /^cmd(\.exe)?$/.test(name) ? 'cmd' : 'posix'
}

/**
 * The request as one curl command for `shell`. `origin` is `http://127.0.0.1:3000`. A binary body cannot stand in a
 * command line: the command then reads it from a file `body.bin`.
 */
export function curlCommand(origin: string, request: InvokeRequest, shell: Shell): string {
  const quote = quoting[shell]
  const parts = [shell === 'posix' ? 'curl' : 'curl.exe']
  const hasBody = request.bodyText !== undefined || request.bodyBase64 !== undefined
  // curl chooses GET without a body and POST with one; HEAD by -X would wait for a body that never comes.
  if (request.method === 'HEAD') parts.push('--head')
  else if (request.method !== (hasBody ? 'POST' : 'GET')) parts.push('-X', request.method)
  // Braces and brackets of a path template are text, not curl's own patterns.
  if (/[[\]{}]/.test(request.target)) parts.push('--globoff')
  parts.push(quote(origin + request.target))
  for (const [name, value] of request.headers) {
    parts.push('-H', quote(value === '' ? `${name};` : `${name}: ${value}`))
  }
  // Without this curl would send application/x-www-form-urlencoded, which the request never had.
  if (hasBody && !request.headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    parts.push('-H', quote('Content-Type:'))
  }
  if (request.bodyText === undefined) {
    return [...parts, ...(hasBody ? ['--data-binary', quote('@body.bin')] : [])].join(' ')
  }
  if (shell === 'powershell' && request.bodyText.includes('"')) {
    // Old and new PowerShell pass a double quote to a program differently; a pipe means the same in both.
    return `${quote(request.bodyText)} | ${[...parts, '--data-binary', quote('@-')].join(' ')}`
  }
  return [...parts, '--data-raw', quote(request.bodyText)].join(' ')
}

/** How an argument is quoted for a shell. */
export function quoteFor(shell: Shell): (text: string) => string {
  return quoting[shell]
}

const quoting: Readonly<Record<Shell, (text: string) => string>> = {
  posix: text => `'${text.replaceAll("'", "'\\''")}'`,
  powershell: text => `'${text.replaceAll("'", "''")}'`,
  // cmd reads `^` first, then curl's own C runtime reads the quotes and backslashes.
  cmd: text => {
    const argument = text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')
    return `^"${argument.replace(/[()%!^"<>&|]/g, '^$&').replace(/\r?\n/g, '^\r\n\r\n')}^"`
  },
}
