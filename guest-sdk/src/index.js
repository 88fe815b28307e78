/** Express 5 for the sandbox: the default export is `express`, its parts are also named exports. */

import application, { createApplication } from './application.js';
import { json, raw, text, urlencoded } from './body.js';
import './entry.js';
import { kv } from './kv.js';
import request from './request.js';
import response from './response.js';
import Router from './router.js';
import Route from './router/route.js';
import { serveStatic } from './static.js';

/** Creates an application, as `express()` of Express 5.3 does. */
function express() {
  return createApplication();
}

Object.assign(express, {
  application,
  request,
  response,
  Route,
  Router,
  json,
  raw,
  static: serveStatic,
  text,
  urlencoded,
});

// For `require('rnode-wasm').kv`; not a name of Express.
Object.defineProperty(express, 'kv', { value: kv });

export default express;
// What `require('express')` gives.
export { express as 'module.exports' };
export { application, kv, request, response, Route, Router, json, raw, serveStatic as static, text, urlencoded };
