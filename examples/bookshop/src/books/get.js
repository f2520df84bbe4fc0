const { answer, notFound, read } = require('../store')

exports.handler = async event => {
  const { bookId } = event.pathParameters
  const book = read().books.find(candidate => candidate.bookId === bookId)
  return book ? answer(200, book) : notFound(`book ${bookId}`)
}
