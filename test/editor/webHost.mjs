// A workbench without a server: its extension host is a worker of the browser, as on vscode.dev. Serves VS Code's own
// browser half, the packed extension and the tests, all from one address.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import yauzl from 'yauzl'

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}

/**
 * Starts it; `suite` is the text of the tests' program. `onResult` takes what the tests tell. `close` ends it.
 */
export async function startWebHost({ host, vsix, suite, manifest, onResult }) {
  const packed = await filesOf(vsix)
  const server = createServer((request, response) => {
    const send = (status, body, type) => {
      response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' })
      response.end(body)
    }
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname)
    if (path === '/results') {
      let text = ''
      request.on('data', chunk => (text += chunk))
      request.on('end', () => {
        send(200, '', 'text/plain')
        if (text) onResult(JSON.parse(text))
      })
      return
    }
    contentOf(path).then(
      body => send(200, body, types[extname(path)] ?? 'application/octet-stream'),
      () => send(404, '', 'text/plain'),
    )
  })
  const contentOf = async path => {
    if (path === '/index.html') return page(server.address().port)
    if (path.startsWith('/gatehouse/'))
      return packed.get(path.slice('/gatehouse/'.length)) ?? Promise.reject()
    if (path === '/tests/package.json') return manifest
    if (path === '/tests/suite.js') return suite
    if (path === workbench) return withoutServer(await readFile(join(host.vscode, path), 'utf8'))
    return readFile(join(host.vscode, path))
  }
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}/index.html`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const workbench = '/out/vs/code/browser/workbench/workbench.js'

/** code-server's build always takes the page's address for a remote machine, and keeps the user's data there. */
function withoutServer(program) {
  const changes = [
    [/,remoteAuthority:location\.host\}/, '}'],
    [/(\(this\.userDataPath\)\.with\(\{scheme:)[\w.]+\}/, '$1"vscode-userdata"}'],
  ]
  return changes.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`VS Code's workbench has no ${from} any more`)
    return text.replace(from, to)
  }, program)
}

/** What VS Code's own page has, with a configuration that names no server. */
function page(port) {
  const here = path => ({ scheme: 'http', authority: `127.0.0.1:${port}`, path })
  const configuration = {
    folderUri: { scheme: 'gatehouse-test', authority: '', path: '/shop' },
    additionalBuiltinExtensions: [here('/gatehouse'), here('/tests')],
    configurationDefaults: {
      'workbench.startupEditor': 'none',
      'security.workspace.trust.enabled': false,
      'files.autoSave': 'off',
      'chat.disableAIFeatures': true,
    },
    productConfiguration: { enableTelemetry: false, extensionsGallery: undefined },
    // code-server's workbench asks for these; a browser's own has no such paths.
    userDataPath: '/',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
  }
  const attribute = JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8" />
<meta id="vscode-workbench-web-configuration" data-settings="${attribute}">
<meta id="vscode-workbench-auth-session" data-settings="">
<link rel="stylesheet" href="/out/vs/code/browser/workbench/workbench.css">
</head>
<body aria-label=""></body>
<script>globalThis._VSCODE_FILE_ROOT = new URL('/out/', location).toString()</script>
<script type="module" src="/out/nls.messages.js"></script>
<script type="module" src="/out/vs/code/browser/workbench/workbench.js"></script>
</html>`
}

/** The extension in a .vsix, each file by its path. */
async function filesOf(vsix) {
  const files = new Map()
  const zip = await yauzl.openPromise(vsix)
  for await (const entry of zip.eachEntry()) {
    const path = /^extension\/(.*[^/])$/.exec(entry.fileName)?.[1]
    if (path === undefined) continue
    const chunks = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
    files.set(path, Buffer.concat(chunks))
  }
  return files
}
