import type { SourceLine } from '../../server/src/protocol/trace.ts'
import { pathLabel } from '../src/pathLabel.ts'

/** How a status is coloured: 4xx is the caller's doing, 5xx is the gateway's or its backend's. */
export type StatusKind = 'ok' | 'warn' | 'err'

/** The colour role of an HTTP status. */
export function statusKind(status: number): StatusKind {
  if (status >= 500) return 'err'
  return status >= 400 ? 'warn' : 'ok'
}

/** `403 Forbidden`; the number alone where HTTP has no phrase for it. */
export function statusText(status: number): string {
  const phrase = reasonPhrases[status]
  return phrase ? `${status} ${phrase}` : String(status)
}

/** Milliseconds for the trace's column: `0.3`, `26.4`, `2 400`. */
export function formatStepMs(ms: number): string {
  if (ms > 0 && ms < 0.05) return '<0.1'
  return ms < 100 ? ms.toFixed(1) : grouped(Math.round(ms))
}

/** How long ago something was, from milliseconds: `14 minutes ago`; undefined for less than a minute. */
export function formatAge(ms: number): string | undefined {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return undefined
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${counted(hours, 'hour')} ago` : `${counted(Math.floor(hours / 24), 'day')} ago`
}

/** `11:38:20`, by the clock of this machine's place. */
export function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}

/** A duration with its unit: `0.3 ms`, `41 ms`, `2.4 s`, `1 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${formatStepMs(ms)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  return formatSeconds(ms)
}

/** A running time, whose digits should not jump: `0.4 s`, `2.4 s`, `1 min 5 s`. */
export function formatSeconds(ms: number): string {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A time limit, which is mostly whole seconds: `29 s`, `2.5 s`, `50 ms`. */
export function formatLimit(ms: number): string {
  return ms >= 1000 ? `${String(Number((ms / 1000).toFixed(1)))} s` : `${ms} ms`
}

/** A duration for screen readers: `14 milliseconds`, `2.4 seconds`. */
export function spokenDuration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} seconds`
  const shown = ms < 10 ? formatStepMs(ms) : String(Math.round(ms))
  return shown === '1' ? '1 millisecond' : `${shown} milliseconds`
}

/** A size in bytes, decimal units as AWS counts them: `61 B`, `2.1 kB`, `5.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `1 line`, `12 lines`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** A whole number with thin spaces between its thousands. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009')
}

/** A text as it begins a sentence. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** What a file is called: the path inside the workspace, or its own name when that is long. */
export function fileLabel(file: string, workspaceRoot: string): string {
  return pathLabel(withinWorkspace(file, workspaceRoot))
}

/** Words under a link to a line, one-based: `template.yaml:42`. */
export function sourceLabel({ file, line }: SourceLine, workspaceRoot: string): string {
  return `${fileLabel(file, workspaceRoot)}:${line + 1}`
}

/** The path of a file's URI, percent escapes resolved: `/shop/template.yaml`, `c:/shop/template.yaml`. */
export function pathOfUri(uri: string): string {
  const path = unescaped(uri.replace(/^[\w+.-]+:\/\/[^/]*/, ''))
  return /^\/[a-z]:\//i.test(path) ? path.slice(1) : path
}

/** A path inside the workspace, with `/`; a path outside it stays whole. */
export function withinWorkspace(file: string, workspaceRoot: string): string {
  const path = file.replaceAll('\\', '/')
  const root = workspaceRoot.replaceAll('\\', '/').replace(/\/$/, '')
  return root && path.toLowerCase().startsWith(`${root.toLowerCase()}/`) ? path.slice(root.length + 1) : path
}

/** The last part of a path or URI, percent escapes resolved. */
export function fileName(path: string): string {
  return unescaped(path.slice(path.search(/[^/\\]*$/)))
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a plain path may hold a lone '%'
  }
}

const reasonPhrases: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
}
