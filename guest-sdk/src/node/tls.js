/** The names of `node:tls` that programs look at when they start. Encryption of requests is the host's. */
import { Socket } from '../http/socket.js';
import { allUnavailable, NO_SOCKETS } from '../unavailable.js';

export const { SecureContext, Server, checkServerIdentity, connect, createSecureContext, createSecurePair, createServer, getCiphers } = allUnavailable(
  'tls', 'SecureContext Server checkServerIdentity connect createSecureContext createSecurePair createServer getCiphers', NO_SOCKETS);

/** A socket that is never connected: packages make one as they load, to see what Node puts around a stream. */
export class TLSSocket extends Socket {
  _handle = { _parentWrap: new (class JSStreamSocket {})() };

  constructor() {
    super('https');
  }
}

export const CLIENT_RENEG_LIMIT = 3;
export const CLIENT_RENEG_WINDOW = 600;
export const DEFAULT_CIPHERS = '';
export const DEFAULT_ECDH_CURVE = 'auto';
export const DEFAULT_MAX_VERSION = 'TLSv1.3';
export const DEFAULT_MIN_VERSION = 'TLSv1.2';
export const rootCertificates = Object.freeze([]);

export default { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW, DEFAULT_CIPHERS, DEFAULT_ECDH_CURVE, DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, SecureContext,
  Server, TLSSocket, checkServerIdentity, connect, createSecureContext, createSecurePair, createServer, getCiphers, rootCertificates };
