// The shop's shelf: one JSON file in the temporary folder, so that all functions see the same books.
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const file = process.env.BOOKSHOP_STORE ?? path.join(os.tmpdir(), 'gatehouse-bookshop.json')

const firstShelf = {
  books: [
    { bookId: 'b-1043', title: 'The Lighthouse', author: 'P. D. James', price: 12.5 },
    { bookId: 'b-2210', title: 'A Field Guide to Getting Lost', author: 'Rebecca Solnit', price: 14 },
    { bookId: 'b-3377', title: 'To the Lighthouse', author: 'Virginia Woolf', price: 9.9 },
  ],
  reviews: [{ bookId: 'b-1043', stars: 4, text: 'Fog, cliffs, and a proper puzzle' }],
  orders: [{ orderId: 'o-1', items: [{ bookId: 'b-1043', quantity: 1 }], total: 12.5, state: 'PLACED' }],
}

exports.read = () => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return structuredClone(firstShelf)
  }
}

exports.change = change => {
  const shelf = exports.read()
  const result = change(shelf)
  fs.writeFileSync(file, JSON.stringify(shelf))
  return result
}

exports.answer = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: body === undefined ? '' : JSON.stringify(body),
})

exports.notFound = what => exports.answer(404, { message: `There is no ${what}` })

/** The JSON body of an event, or undefined when it is none. */
exports.bodyOf = event => {
  try {
    return JSON.parse(event.body)
  } catch {
    return undefined
  }
}
