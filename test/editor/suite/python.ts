import { describe } from 'mocha'
import * as vscode from 'vscode'
import { pythonWithDebugpy as python } from '../../functions/pythonWithDebugpy.ts'

/** `describe` where a Python with debugpy is at hand; else its tests are skipped. */
export const withPython = python === undefined ? describe.skip : describe

/** Has that Python run functions, until it is disposed. */
export function usePython(): vscode.Disposable {
  const before = process.env['GATEHOUSE_PYTHON']
  if (python !== undefined) process.env['GATEHOUSE_PYTHON'] = python
  return new vscode.Disposable(() => {
    if (before === undefined) delete process.env['GATEHOUSE_PYTHON']
    else process.env['GATEHOUSE_PYTHON'] = before
  })
}
