/** The answer of `hello.mjs` on `node:http` alone. */

export default function listener(req, res) {
  if (req.method !== 'GET' || req.url !== '/') {
    res.writeHead(404).end();
    return;
  }
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end('Hello World!');
}
