/**
 * Lets a handler find process 1 as its parent, as on Lambda. Who ends that, or a group of processes, ends its own environment:
 * the gateway, which is the parent here and in the same group, is out of reach.
 */
export function hideParent(): void {
  const parent = process.ppid
  const kill = process.kill.bind(process)
  const isOutside = (pid: number) => [0, 1, parent].includes(Math.abs(pid))
  Object.defineProperty(process, 'ppid', { value: 1, enumerable: true, configurable: true })
  process.kill = (pid, signal) => kill(isOutside(pid) ? process.pid : pid, signal)
}
