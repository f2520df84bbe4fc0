import * as vscode from 'vscode'
import type { Choices } from './choices.ts'
import type { DocsPanels } from './docsPanel.ts'
import type { Handler } from './handlers.ts'
import { importRequests } from './requestImport.ts'
import type { ImportSurroundings } from './requestImport.ts'
import type { ClientProgram } from './typedClient.ts'
import { generateClient } from './typedClient.ts'

export type ExchangeCommand = 'showDocs' | 'generateClient' | 'importRequests'

/** What these commands work on. */
export interface ExchangeSurroundings extends ClientProgram, ImportSurroundings {
  readonly docsPanels: DocsPanels
}

/** The commands by which definitions and requests go to other tools and come from them. */
export function exchangeCommands(
  around: ExchangeSurroundings,
  choices: Choices,
  requireTrust: () => void,
): Record<ExchangeCommand, Handler> {
  return {
    showDocs: {
      title: vscode.l10n.t('The documentation cannot be shown'),
      run: async argument => {
        const gateway = await choices.gateway(argument, ({ type }) => type !== 'websocket')
        if (gateway?.type === 'websocket') {
          throw new Error(
            vscode.l10n.t('{0} is a WebSocket API, which no OpenAPI document describes', gateway.name),
          )
        }
        if (gateway) around.docsPanels.open(gateway)
      },
    },
    generateClient: {
      title: vscode.l10n.t('The client cannot be generated'),
      run: async argument => {
        requireTrust()
        const gateway = await choices.gateway(argument, ({ type }) => type !== 'websocket')
        if (gateway) await generateClient(around, gateway)
      },
    },
    importRequests: {
      title: vscode.l10n.t('The requests cannot be imported'),
      run: argument => importRequests(around, argument instanceof vscode.Uri ? argument : undefined),
    },
  }
}
