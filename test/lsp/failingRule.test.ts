import { expect, it } from 'vitest'
import { diskHost } from '../../server/src/commands/lsp.ts'
import { testUris } from '../support/cursor.ts'
import { connectLsp } from '../support/lspInProcess.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: books.handler
      Runtime: nodejs22.x
      Events:
        Get: { Type: Api, Properties: { Path: '/books/{id', Method: get } }
`

interface Logged {
  readonly type: number
  readonly message: string
}

it('the findings of all other rules are told when one throws, and the log says once which and where', async () => {
  const files = memoryFiles({ '/work/template.yaml': template, '/work/src/other.mjs': '' })
  const list = (folder: string): string[] => {
    if (folder.endsWith('/src')) throw new Error('the folder cannot be listed')
    return [...files.list(folder)]
  }
  const host = { ...diskHost, files: { ...files, list }, uris: testUris, findDefinitions: () => [] }
  const logged: string[] = []
  const { connection, stop } = await connectLsp(
    () => () => ({ ...host, createOwnRules: undefined }),
    { folder: 'file:///work', capabilities: { textDocument: { diagnostic: {} } } },
    client =>
      client.onNotification('window/logMessage', ({ type, message }: Logged) => {
        if (type === 1) logged.push(message)
      }),
  )
  const uri = testUris.toUri('/work/template.yaml')
  const codes = async () => {
    const report = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
    return (report as { items: { code: string }[] }).items.map(({ code }) => code)
  }
  const textDocument = { uri, languageId: 'yaml', version: 1, text: template }
  await connection.sendNotification('textDocument/didOpen', { textDocument })
  const first = await codes()
  expect(first).not.toEqual([])
  expect(first).not.toContain('function-handler-missing')

  const text = template.replace('books.handler', 'shelf.handler')
  const change = { textDocument: { uri, version: 2 }, contentChanges: [{ text }] }
  await connection.sendNotification('textDocument/didChange', change)
  expect(await codes()).toEqual(first)
  expect(logged.map(message => message.split('\n')[0])).toEqual([
    "'function-handler-missing' failed on '/work/template.yaml', so its findings there are missing: Error: the folder cannot be listed",
  ])
  await stop()
})
