import { homedir } from 'node:os'
import path from 'node:path'
import type { Host } from './platform.ts'

// Apart from `platform.ts`, which starts processes: the entry asks for this folder before anything else, and to load what
// starts processes costs a check a twentieth of its time.

/** The user's own folder for what can be made anew; `GATEHOUSE_CACHE` names another. */
export function cacheFolder({
  platform,
  path: join,
  environment,
}: Pick<Host, 'platform' | 'path' | 'environment'> = thisMachine): string {
  const { GATEHOUSE_CACHE: own, XDG_CACHE_HOME: shared, LOCALAPPDATA: local } = environment
  if (own !== undefined && own !== '') return own
  if (platform === 'win32') return join.join(local ?? homedir(), 'gatehouse', 'cache')
  if (platform === 'darwin') return join.join(homedir(), 'Library', 'Caches', 'gatehouse')
  return join.join(
    shared !== undefined && join.isAbsolute(shared) ? shared : join.join(homedir(), '.cache'),
    'gatehouse',
  )
}

const thisMachine = { platform: process.platform, path, environment: process.env }
