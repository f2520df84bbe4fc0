import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curlCommand, shellOf } from '../../client/src/curl.ts'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'

const origin = 'http://127.0.0.1:3000'
const order: InvokeRequest = {
  method: 'POST',
  target: '/orders?gift=yes&note=a%20b',
  headers: [['Content-Type', 'application/json']],
  bodyText: '{"note": "it\'s 100% $HOME"}',
}

describe('a request as a curl command', () => {
  it('is short for a plain GET', () => {
    const request = { method: 'GET', target: '/books', headers: [] }
    expect(curlCommand(origin, request, 'posix')).toBe("curl 'http://127.0.0.1:3000/books'")
  })

  it('quotes for a POSIX shell', () => {
    expect(curlCommand(origin, order, 'posix')).toBe(
      "curl 'http://127.0.0.1:3000/orders?gift=yes&note=a%20b' -H 'Content-Type: application/json' " +
        `--data-raw '{"note": "it'\\''s 100% $HOME"}'`,
    )
  })

  it('pipes a body with double quotes in PowerShell, whose versions pass them differently', () => {
    expect(curlCommand(origin, order, 'powershell')).toBe(
      `'{"note": "it''s 100% $HOME"}' | curl.exe 'http://127.0.0.1:3000/orders?gift=yes&note=a%20b' ` +
        "-H 'Content-Type: application/json' --data-binary '@-'",
    )
  })

  it('escapes for cmd and for the program behind it', () => {
    expect(curlCommand(origin, { ...order, headers: [], target: '/a' }, 'cmd')).toBe(
      'curl.exe ^"http://127.0.0.1:3000/a^" -H ^"Content-Type:^" ' +
        '--data-raw ^"{\\^"note\\^": \\^"it\'s 100^% $HOME\\^"}^"',
    )
  })

  it('names the method where curl would choose another', () => {
    const request = { method: 'DELETE', target: '/books/{bookId}', headers: [] }
    expect(curlCommand(origin, request, 'posix')).toBe(
      "curl -X DELETE --globoff 'http://127.0.0.1:3000/books/{bookId}'",
    )
    expect(curlCommand(origin, { ...request, method: 'HEAD', target: '/' }, 'posix')).toBe(
      "curl --head 'http://127.0.0.1:3000/'",
    )
  })

  it('reads a binary body from a file', () => {
    const request = { method: 'PUT', target: '/cover', headers: [], bodyBase64: '/9g=' }
    expect(curlCommand(origin, request, 'posix')).toBe(
      "curl -X PUT 'http://127.0.0.1:3000/cover' -H 'Content-Type:' --data-binary '@body.bin'",
    )
  })

  it.skipIf(process.platform === 'win32')('reaches curl as it was meant, through a real shell', () => {
    const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${curlCommand(origin, order, 'posix')}`
    const seen = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
    expect(seen).toEqual([
      `${origin}${order.target}`,
      '-H',
      'Content-Type: application/json',
      '--data-raw',
      order.bodyText,
      '',
    ])
  })
})

describe("the user's shell", () => {
  it.each([
    ['/bin/zsh', 'posix'],
    ['C:\\Windows\\System32\\cmd.exe', 'cmd'],
    ['C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell'],
    ['/usr/bin/pwsh', 'powershell'],
    ['C:\\Program Files\\Git\\bin\\bash.exe', 'posix'],
    ['', 'posix'],
  ])('%s', (program, shell) => {
    expect(shellOf(program)).toBe(shell)
  })
})
