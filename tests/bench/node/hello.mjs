/** The smallest app: one route, one text. rnode-wasm and Express under Node.js run this same file. */

import express from 'express';

const app = express();

app.get('/', (req, res) => {
  res.send('Hello World!');
});

export default app;
