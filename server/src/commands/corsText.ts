import type { CorsReport } from '../protocol/cors.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import { examineCors } from '../gateway/why/corsDoctor.ts'
import type { World } from '../gateway/world.ts'
import type { ChosenApi } from './gatewayFront.ts'
import { placed } from './gatewayHostApis.ts'
import { UsageError } from './options.ts'

/** Plays the browser of a page for a request and prints what it found; 0 when the page may call and read all answers. */
export async function checkCors(
  chosen: ChosenApi,
  request: HttpRequest,
  origin: string,
  world: World,
  stdout: NodeJS.WritableStream,
): Promise<number> {
  const { api } = chosen
  // `invoke` takes REST and HTTP APIs only.
  if (api.type === 'websocket') return 1
  const report = await examineCors({ ...chosen, api }, request, origin, world)
  stdout.write(`${corsText(report).join('\n')}\n`)
  return report.checks.some(({ state }) => state === 'failed') ? 1 : 0
}

/** The value of `--origin`: a scheme and a host, without a path. */
export function readOrigin(text: string | undefined): string | undefined | UsageError {
  if (text === undefined || /^[a-z][a-z0-9+.-]*:\/\/[^/\s?#]+$/i.test(text)) return text
  return new UsageError(`--origin takes an origin such as https://shop.example, not '${text}'`)
}

/** A report as the terminal and the editor show it. */
export function corsText({ origin, request, checks }: CorsReport): readonly string[] {
  return [
    `A page of ${origin} sends ${request}`,
    ...checks.flatMap(({ title, state, sentence, add, source }) => [
      `  ${marks[state]} ${title}: ${sentence.replaceAll('**', '')}`,
      ...(add === undefined ? [] : [`      add ${add.replaceAll('**', '')}`]),
      ...(source && state === 'failed' ? [`      ${placed(source, '').replace(/: $/, '')}`] : []),
    ]),
  ]
}

const marks = { passed: '✓', failed: '✗', notNeeded: '-' } as const
