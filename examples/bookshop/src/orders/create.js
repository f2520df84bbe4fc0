const { randomUUID } = require('node:crypto')
const { answer, bodyOf, change } = require('../store')

exports.handler = async event => {
  const order = bodyOf(event)
  if (!Array.isArray(order?.items) || order.items.length === 0) {
    return answer(400, { message: 'An order has at least one item' })
  }
  return change(shelf => {
    const prices = new Map(shelf.books.map(book => [book.bookId, book.price]))
    const unknown = order.items.find(item => !prices.has(item.bookId))
    if (unknown) return answer(409, { message: `There is no book ${unknown.bookId}` })
    const total = order.items.reduce((sum, item) => sum + prices.get(item.bookId) * item.quantity, 0)
    const placed = {
      orderId: `o-${randomUUID().slice(0, 5)}`,
      ...order,
      total,
      currency: process.env.CURRENCY,
      state: 'PLACED',
    }
    shelf.orders.push(placed)
    console.log(`order ${placed.orderId}: ${total} ${placed.currency}`)
    return answer(201, placed)
  })
}
