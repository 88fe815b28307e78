/** An app of many routes, each with a parameter. rnode-wasm and Express under Node.js run this same file. */

import express from 'express';

/** An app with `count` routes, the last of which is the one that is asked for. */
export default function routes(count) {
  const app = express();
  for (let number = 0; number < count; number += 1) {
    app.get(`/resources-${number}/:id`, (req, res) => res.json({ id: req.params.id }));
  }
  return app;
}
