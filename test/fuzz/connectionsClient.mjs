// node connectionsClient.mjs PORT COUNT: opens that many connections at once, sends a good request on every one when all
// are open, and prints what became of them as JSON. A process of its own, so that its sockets do not count as ours.
import net from 'node:net'

const [port, count] = process.argv.slice(2).map(Number)
const hangsMs = 30_000
const outcomes = { answered: 0, throttled: 0, busy: 0, refused: 0, hung: 0, other: 0, slowestMs: 0, open: 0 }

// 429: more at once than the burst of an account
const outcomeOf = { 200: 'answered', 429: 'throttled', 503: 'busy' }

const sockets = []
for (let opened = 0; opened < count; opened += 500) {
  const batch = Array.from({ length: Math.min(500, count - opened) }, connect)
  sockets.push(...(await Promise.all(batch)))
}
outcomes.open = sockets.filter(socket => socket && !socket.destroyed).length
await Promise.all(sockets.map(ask))
process.stdout.write(`${JSON.stringify(outcomes)}\n`)
process.exit(0)

function connect() {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => resolve(undefined))
    socket.on('connect', () => resolve(socket))
    setTimeout(() => resolve(undefined), hangsMs).unref()
  })
}

function ask(socket) {
  if (!socket || socket.destroyed) return void outcomes.refused++
  const started = performance.now()
  return new Promise(resolve => {
    let isDone = false
    const finish = outcome => {
      if (isDone) return
      isDone = true
      outcomes[outcome]++
      outcomes.slowestMs = Math.max(outcomes.slowestMs, Math.round(performance.now() - started))
      clearTimeout(patience)
      // The connections stay open until all have been asked, so that they count at once.
      resolve()
    }
    const patience = setTimeout(() => finish('hung'), hangsMs)
    socket.once('data', data => {
      const status = data.toString('latin1', 9, 12)
      finish(outcomeOf[status] ?? 'other')
    })
    socket.once('close', () => finish('refused'))
    socket.write('GET /good HTTP/1.1\r\nHost: x\r\n\r\n')
  })
}
