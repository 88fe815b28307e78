/** Proves that addresses are taken apart as Node takes them apart. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { URL as Ours } from '../src/url/url.js';

const PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
const PIECES = [
  'http:', 'https:', 'file:', 'foo:', '//', '/', '\\', 'a', 'EXAMPLE.com', ':80', ':8080', ':', '@', 'u:p@', '?', '#', 'x=1&y=2', '..', '.', '%2e', '%zz', ' ', 'é', '[::1]',
  '127.0.0.1', '0x7f.1', '999', 'C:', '^', '|', '`', '{', '"', '<', "'", '+', '&', '\t', '\u{1f600}', '[1:2::3]', 'localhost', '[',
];
const BASES = [undefined, 'http://host.com/p/q?r#s', 'https://u:p@h:81/a/b/', 'file:///C:/d/e', 'foo://h/a/b'];
const TEXTS_MAX = 20_000;

/** Numbers that look random and are the same in every run. */
function* numbers() {
  for (let state = 12345; ;) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    yield state >> 8;
  }
}

function shown(Class, text, base) {
  try {
    const address = new Class(text, base);
    return JSON.stringify([...PARTS.map((part) => address[part]), [...address.searchParams], String(address.searchParams)]);
  } catch (error) {
    return JSON.stringify([error.name, error.message, error]);
  }
}

test('made-up addresses', () => {
  const random = numbers();
  const pick = (list) => list[random.next().value % list.length];
  for (let count = 0; count < TEXTS_MAX; count += 1) {
    const text = Array.from({ length: 1 + (random.next().value % 7) }, () => pick(PIECES)).join('');
    const base = pick(BASES);
    assert.equal(shown(Ours, text, base), shown(URL, text, base), `${JSON.stringify(text)} ${base}`);
  }
});

test('parts that are set', () => {
  const values = ['', 'a', 'x.y', '99', '/p/q', '?q', '#h', 'http', 'foo', 'é', 'a b', 'p?q#r', '..', "'", '%'];
  for (const start of ['http://a/b?c#d', 'http://u:p@a:81/b', 'https://a:8443', 'file:///a/b', 'foo:bar']) {
    for (const part of ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
      for (const value of values) {
        const [ours, theirs] = [Ours, URL].map((Class) => {
          const address = new Class(start);
          address.searchParams.get('x');
          address[part] = value;
          return `${address.href} ${[...address.searchParams]}`;
        });
        assert.equal(ours, theirs, `${start} ${part} ${value}`);
      }
    }
  }
});

test('a URL shows itself', () => {
  assert.equal(inspect(new Ours('http://u:p@x.com:81/a?b=c#d')), inspect(new URL('http://u:p@x.com:81/a?b=c#d')));
});
