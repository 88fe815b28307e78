/** Matchers: what a path of a route or middleware becomes when it is registered. */

// Every matcher has `match(path, found)`: `found.params` and `found.matched` (the part of the path that was matched, for prefixes) are set when it
// returns true. It throws URIError when a captured value cannot be decoded.

import { decodeParam, decodeSegments } from './decode.js';
import { assertCombination, parsePattern } from './pattern.js';
import { sequenceSource } from './sequence-source.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** Finds the capturing groups of a RegExp's source, and their names, the way Express counts them. */
const CAPTURING_GROUP = /\((?:\?<(.*?)>)?(?!\?)/g;

/**
 * The matchers of one path, in the order they are tried.
 *
 * `options.sensitive` tells upper from lower case, `options.end` wants the whole path instead of a prefix of segments, `options.trailing` lets
 * one more slash end the path. Throws PathError when the path does not follow the syntax.
 */
export function compilePath(path, options) {
  if (path instanceof RegExp) return [new RegExpMatcher(path)];
  return parsePattern(path).map((tokens, number) => {
    assertCombination(number, path);
    // Written out for a plain sequence too, since this is what finds the errors in it.
    const source = sequenceSource(tokens, path);
    return runtime.pathPattern !== undefined && isPlain(tokens) ? new PlainMatcher(tokens, options) : new SequenceMatcher(tokens, options, source);
  });
}

/**
 * Whether searching from left to right without going back finds what the RegExp of a sequence finds: each parameter is followed by a slash or
 * the end, a wildcard is last, and texts are ASCII.
 */
function isPlain(tokens) {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token.type === 'text') {
      if (/[^\x20-\x7e]/.test(token.value)) return false;
    } else if (token.name.includes('\n')) {
      return false;
    } else if (next !== undefined && (token.type === 'wildcard' || next.type !== 'text' || !next.value.startsWith('/'))) {
      return false;
    }
  }
  return true;
}

/** Matches texts with parameters between them and perhaps a wildcard at the end, in compiled code. */
class PlainMatcher {
  constructor(tokens, { sensitive, end, trailing }) {
    this.tokens = tokens;
    this.end = end;
    this.capturesWildcard = tokens.some((token) => token.type === 'wildcard');
    const packed = tokens.map(({ type, name, value }) => `${type[0]}\n${value ?? name}`).join('\n');
    this.number = runtime.pathPattern(packed, `${sensitive ? 's' : ''}${end ? 'w' : ''}${trailing ? 't' : ''}`);
  }

  match(path, found) {
    const params = runtime.matchPath(this.number, path);
    if (params === undefined) return false;
    if (this.capturesWildcard || path.indexOf('%') !== -1) decodeCaptured(this.tokens, params, path);
    found.params = params;
    if (!this.end) found.matched = runtime.matchedPath();
    return true;
  }
}

/** Replaces the captured texts by their decoded values, wildcards by arrays. */
function decodeCaptured(tokens, params, path) {
  const last = tokens[tokens.length - 1];
  if (last === undefined) return;
  const escaped = path.indexOf('%') !== -1;
  if (escaped) {
    for (const token of tokens) {
      if (token.type === 'param') params[token.name] = decodeParam(params[token.name]);
    }
  }
  if (last.type === 'wildcard') {
    const rest = params[last.name];
    params[last.name] = escaped ? decodeSegments(rest) : rest.split('/');
  }
}

/** Matches a sequence that needs going back, by the RegExp it stands for. */
class SequenceMatcher {
  constructor(tokens, { sensitive, end, trailing }, source) {
    this.tokens = tokens;
    this.end = end;
    this.regexp = new RegExp(`^(?:${source})${trailing ? '(?:\\/$)?' : ''}${end ? '$' : '(?=\\/|$)'}`, sensitive ? '' : 'i');
    this.captures = tokens.filter((token) => token.type !== 'text');
  }

  match(path, found) {
    const match = this.regexp.exec(path);
    if (match === null) return false;
    const params = Object.create(null);
    for (let at = 0; at < this.captures.length; at++) {
      const { type, name } = this.captures[at];
      params[name] = type === 'wildcard' ? decodeSegments(match[at + 1]) : decodeParam(match[at + 1]);
    }
    found.matched = match[0];
    found.params = params;
    return true;
  }
}

/** Matches a RegExp given by the app: parameters are its groups, by name or by number from 0. */
class RegExpMatcher {
  constructor(regexp) {
    this.regexp = regexp;
    this.tokens = undefined;
    this.names = [];
    let number = 0;
    for (const [, name] of regexp.source.matchAll(CAPTURING_GROUP)) this.names.push(name || number++);
  }

  match(path, found) {
    const match = this.regexp.exec(path);
    if (match === null) return false;
    const params = {};
    for (let group = 1; group < match.length; group++) {
      const value = decodeParam(match[group]);
      if (value !== undefined) params[this.names[group - 1]] = value;
    }
    found.matched = match[0];
    found.params = params;
    return true;
  }
}
