const { answer, change, notFound } = require('../store')

exports.handler = async event => {
  const { bookId } = event.pathParameters
  return change(shelf => {
    const index = shelf.books.findIndex(candidate => candidate.bookId === bookId)
    if (index < 0) return notFound(`book ${bookId}`)
    shelf.books.splice(index, 1)
    return answer(204)
  })
}
