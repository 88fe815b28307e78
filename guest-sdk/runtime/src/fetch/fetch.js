/** `fetch` (Fetch, 5.6): the host does the talking, and follows redirects under the policy of the app. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { needs } = runtime.lazy('interface');
  // What every call needs is made with this part, and so before the first request.
  runtime.lazy('url');
  const { userAgent } = global.navigator;
  const { abort, claim, copyList, fetched, isUnusable, ofBytes, ofNumber, pack, readAll, Request, stateOfRequest, unpack } = runtime.lazy('fetch');

  /** Ports of other protocols, which could be tricked by a request (Fetch, 2.9). */
  const BAD_PORTS = ('1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 '
    + '179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 '
    + '6566 6665 6666 6667 6668 6669 6679 6697 10080').split(' ');
  /** Fields that are about the connection, which is the host's. */
  const OF_CONNECTION = ['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'];
  const REASONS = { 200: 'OK', 201: 'Created', 202: 'Accepted', 203: 'Non-Authoritative Information', 204: 'No Content', 205: 'Reset Content', 206: 'Partial Content',
    300: 'Multiple Choices', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 307: 'Temporary Redirect', 308: 'Permanent Redirect',
    400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 406: 'Not Acceptable',
    408: 'Request Timeout', 409: 'Conflict', 410: 'Gone', 411: 'Length Required', 412: 'Precondition Failed', 413: 'Payload Too Large', 414: 'URI Too Long',
    415: 'Unsupported Media Type', 416: 'Range Not Satisfiable', 417: 'Expectation Failed', 418: "I'm a Teapot", 421: 'Misdirected Request',
    422: 'Unprocessable Entity', 425: 'Too Early', 426: 'Upgrade Required', 428: 'Precondition Required', 429: 'Too Many Requests',
    431: 'Request Header Fields Too Large', 451: 'Unavailable For Legal Reasons', 500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway',
    503: 'Service Unavailable', 504: 'Gateway Timeout', 505: 'HTTP Version Not Supported' };
  const DIGESTS = ['sha256', 'sha384', 'sha512'];

  const failed = (cause) => {
    // The host begins with the code, where there is one of Node's.
    const code = /^(E[A-Z_]+): /.exec(cause.message)?.[1];
    if (code !== undefined && cause.code === undefined) cause.code = code;
    return new TypeError('fetch failed', { cause });
  };

  /** The fields that leave: those of the app, and what Node adds. */
  function fieldsToSend({ fields, mode, cache }) {
    const list = copyList(fields);
    for (const name of OF_CONNECTION) delete list[name];
    list.accept ??= '*/*';
    list['accept-language'] ??= '*';
    list['sec-fetch-mode'] ??= mode;
    list['user-agent'] ??= userAgent;
    if (cache === 'no-cache') list['cache-control'] ??= 'max-age=0';
    if (cache === 'no-store' || cache === 'reload') {
      list.pragma ??= 'no-cache';
      list['cache-control'] ??= 'no-cache';
    }
    return list;
  }

  /** The strongest digests of an `integrity`: algorithm and values. */
  function strongest(integrity) {
    const wanted = [...integrity.matchAll(/(?:^|[\t\n\f\r ])(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?=$|[\t\n\f\r ?])/g)].map(([, name, value]) => [name, value]);
    const name = DIGESTS.findLast((digest) => wanted.some(([known]) => known === digest));
    return { name, values: wanted.filter(([known]) => known === name).map(([, value]) => value) };
  }

  /** Reads all of a body whose digest the app knows, and gives it when that is right. */
  async function verified(body, integrity) {
    const { name, values } = strongest(integrity);
    if (name === undefined) return body;
    const bytes = body === null ? new Uint8Array(0) : await readAll(body);
    const digest = runtime.base64Encode(runtime.hash(name, bytes.buffer), 0, undefined, false);
    const isKnown = values.some((value) => value.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '') === digest.replace(/=+$/, ''));
    if (!isKnown) throw failed(new Error('integrity mismatch'));
    return body === null ? null : ofBytes(bytes, null);
  }

  /** Runs `start` with a way to be told of the end of the app's patience. */
  function abortable(signal, start) {
    return new Promise((resolve, reject) => {
      const progress = { operation: 0, body: undefined };
      if (signal !== undefined) {
        runtime.lazy('events').whenAborted(signal, () => {
          runtime.cancel(progress.operation);
          reject(signal.reason);
          if (progress.body) abort(progress.body, signal.reason);
        });
      }
      start(progress).then(resolve, reject);
    });
  }

  async function ask(state, progress) {
    const url = state.href().split('#')[0];
    if (BAD_PORTS.includes(new global.URL(url).port)) throw failed(new Error('bad port'));
    if (state.body !== null) claim(state.body);
    const sent = state.body === null ? undefined : await readAll(state.body);
    if (state.signal?.aborted) return undefined;
    const { id, promise } = runtime.operate('fetch', state.method, url, pack(fieldsToSend(state)), sent?.buffer, state.redirect);
    progress.operation = id;
    let answer;
    try {
      answer = await promise;
    } catch (cause) {
      throw failed(cause);
    }
    progress.body = answer.body === 0 || state.method === 'HEAD' ? null : ofNumber(answer.body);
    const body = state.integrity === '' ? progress.body : await verified(progress.body, state.integrity);
    return fetched(answer.status, REASONS[answer.status] ?? '', unpack(answer.headers), body, answer.url.split('#')[0], answer.redirected);
  }

  function fetchLocally(find) {
    try {
      return find();
    } catch (cause) {
      throw failed(cause);
    }
  }

  const methods = {
    async fetch(input, init = undefined) {
      needs(1, arguments.length);
      const state = stateOfRequest(new Request(input, init));
      const { signal, body } = state;
      if (signal?.aborted) {
        if (body?.stream !== undefined && !isUnusable(body)) body.stream.cancel(signal.reason).catch(() => {});
        throw signal.reason;
      }
      const href = state.href();
      switch (href.slice(0, href.indexOf(':'))) {
        case 'http':
        case 'https':
          return abortable(signal, (progress) => ask(state, progress));
        case 'data':
          return fetchLocally(() => shared.fetchData(href, state.method));
        case 'blob':
          return fetchLocally(() => shared.fetchBlob(href, state.method, state.fields));
        case 'about':
          throw failed(new Error('about scheme is not supported'));
        default:
          throw failed(new Error('unknown scheme'));
      }
    },
  };

  shared.fetch = methods.fetch;
})
