import * as vscode from 'vscode'
import { pythonDebugType } from './contributions.ts'

/** The extension that brings VS Code's own debug type for Python. */
const debugpyExtension = 'ms-python.debugpy'

/** By which debug type sessions attach to Python functions: that of the Python extension where it is, else our own. */
export function pythonDebugger(): string {
  return vscode.extensions.getExtension(debugpyExtension) ? 'debugpy' : pythonDebugType
}

/** Attaches to a Python function without that extension: debugpy, which listens in its process, is the adapter. */
export function registerPythonDebugging(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(pythonDebugType, {
    createDebugAdapterDescriptor: ({ configuration }) => {
      const connect: unknown = configuration['connect']
      const { host, port } = (connect ?? {}) as { readonly host?: unknown; readonly port?: unknown }
      if (typeof port !== 'number') return undefined
      return new vscode.DebugAdapterServer(port, typeof host === 'string' ? host : '127.0.0.1')
    },
  })
}
