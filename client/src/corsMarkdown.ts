import type { CorsReport } from '../../server/src/protocol/cors.ts'

/** A report of the browser that was played, for an editor: what was asked, what is missing, where to add it. */
export function corsMarkdown({ origin, request, checks }: CorsReport): string {
  const failed = checks.filter(({ state }) => state === 'failed').length
  const verdict =
    failed === 0
      ? 'The page may call the route and read every answer.'
      : `${failed === 1 ? 'One answer keeps' : `${failed} answers keep`} the page from it.`
  return [
    `# CORS of \`${request}\` for \`${origin}\``,
    '',
    verdict,
    ...checks.flatMap(({ title, state, sentence, add, source }) => [
      '',
      `## ${marks[state]} ${title}`,
      '',
      `${sentence.replaceAll('**', '')}.`,
      ...(add === undefined ? [] : ['', `Add ${add}.`]),
      ...(source && state === 'failed' ? ['', `${source.file}:${source.line + 1}`] : []),
    ]),
    '',
  ].join('\n')
}

const marks = { passed: '✓', failed: '✗', notNeeded: '–' } as const
