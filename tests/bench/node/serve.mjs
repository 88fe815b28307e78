/** Serves the default export of a file on a free port and prints the address in the form of `rnode-wasm serve --json`. */

import http from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { default: listener } = await import(pathToFileURL(resolve(process.argv[2])));

const server = http.createServer(listener);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ event: 'ready', listen: `127.0.0.1:${server.address().port}` })}\n`);
});
