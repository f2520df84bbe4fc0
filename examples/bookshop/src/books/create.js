const { randomUUID } = require('node:crypto')
const { answer, bodyOf, change } = require('../store')

exports.handler = async event => {
  const book = bodyOf(event)
  if (typeof book?.title !== 'string' || typeof book.author !== 'string') {
    return answer(400, { message: 'A book has a title and an author' })
  }
  const added = { bookId: `b-${randomUUID().slice(0, 4)}`, ...book }
  change(shelf => shelf.books.unshift(added))
  console.log(`added ${added.bookId}`)
  return { ...answer(201, added), headers: { Location: `/books/${added.bookId}` } }
}
