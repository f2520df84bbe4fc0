const { answer, read } = require('../store')

exports.handler = async event => {
  const { bookId } = event.pathParameters
  return answer(200, { reviews: read().reviews.filter(review => review.bookId === bookId) })
}
