import * as vscode from 'vscode'
import type { OutlineGateway, RoutingVerdict } from '../../server/src/protocol/requests.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { openPlace } from './places.ts'

/** Milliseconds without a key before the routes are asked again. */
const pause = 80

type Item = vscode.QuickPickItem & { readonly verdict?: RoutingVerdict }

/**
 * Asks which route of an API takes a request, at every key: the one that takes it, those that lose, those that do not fit,
 * each with its reason. Enter opens the line.
 */
export function explainRoutes(features: LanguageFeatures, gateway: OutlineGateway): void {
  const pick = vscode.window.createQuickPick<Item>()
  pick.title = vscode.l10n.t('Which route takes it? {0}', gateway.name)
  pick.placeholder = vscode.l10n.t('GET /path, without the stage')
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = async (): Promise<void> => {
    const question = ++asked
    const [, method = 'GET', path] = /^\s*(?:([A-Za-z]+)\s+)?(\/\S*)\s*$/.exec(pick.value) ?? []
    if (path === undefined) {
      pick.items = []
      return
    }
    const { definition, apiId } = gateway
    const verdicts = await features.request('gatehouse/routing', { definition, apiId, method, path })
    // Somebody who types is faster than an answer.
    if (question === asked) pick.items = itemsOf(verdicts ?? [])
  }
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask().catch(() => (pick.items = [])), pause)
  }
  pick.onDidChangeValue(later)
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems
    if (!chosen?.verdict) return
    pick.hide()
    void openPlace(chosen.verdict.location)
  })
  pick.onDidHide(() => {
    clearTimeout(timer)
    pick.dispose()
  })
  pick.value = 'GET /'
  pick.show()
  later()
}

function itemsOf(verdicts: readonly RoutingVerdict[]): Item[] {
  const nobody: Item[] = verdicts.some(({ verdict }) => verdict === 'takes')
    ? []
    : [{ label: `$(circle-slash) ${vscode.l10n.t('No route takes it')}`, alwaysShow: true }]
  const found = verdicts.map((verdict): Item => ({
    label: `$(${icons[verdict.verdict]}) ${verdict.name}`,
    description: verdict.why.replaceAll('`', ''),
    // The list is the answer: what was typed is no filter.
    alwaysShow: true,
    verdict,
  }))
  return [...nobody, ...found]
}

const icons: Readonly<Record<RoutingVerdict['verdict'], string>> = {
  takes: 'pass',
  loses: 'arrow-down',
  otherMethod: 'dash',
  otherPath: 'dash',
}
