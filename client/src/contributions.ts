import type { NeighbourId } from '../../server/src/protocol/neighbours.ts'

/**
 * Every id that the manifest contributes, once. `test/client/contributions.test.ts` holds package.json to this list in
 * both directions.
 */
export const commands = {
  invoke: 'gatehouse.invoke',
  debug: 'gatehouse.debug',
  debugGateway: 'gatehouse.debugGateway',
  openConsole: 'gatehouse.openConsole',
  startGateway: 'gatehouse.startGateway',
  startOnFreePort: 'gatehouse.startOnFreePort',
  stopGateway: 'gatehouse.stopGateway',
  restartGateway: 'gatehouse.restartGateway',
  openUrl: 'gatehouse.openUrl',
  gatewayActions: 'gatehouse.gatewayActions',
  goToDefinition: 'gatehouse.goToDefinition',
  goToHandler: 'gatehouse.goToHandler',
  whoMayCall: 'gatehouse.whoMayCall',
  explainRoutes: 'gatehouse.explainRoutes',
  render: 'gatehouse.render',
  debugTemplate: 'gatehouse.debugTemplate',
  migrate: 'gatehouse.migrate',
  exportApi: 'gatehouse.exportApi',
  showDocs: 'gatehouse.showDocs',
  generateClient: 'gatehouse.generateClient',
  importRequests: 'gatehouse.importRequests',
  copyUrl: 'gatehouse.copyUrl',
  copyAsCurl: 'gatehouse.copyAsCurl',
  sendHttpRequest: 'gatehouse.sendHttpRequest',
  chooseHttpEnvironment: 'gatehouse.chooseHttpEnvironment',
  openTrace: 'gatehouse.openTrace',
  compareTraces: 'gatehouse.compareTraces',
  refresh: 'gatehouse.refresh',
  showLog: 'gatehouse.showLog',
  openSettings: 'gatehouse.openSettings',
  chooseDefinitions: 'gatehouse.chooseDefinitions',
  tryExample: 'gatehouse.tryExample',
  manageTrust: 'gatehouse.manageTrust',
  restartLanguageServer: 'gatehouse.restartLanguageServer',
  checkWorkspace: 'gatehouse.checkWorkspace',
  showMap: 'gatehouse.showMap',
  showMetrics: 'gatehouse.showMetrics',
  findInGateways: 'gatehouse.findInGateways',
  addPath: 'gatehouse.addPath',
  addRoute: 'gatehouse.addRoute',
  addMethod: 'gatehouse.addMethod',
  addResponse: 'gatehouse.addResponse',
  addModel: 'gatehouse.addModel',
  addAuthorizer: 'gatehouse.addAuthorizer',
  deletePart: 'gatehouse.deletePart',
  deletePath: 'gatehouse.deletePath',
} as const

export const viewContainer = 'gatehouse'
export const gatewaysView = 'gatehouse.gateways'
/** `viewType` of the invoke panel; activation events name it and the others, for VS Code brings them back. */
export const invokePanelType = 'gatehouse.invoke'
/** Type of our debug sessions. */
export const debugType = 'gatehouse'

/** Debug type of sessions below it that attach to Python functions where VS Code has none of its own. */
export const pythonDebugType = 'gatehouse-python'
/** `viewType` of the WebSocket console. */
export const consolePanelType = 'gatehouse.console'
/** `viewType` of the panel that shows who may call. */
export const whoPanelType = 'gatehouse.who'
/** `viewType` of the preview of an API's documentation. */
export const docsPanelType = 'gatehouse.docs'

/** `viewType` of the design map. */
export const mapPanelType = 'gatehouse.map'

/** `viewType` of the panel of metrics, limits and the cache. */
export const metricsPanelType = 'gatehouse.metrics'

/** `viewType` of the view beside a mapping template. */
export const renderViewType = 'gatehouse.renderView'

/** What `when` clauses of the manifest ask for. */
export const contextKeys = {
  /** The first outline has come: an empty tree is empty, not loading. */
  isReady: 'gatehouse.isReady',
  /** Paths of the definitions that hold a gateway Gatehouse can run. */
  definitions: 'gatehouse.definitions',
  /** Paths of the definitions whose gateway runs or starts. */
  running: 'gatehouse.running',
} as const

/** Settings and the type of their values; the default stands in package.json. */
export interface Settings {
  'gatehouse.node.path': string
  'gatehouse.gateway.port': number
  'gatehouse.gateway.host': string
  'gatehouse.gateway.parameters': Readonly<Record<string, string>>
  'gatehouse.gateway.parametersFiles': readonly string[]
  'gatehouse.gateway.stub': boolean
  'gatehouse.gateway.envVars': string
  'gatehouse.gateway.envFiles': readonly string[]
  'gatehouse.gateway.endpoints': Readonly<Record<string, string>>
  'gatehouse.gateway.awsCredentials': boolean
  'gatehouse.gateway.awsProfile': string
  'gatehouse.identitiesFile': string
  'gatehouse.tree.followEditor': boolean
  'gatehouse.codeLens.enabled': boolean
  'gatehouse.inlayHints.authorizer': boolean
  'gatehouse.inlayHints.integration': boolean
  'gatehouse.inlayHints.timeout': boolean
  'gatehouse.inlayHints.stageVariables': boolean
  'gatehouse.definitions.exclude': readonly string[]
  'gatehouse.rules': Readonly<Record<string, string>>
  'gatehouse.validation.deferTo': 'auto' | 'none' | NeighbourId
  'gatehouse.trace.server': 'messages' | 'verbose'
}

/** The names of all settings, for the test against package.json. */
export const settingNames: readonly (keyof Settings)[] = [
  'gatehouse.node.path',
  'gatehouse.gateway.port',
  'gatehouse.gateway.host',
  'gatehouse.gateway.parameters',
  'gatehouse.gateway.parametersFiles',
  'gatehouse.gateway.stub',
  'gatehouse.gateway.envVars',
  'gatehouse.gateway.envFiles',
  'gatehouse.gateway.endpoints',
  'gatehouse.gateway.awsCredentials',
  'gatehouse.gateway.awsProfile',
  'gatehouse.identitiesFile',
  'gatehouse.tree.followEditor',
  'gatehouse.codeLens.enabled',
  'gatehouse.inlayHints.authorizer',
  'gatehouse.inlayHints.integration',
  'gatehouse.inlayHints.timeout',
  'gatehouse.inlayHints.stageVariables',
  'gatehouse.definitions.exclude',
  'gatehouse.rules',
  'gatehouse.validation.deferTo',
  'gatehouse.trace.server',
]
