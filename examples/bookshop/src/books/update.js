const { answer, bodyOf, change, notFound } = require('../store')

exports.handler = async event => {
  const { bookId } = event.pathParameters
  const wanted = bodyOf(event)
  if (!wanted) return answer(400, { message: 'The body must be JSON' })
  return change(shelf => {
    const book = shelf.books.find(candidate => candidate.bookId === bookId)
    return book ? answer(200, Object.assign(book, wanted, { bookId })) : notFound(`book ${bookId}`)
  })
}
