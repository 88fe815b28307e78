/** The header fields of a request that the app makes: those of its options, and how they leave. */
import { Buffer } from '../node/buffer.js';

/** Fields that are about the connection, which is the host's. */
const OF_CONNECTION = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** Sets the fields that the options of a request say, and `Host`. */
export function addRequestFields(req, options) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    const isFlat = headers.length > 0 && !Array.isArray(headers[0]);
    const pairs = isFlat ? headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1]]] : [])) : headers;
    for (const [name, value] of pairs) req.appendHeader(name, value);
  } else if (headers) {
    for (const name of Object.keys(headers)) req.setHeader(name, headers[name]);
  }
  if (options.setHost !== false && !req.hasHeader('host')) req.setHeader('Host', req.authority);
  if (options.auth && !req.hasHeader('authorization')) req.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
}

/** The URL, and the fields as they are packed for the host. */
export function factsToSend(req) {
  const fields = req.getHeaders();
  const parts = [];
  for (const name of Object.keys(fields)) {
    if (OF_CONNECTION.includes(name) || (name === 'host' && fields.host === req.authority)) continue;
    const value = fields[name];
    if (!Array.isArray(value)) parts.push(name, String(value));
    else if (name === 'cookie') parts.push(name, value.join('; '));
    else for (const one of value) parts.push(name, String(one));
  }
  return { url: `${req.protocol}//${req.authority}${req.path[0] === '/' ? '' : '/'}${req.path}`, packed: parts.join('\n') };
}
