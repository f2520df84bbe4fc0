const { answer, read } = require('../store')

exports.handler = async event => {
  const limit = Number(event.queryStringParameters?.limit ?? 20)
  const { books } = read()
  return answer(200, { books: books.slice(0, limit), count: books.length })
}
