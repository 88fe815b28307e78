/** What `fetch` gives without asking anybody: `data:` URLs (Fetch, 6) and `blob:` URLs (File API, 8). */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { fetched, ofBytes } = runtime.lazy('fetch');
  const { parseType, serializeType } = runtime.lazy('mimeType');

  const PERCENT = 37;
  const HEX = /^[0-9a-fA-F]{2}$/;
  const BASE64 = /; *base64$/i;

  function percentDecoded(text) {
    const bytes = new Uint8Array(text.length);
    let length = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const digits = code === PERCENT ? text.slice(at + 1, at + 3) : '';
      if (HEX.test(digits)) {
        bytes[length] = Number.parseInt(digits, 16);
        at += 2;
      } else {
        bytes[length] = code;
      }
      length += 1;
    }
    return bytes.slice(0, length);
  }

  /** The bytes of forgiving base64; undefined for what is none. */
  function base64Decoded(bytes) {
    const text = runtime.latin1Decode(bytes.buffer, 0, bytes.length);
    try {
      return Uint8Array.from(global.atob(text), (character) => character.charCodeAt(0));
    } catch {
      return undefined;
    }
  }

  /** The type and the bytes of a `data:` URL; undefined for one that has none. */
  shared.parseDataUrl = (href) => {
    const text = href.split('#')[0].slice('data:'.length);
    const comma = text.indexOf(',');
    if (comma < 0) return undefined;
    let type = text.slice(0, comma).replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '');
    let bytes = percentDecoded(text.slice(comma + 1));
    if (BASE64.test(type)) {
      bytes = base64Decoded(bytes);
      type = type.replace(BASE64, '');
    }
    if (type[0] === ';') type = `text/plain${type}`;
    const parsed = parseType(type);
    return bytes && { type: parsed === undefined ? 'text/plain;charset=US-ASCII' : serializeType(parsed), bytes };
  };

  shared.fetchData = (href, method) => {
    const data = shared.parseDataUrl(href);
    if (data === undefined) throw new Error('invalid path to fetch: the data: URL cannot be read');
    const body = method === 'HEAD' ? null : ofBytes(data.bytes, null);
    return fetched(200, 'OK', { __proto__: null, 'content-type': data.type }, body, href.split('#')[0], false);
  };

  /** The part of a blob that a `Range` asks for: `[first, last]`; undefined for one that cannot be read. */
  function rangeOf(text, size) {
    const match = /^bytes[\t ]*=[\t ]*(\d*)[\t ]*-[\t ]*(\d*)[\t ]*$/.exec(text);
    if (match === null || (match[1] === '' && match[2] === '')) return undefined;
    if (match[1] === '') return [Math.max(size - Number(match[2]), 0), size - 1];
    const first = Number(match[1]);
    const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
    return first > last || first >= size ? undefined : [first, last];
  }

  shared.fetchBlob = (href, method, fields) => {
    const blob = runtime.lazy('blobUrls').blobAt(href);
    if (method !== 'GET') throw new Error('invalid method: a blob: URL has only GET');
    if (blob === undefined) throw new Error('there is no blob at this URL');
    const head = { __proto__: null, 'content-length': `${blob.size}`, 'content-type': blob.type };
    const bytes = runtime.lazy('blob').bytesOfBlob(blob);
    if (fields.range === undefined) return fetched(200, 'OK', head, ofBytes(bytes, null), href, false);
    const range = rangeOf(fields.range, blob.size);
    if (range === undefined) throw new Error('the range cannot be read, or is not in the blob');
    const [first, last] = range;
    Object.assign(head, { 'content-length': `${last - first + 1}`, 'content-range': `bytes ${first}-${last}/${blob.size}` });
    return fetched(206, 'Partial Content', head, ofBytes(bytes.subarray(first, last + 1), null), href, false);
  };
})
