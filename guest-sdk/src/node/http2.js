/** The names of `node:http2` that programs look at when they start. The host speaks HTTP/2 for the app. */
import { allUnavailable } from '../unavailable.js';

const REASON = 'the host speaks HTTP/2 for the app, to its clients and to the servers it asks; use node:http, Express and fetch() as they are';

export const { Http2ServerRequest, Http2ServerResponse, connect, createSecureServer, createServer, getDefaultSettings, getPackedSettings, getUnpackedSettings,
  performServerHandshake } = allUnavailable('http2', 'Http2ServerRequest Http2ServerResponse connect createSecureServer createServer getDefaultSettings '
  + 'getPackedSettings getUnpackedSettings performServerHandshake', REASON);

const HEADERS = { STATUS: ':status', METHOD: ':method', AUTHORITY: ':authority', SCHEME: ':scheme', PATH: ':path', PROTOCOL: ':protocol', ACCEPT: 'accept',
  ACCEPT_ENCODING: 'accept-encoding', AUTHORIZATION: 'authorization', CACHE_CONTROL: 'cache-control', CONNECTION: 'connection',
  CONTENT_ENCODING: 'content-encoding', CONTENT_LENGTH: 'content-length', CONTENT_TYPE: 'content-type', COOKIE: 'cookie', DATE: 'date', HOST: 'host',
  LOCATION: 'location', SET_COOKIE: 'set-cookie', TE: 'te', TRANSFER_ENCODING: 'transfer-encoding', UPGRADE: 'upgrade', USER_AGENT: 'user-agent' };

const METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

const ERRORS = ['NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT', 'STREAM_CLOSED', 'FRAME_SIZE_ERROR',
  'REFUSED_STREAM', 'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR', 'ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED'];

export const constants = Object.fromEntries([
  ...Object.entries(HEADERS).map(([name, value]) => [`HTTP2_HEADER_${name}`, value]),
  ...METHODS.map((name) => [`HTTP2_METHOD_${name}`, name]),
  ...ERRORS.map((name, number) => [`NGHTTP2_${name}`, number]),
]);

export const sensitiveHeaders = Symbol('sensitiveHeaders');

export default { Http2ServerRequest, Http2ServerResponse, connect, constants, createSecureServer, createServer, getDefaultSettings, getPackedSettings,
  getUnpackedSettings, performServerHandshake, sensitiveHeaders };
