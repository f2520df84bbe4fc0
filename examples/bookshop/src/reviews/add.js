const { answer, bodyOf, change, notFound } = require('../store')

exports.handler = async event => {
  const { bookId } = event.pathParameters
  const review = bodyOf(event)
  if (!Number.isInteger(review?.stars)) return answer(400, { message: 'A review has 1 to 5 stars' })
  return change(shelf => {
    if (!shelf.books.some(book => book.bookId === bookId)) return notFound(`book ${bookId}`)
    const added = { bookId, stars: review.stars, text: review.text ?? '' }
    shelf.reviews.push(added)
    return answer(201, added)
  })
}
