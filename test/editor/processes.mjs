// Which processes run: read from /proc, where the server for the tests runs (Linux).
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** `{ pid, command }` of each other process that works in `folder` or names something below it. */
export function processesUnder(folder) {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
  return pids.flatMap(pid => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      const isOurs = command.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
      return isOurs ? [{ pid: Number(pid), command }] : []
    } catch {
      // It ended while we looked, or is a process of the kernel.
      return []
    }
  })
}

/** Waits until no process works in `folder`; what is left after `limitMs` is returned. */
export async function processesLeft(folder, limitMs) {
  const end = Date.now() + limitMs
  let left = processesUnder(folder)
  while (left.length > 0 && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, 100))
    left = processesUnder(folder)
  }
  return left
}
