/** `atob` and `btoa` (HTML, 8.3) over the compiled codec. */
(function (global, runtime) {
  'use strict';

  function invalid(message) {
    return new global.DOMException(message, 'InvalidCharacterError');
  }

  function check(given) {
    if (given === 0) throw Object.assign(new TypeError('The "data" argument must be specified'), { code: 'ERR_MISSING_ARGS' });
  }

  function btoa(data) {
    check(arguments.length);
    const text = `${data}`;
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 255) throw invalid('Invalid character');
      bytes[at] = code;
    }
    return runtime.base64Encode(bytes.buffer, 0, bytes.length, false);
  }

  function atob(data) {
    check(arguments.length);
    let text = `${data}`.replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) text = text.replace(/==?$/, '');
    if (/[^A-Za-z0-9+/]/.test(text)) throw invalid('Invalid character');
    if (text.length % 4 === 1) throw invalid('The string to be decoded is not correctly encoded.');
    const buffer = runtime.base64Decode(text);
    return runtime.latin1Decode(buffer, 0, buffer.byteLength);
  }

  global.atob = atob;
  global.btoa = btoa;
})
