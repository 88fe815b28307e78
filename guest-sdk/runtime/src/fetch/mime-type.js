/** MIME types (MIME Sniffing, 4): parsed, written, and taken out of a `Content-Type` (Fetch, 2.2.2). */
(function (global, shared) {
  'use strict';

  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const QUOTABLE = /^[\t\x20-\x7e\x80-\xff]*$/;
  const SPACE_BEFORE = /^[\t\n\r ]+/;
  const SPACE_AFTER = /[\t\n\r ]+$/;

  /** A string in quotes that begins at `at`: its value, and where it ends. */
  function quoted(text, at) {
    let value = '';
    let place = at + 1;
    for (; place < text.length && text[place] !== '"'; place += 1) {
      if (text[place] === '\\' && place + 1 < text.length) place += 1;
      value += text[place];
    }
    return { value, end: place + 1 };
  }

  const endOf = (text, mark, from) => {
    const at = text.indexOf(mark, from);
    return at < 0 ? text.length : at;
  };

  function parametersOf(text, from) {
    const parameters = new Map();
    let at = from;
    while (at < text.length) {
      at += 1;
      const nameEnd = Math.min(endOf(text, ';', at), endOf(text, '=', at));
      const name = text.slice(at, nameEnd).replace(SPACE_BEFORE, '').toLowerCase();
      at = nameEnd;
      if (text[at] === '=') {
        at += 1;
        let value;
        if (text[at] === '"') {
          const string = quoted(text, at);
          value = string.value;
          at = endOf(text, ';', string.end);
        } else {
          const end = endOf(text, ';', at);
          value = text.slice(at, end).replace(SPACE_AFTER, '') || undefined;
          at = end;
        }
        if (value !== undefined && TOKEN.test(name) && QUOTABLE.test(value) && !parameters.has(name)) parameters.set(name, value);
      }
    }
    return parameters;
  }

  /** `{ essence, parameters }`; undefined for what is no MIME type. */
  function parseType(given) {
    const text = given.replace(SPACE_BEFORE, '').replace(SPACE_AFTER, '');
    const slash = text.indexOf('/');
    if (slash < 0 || !TOKEN.test(text.slice(0, slash))) return undefined;
    const end = endOf(text, ';', slash);
    const subtype = text.slice(slash + 1, end).replace(SPACE_AFTER, '');
    if (!TOKEN.test(subtype)) return undefined;
    return { essence: `${text.slice(0, slash)}/${subtype}`.toLowerCase(), parameters: parametersOf(text, end) };
  }

  function serializeType({ essence, parameters }) {
    let text = essence;
    for (const [name, value] of parameters) text += `;${name}=${TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
    return text;
  }

  /** The values of a field whose commas stand between them, but for those in quotes. */
  function valuesOf(text) {
    const values = [];
    let value = '';
    for (let at = 0; at < text.length;) {
      if (text[at] === ',') {
        values.push(value);
        value = '';
        at += 1;
      } else {
        const end = text[at] === '"' ? quoted(text, at).end : Math.min(endOf(text, ',', at), endOf(text, '"', at));
        value += text.slice(at, end);
        at = end;
      }
    }
    return [...values, value];
  }

  /** The type that a `Content-Type` says, which may have come more than once. */
  function extractType(text) {
    let type;
    let charset;
    for (const value of valuesOf(text)) {
      const next = parseType(value);
      if (next === undefined || next.essence === '*/*') continue;
      if (next.essence !== type?.essence) charset = next.parameters.get('charset');
      else if (next.parameters.has('charset')) charset = next.parameters.get('charset');
      else if (charset !== undefined) next.parameters.set('charset', charset);
      type = next;
    }
    return type;
  }

  Object.assign(shared, { extractType, parseType, serializeType });
})
