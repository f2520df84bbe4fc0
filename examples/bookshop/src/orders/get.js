const { answer, notFound, read } = require('../store')

exports.handler = async event => {
  const { orderId } = event.pathParameters
  const order = read().orders.find(candidate => candidate.orderId === orderId)
  return order ? answer(200, order) : notFound(`order ${orderId}`)
}
