const { answer, read } = require('../store')

exports.handler = async event => {
  const words = (event.queryStringParameters?.q ?? '').toLowerCase()
  if (words === '') return answer(400, { message: 'Say what to look for: /search?q=lighthouse' })
  const books = read().books.filter(book => `${book.title} ${book.author}`.toLowerCase().includes(words))
  console.log(`${books.length} books for '${words}'`)
  return answer(200, { books })
}
