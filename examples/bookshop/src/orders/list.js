const { answer, read } = require('../store')

exports.handler = async () => answer(200, { orders: read().orders })
