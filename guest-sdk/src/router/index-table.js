/** The index of a router: which layers of its stack a path may match, without asking each of them. */

// A layer is found under its leading segments, up to the first that can hold a slash. The index may name layers that do not match, never omits
// one that does: case is ignored and slashes at the end are left out, whatever the options of the layer. The tree itself is in compiled code.

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** What stands for a segment that can be anything; no segment of a path holds it. */
const ANY_SEGMENT = '\0';

/** Where in the tree a layer belongs: the values are those of `runtime.indexRoutes`. */
const Place = { ENDS: 'e', THROUGH: 't' };

/** The index of one state of a stack. */
export default class IndexTable {
  constructor(stack) {
    this.stack = stack;
    /** The length of the stack when it was indexed; another length now means the index is stale. */
    this.size = stack.length;

    const entries = stack.flatMap((layer, position) => entriesOf(layer).map((entry) => `${position}\n${entry}`));
    const isForAll = entries.every((entry) => entry.endsWith(`\n${Place.THROUGH}\n`));
    /** Every position, when no path could leave one out. */
    this.everything = isForAll ? stack.map((_layer, position) => position) : undefined;
    this.number = isForAll ? undefined : runtime.indexRoutes(entries.join('\n'));
  }

  /** Whether this is still the index of the stack. */
  describes(stack) {
    return this.stack === stack && this.size === stack.length;
  }

  /** The positions of the layers that may match a path, in order. */
  candidates(path) {
    return this.everything ?? runtime.candidates(this.number, path);
  }
}

/** The places of a layer, each `place LF segment/segment/…`. */
function entriesOf(layer) {
  if (layer.slash || layer.compiled === undefined) return [`${Place.THROUGH}\n`];
  const entries = layer.compiled.map((matcher) => entryOf(matcher));
  return entries.some((entry) => entry === undefined) ? [`${Place.THROUGH}\n`] : entries;
}

/** The place of one matcher; undefined when it may match any path. */
function entryOf({ tokens, end }) {
  if (tokens === undefined) return undefined;
  const [first] = tokens;
  if (first === undefined || first.type !== 'text' || first.value[0] !== '/' || tokens.some(isUnusual)) return undefined;
  const { segments, isOpen } = leadingSegments(tokens);
  return `${end && !isOpen ? Place.ENDS : Place.THROUGH}\n${segments.join('/')}`;
}

/** The leading segments of a sequence that begins with a slash, in lower case; `isOpen` when the rest may hold slashes of its own. */
function leadingSegments(tokens) {
  const segments = [''];
  let isOpen = false;
  for (const { type, value } of tokens) {
    const last = segments.length - 1;
    if (type === 'wildcard') {
      segments.pop();
      isOpen = true;
      break;
    }
    if (type === 'param') {
      segments[last] = ANY_SEGMENT;
      continue;
    }
    const [head, ...rest] = value.toLowerCase().split('/');
    if (segments[last] !== ANY_SEGMENT) segments[last] += head;
    segments.push(...rest);
  }
  while (segments[segments.length - 1] === '') segments.pop();
  return { segments: segments.slice(1), isOpen };
}

/** Texts that the tree does not hold: those beyond ASCII, whose case is not folded there, and control characters. */
function isUnusual({ type, value }) {
  return type === 'text' && /[^\x20-\x7e]/.test(value);
}
