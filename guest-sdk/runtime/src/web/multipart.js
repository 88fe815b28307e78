/** `multipart/form-data` (RFC 7578, as HTML 4.10.21.8 and Fetch 5.2 want it): a `FormData` as bytes, and back. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytesOfBlob, fileOf, isBlob } = runtime.lazy('blob');
  const { joinBytes } = runtime.lazy('interface');
  const { FormData } = shared;

  const CR = 13;
  const LF = 10;
  const DASH = 45;
  /** More entries than this is no form that anybody filled in. */
  const ENTRIES_MAX = 10000;

  const encoded = (text) => new Uint8Array(runtime.utf8Encode(text));
  const decoded = (bytes, start, end) => runtime.utf8Decode(bytes.buffer, bytes.byteOffset + start, bytes.byteOffset + end);
  const escaped = (name) => name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
  const unescaped = (name) => name.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
  const withLineEnds = (text) => text.replace(/\r\n?|\n/g, '\r\n');

  /** The bytes of a form, and the type that says where its parts end. */
  shared.encodeFormData = (form) => {
    const boundary = `----formdata-rnode-${runtime.hexEncode(runtime.randomBytes(16))}`;
    const parts = [];
    for (const [name, value] of FormData.prototype.entries.call(form)) {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withLineEnds(name))}"`;
      if (isBlob(value)) {
        parts.push(encoded(`${head}; filename="${escaped(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`), bytesOfBlob(value), encoded('\r\n'));
      } else {
        parts.push(encoded(`${head}\r\n\r\n${withLineEnds(value)}\r\n`));
      }
    }
    parts.push(encoded(`--${boundary}--\r\n`));
    return { bytes: joinBytes(parts), contentType: `multipart/form-data; boundary=${boundary}` };
  };

  function failure() {
    return new TypeError('Could not parse content as FormData.');
  }

  function boundaryOf(contentType) {
    const match = /;\s*boundary=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/i.exec(contentType);
    const boundary = match === null ? '' : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]);
    if (boundary === '' || boundary.length > 70) throw failure();
    return encoded(boundary);
  }

  function startsWith(bytes, at, wanted) {
    return at + wanted.length <= bytes.length && wanted.every((byte, index) => bytes[at + index] === byte);
  }

  /** Where `wanted` begins at or after `from`. */
  function find(bytes, wanted, from) {
    for (let at = bytes.indexOf(wanted[0], from); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
      if (startsWith(bytes, at, wanted)) return at;
    }
    return -1;
  }

  /** The value of a quoted parameter of a disposition. */
  function parameter(value, name) {
    const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(value);
    return match === null ? undefined : unescaped(match[1] ?? match[2]);
  }

  /** The head of a part: `{ name, filename, type, end }`. */
  function headOf(bytes, from) {
    const head = { name: undefined, filename: undefined, type: undefined, end: from };
    for (;;) {
      const end = find(bytes, [CR, LF], head.end);
      if (end < 0) throw failure();
      const line = decoded(bytes, head.end, end);
      head.end = end + 2;
      if (line === '') return head;
      const colon = line.indexOf(':');
      if (colon <= 0) throw failure();
      const value = line.slice(colon + 1).trim();
      switch (line.slice(0, colon).toLowerCase()) {
        case 'content-disposition':
          if (!/^form-data\s*;/i.test(value)) throw failure();
          head.name = parameter(value, 'name');
          head.filename = parameter(value, 'filename');
          break;
        case 'content-type':
          head.type = value;
          break;
        default:
      }
    }
  }

  /** The form that bytes of a content type hold: `multipart/form-data` or `application/x-www-form-urlencoded`. */
  shared.parseFormData = (bytes, contentType) => {
    const form = new FormData();
    const essence = contentType.split(';')[0].trim().toLowerCase();
    if (essence === 'application/x-www-form-urlencoded') {
      const pairs = new (runtime.lazy('url').URLSearchParams)(decoded(bytes, 0, bytes.length));
      for (const [name, value] of pairs) form.append(name, value);
      return form;
    }
    if (essence !== 'multipart/form-data') throw failure();
    const mark = joinBytes([new Uint8Array([DASH, DASH]), boundaryOf(contentType)]);
    const between = joinBytes([new Uint8Array([CR, LF]), mark]);
    let at = startsWith(bytes, 0, mark) ? 0 : find(bytes, between, 0) + 2;
    if (at === 1) throw failure();
    for (let count = 0; ; count += 1) {
      at += mark.length;
      if (startsWith(bytes, at, [DASH, DASH])) return form;
      if (!startsWith(bytes, at, [CR, LF]) || count === ENTRIES_MAX) throw failure();
      const head = headOf(bytes, at + 2);
      const end = find(bytes, between, head.end - 2);
      if (head.name === undefined || end < 0) throw failure();
      const body = bytes.slice(head.end, Math.max(end, head.end));
      if (head.filename === undefined) form.append(head.name, decoded(body, 0, body.length));
      else form.append(head.name, fileOf(body, head.filename, (head.type ?? 'text/plain').toLowerCase()));
      at = end + 2;
    }
  };
})
