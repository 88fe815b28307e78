/** The answer of `json.mjs` on `node:http` alone: the same checks, written by hand. */

const MEMBER = /^\/teams\/([^/?]+)\/members\/([^/?]+)$/;

export default function listener(req, res) {
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Cache-Control', 'private, max-age=60');
  const [scheme, viewer] = (req.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || viewer === undefined) {
    res.writeHead(401).end(JSON.stringify({ error: 'a bearer token is needed' }));
    return;
  }
  const match = req.method === 'GET' ? MEMBER.exec(req.url) : null;
  if (match === null) {
    res.writeHead(404).end(JSON.stringify({ error: 'there is no such route' }));
    return;
  }
  const [team, id] = match.slice(1).map(decodeURIComponent);
  res.end(JSON.stringify({ id: Number(id), name: `Member ${id}`, team, roles: ['reader', 'editor'], active: true, viewer }));
}
