/** Request targets that Node takes and a strict reader of URIs refuses: fragments, quotes and angle brackets. */
export default (express) => {
  const app = express();
  const show = (req, res) => res.json({ url: req.url, path: req.path, params: { ...req.params }, query: req.query });
  app.get('/hello', show);
  app.get('/named/:id', show);
  return app;
};
