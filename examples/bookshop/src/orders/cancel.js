const { answer, change, notFound } = require('../store')

exports.handler = async event => {
  const { orderId } = event.pathParameters
  return change(shelf => {
    const order = shelf.orders.find(candidate => candidate.orderId === orderId)
    if (!order) return notFound(`order ${orderId}`)
    if (order.state !== 'PLACED') return answer(409, { message: `The order is ${order.state}` })
    order.state = 'CANCELLED'
    return answer(204)
  })
}
