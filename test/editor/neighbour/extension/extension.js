// Stands in for Red Hat's YAML extension where an editor can tell the two apart: outline, proposals, findings.
const vscode = require('vscode')

const yaml = { language: 'yaml' }

exports.activate = ({ subscriptions }) => {
  const collection = vscode.languages.createDiagnosticCollection('yaml')
  const look = document => {
    const start = document.getText().indexOf('books # no list')
    if (document.languageId !== 'yaml' || start < 0) return
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + 5))
    const found = new vscode.Diagnostic(range, 'Incorrect type. Expected "array".')
    found.source = 'yaml-schema: openapi.json'
    collection.set(document.uri, [found])
  }
  vscode.workspace.textDocuments.forEach(look)
  subscriptions.push(
    collection,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.languages.registerDocumentSymbolProvider(yaml, {
      provideDocumentSymbols: document => {
        const line = document.lineAt(0).range
        return [new vscode.DocumentSymbol('its own tree', '', vscode.SymbolKind.String, line, line)]
      },
    }),
    vscode.languages.registerCompletionItemProvider(yaml, {
      provideCompletionItems: () =>
        ['callbacks', 'deprecated', 'description'].map(
          label => new vscode.CompletionItem(label, vscode.CompletionItemKind.Property),
        ),
    }),
  )
}
