import { spawnSync } from 'node:child_process'

/** A Python that has debugpy; undefined where none has. */
// Debian's package serves Debian's Python.
export const pythonWithDebugpy = ['/usr/bin/python3', 'python3'].find(
  file => spawnSync(file, ['-c', 'import debugpy']).status === 0,
)
if (pythonWithDebugpy === undefined)
  console.warn(
    'not run: debugging in Python, because no Python here has debugpy (Debian: apt-get install python3-debugpy)',
  )
