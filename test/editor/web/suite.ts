import * as vscode from 'vscode'
import { memoryFolder } from './memoryFolder.ts'

// What a user has in a browser, in the extension host that VS Code has there: a worker, without Node and without a disk.

const folder = vscode.Uri.parse('gatehouse-test:/shop')
const at = (name: string) => vscode.Uri.joinPath(folder, name)

const openapi = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { $ref: 'parts/answers.yaml#/Found' } }
      x-amazon-apigateway-integration:
        type: mick
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
`
const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      CodeUri: src/
      Handler: list.handler
      Events:
        All: { Type: Api, Properties: { Path: /books, Method: get } }
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      CodeUri: src/
      Handler: gone.handler
      Events:
        One: { Type: Api, Properties: { Path: '/books/{id}', Method: get } }
`
const policy = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoek", "Resource": "*"}]}`

const files = memoryFolder({
  '/shop/openapi.yaml': openapi,
  '/shop/parts/answers.yaml': 'Found:\n  description: Found\n',
  '/shop/template.yaml': template,
  '/shop/src/list.js': 'exports.handler = async () => ({ statusCode: 200 })\n',
  '/shop/deploy/policy.json': policy,
})

const steps: readonly { readonly title: string; readonly run: () => Promise<void> }[] = [
  {
    title: 'marks a fault, and nothing in what another file defines',
    run: async () => {
      await open('openapi.yaml')
      const found = await findings('openapi.yaml', all => all.length > 0)
      equal(found, ['integration-type-unknown'])
    },
  },
  {
    title: 'follows what is typed',
    run: async () => {
      const editor = await open('openapi.yaml')
      const place = editor.document.positionAt(openapi.indexOf('mick'))
      await editor.edit(edit => edit.replace(new vscode.Range(place, place.translate(0, 4)), 'mock'))
      equal(await findings('openapi.yaml', all => all.length === 0), [])
    },
  },
  {
    title: 'knows which handlers are there, and sees one come',
    run: async () => {
      await open('template.yaml')
      const found = await findings('template.yaml', all => all.length > 0)
      equal(found, ['function-handler-missing'])
      await vscode.workspace.fs.writeFile(at('src/gone.js'), encoded('exports.handler = async () => {}\n'))
      equal(await findings('template.yaml', all => all.length === 0), [])
    },
  },
  {
    title: 'checks the whole workspace when it is asked to, policies with the actions that AWS has',
    run: async () => {
      await vscode.commands.executeCommand('gatehouse.checkWorkspace')
      equal(await findings('deploy/policy.json', all => all.length > 0), ['invalid-action'])
      const editor = await open('deploy/policy.json')
      const place = editor.document.positionAt(policy.indexOf('Invoek'))
      await editor.edit(edit => edit.replace(new vscode.Range(place, place.translate(0, 6)), 'Invoke'))
      equal(await findings('deploy/policy.json', all => all.length === 0), [])
    },
  },
  {
    title: 'completes and explains',
    run: async () => {
      const { document } = await open('openapi.yaml')
      const type = document.positionAt(openapi.indexOf('mick'))
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        type,
      )
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
      if (!labels.includes('aws_proxy')) throw new Error(`completion has ${labels.slice(0, 20).join(' ')}`)
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(openapi.indexOf('x-amazon') + 3),
      )
      const said = hovers.flatMap(({ contents }) =>
        contents.map(each => (each as vscode.MarkdownString).value),
      )
      if (!/integration/i.test(said.join('\n'))) throw new Error(`hover says '${said.join('\n')}'`)
    },
  },
  {
    title: 'goes from a reference to the file that it names',
    run: async () => {
      const { document } = await open('openapi.yaml')
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        document.positionAt(openapi.indexOf('parts/answers') + 3),
      )
      const uris = found.map(each => ('uri' in each ? each.uri : each.targetUri).toString())
      equal(uris, [at('parts/answers.yaml').toString()])
    },
  },
  {
    title: 'has no command that runs something, and none that is missing',
    run: async () => {
      const registered = (await vscode.commands.getCommands(true)).filter(id => /^gatehouse\.\w+$/.test(id))
      equal(registered.sort(), [
        'gatehouse.checkWorkspace',
        'gatehouse.chooseDefinitions',
        'gatehouse.convertFormat',
        'gatehouse.exportOpenApi',
        'gatehouse.exportSam',
        'gatehouse.makeFile',
        'gatehouse.migrateToHttpApi',
        'gatehouse.openSettings',
        'gatehouse.restartLanguageServer',
        'gatehouse.showLog',
      ])
    },
  },
]

/** Runs the steps and tells the page, which waits for the result. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('gatehouse-test', files, { isCaseSensitive: true }),
  )
  void runAll(context.extensionUri)
}

async function runAll(extensionUri: vscode.Uri): Promise<void> {
  for (const { title, run } of steps) {
    const start = Date.now()
    let error = ''
    try {
      await run()
    } catch (reason) {
      error = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
    }
    await tell(extensionUri, { title, ms: Date.now() - start, error })
  }
  await tell(extensionUri, 'end')
}

async function tell(extensionUri: vscode.Uri, result: unknown): Promise<void> {
  const { scheme, authority } = extensionUri
  await fetch(`${scheme}://${authority}/results`, { method: 'POST', body: JSON.stringify(result) })
}

async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(name)), { preview: false })
}

/** The codes of the findings in a file, as soon as they are as `isWanted` says; after eight seconds as they are. */
async function findings(name: string, isWanted: (codes: readonly string[]) => boolean): Promise<string[]> {
  const now = () =>
    vscode.languages
      .getDiagnostics(at(name))
      .filter(({ source }) => source === 'gatehouse')
      .map(({ code }) => String(typeof code === 'object' ? code.value : code))
  if (isWanted(now())) return now()
  await new Promise<void>(resolve => {
    const late = setTimeout(resolve, 8000)
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isWanted(now())) return
      clearTimeout(late)
      listener.dispose()
      resolve()
    })
  })
  return now()
}

function equal(actual: readonly string[], expected: readonly string[]): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`)
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
