/** An API in small: three middlewares and a route with parameters. rnode-wasm and Express under Node.js run this same file. */

import express from 'express';

const app = express();

app.use(express.json());

app.use((req, res, next) => {
  res.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'private, max-age=60' });
  next();
});

app.use((req, res, next) => {
  const [scheme, token] = (req.get('Authorization') ?? '').split(' ');
  if (scheme !== 'Bearer' || token === undefined) {
    res.status(401).json({ error: 'a bearer token is needed' });
    return;
  }
  req.viewer = token;
  next();
});

app.get('/teams/:team/members/:id', (req, res) => {
  const { team, id } = req.params;
  res.json({ id: Number(id), name: `Member ${id}`, team, roles: ['reader', 'editor'], active: true, viewer: req.viewer });
});

export default app;
