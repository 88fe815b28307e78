/** The index of a router: which layers of its stack a path may match, without asking each of them. */

// A layer is found under its leading segments, up to the first that can hold a slash. The index may name layers that do not match, never omits
// one that does: case is ignored and slashes at the end are left out, whatever the options of the layer.

/** How many positions the lists of all static paths may hold together; paths beyond it have their lists merged per request. */
const MERGED_POSITIONS_MAX = 65_536;

/** The index of one state of a stack. */
export default class IndexTable {
  constructor(stack) {
    this.stack = stack;
    /** The length of the stack when it was indexed; another length now means the index is stale. */
    this.size = stack.length;
    this.root = new Node();
    /** Static path -> the layers that end there, and only those. */
    this.exact = new Map();
    /** Static path -> every layer it may match. */
    this.merged = new Map();

    for (let position = 0; position < stack.length; position++) this.add(stack[position], position);
    this.mergeStaticPaths();
  }

  /** Whether this is still the index of the stack. */
  describes(stack) {
    return this.stack === stack && this.size === stack.length;
  }

  /** The positions of the layers that may match, in order. `folded` is the path in lower case. */
  candidates(folded) {
    const key = withoutTrailingSlashes(folded);
    const merged = this.merged.get(key);
    if (merged !== undefined) return merged;
    if (this.root.isLeaf && this.exact.size === 0) return this.root.through;
    return this.collectAndMerge(key);
  }

  collectAndMerge(key) {
    const found = key === '' || key[0] === '/' ? collect(this.root, key, 1, NO_POSITIONS) : this.root.through;
    const ending = this.exact.get(key);
    return ending === undefined ? found : mergePositions(found, ending);
  }

  add(layer, position) {
    if (layer.slash || layer.compiled === undefined || layer.compiled.some((matcher) => matcher.tokens === undefined)) {
      append(this.root.through, position);
      return;
    }
    for (const matcher of layer.compiled) this.addMatcher(matcher, position);
  }

  addMatcher(matcher, position) {
    const { tokens, end } = matcher;
    const [first] = tokens;
    if (first === undefined || first.type !== 'text' || first.value[0] !== '/' || tokens.some(isBeyondAscii)) {
      append(this.root.through, position);
      return;
    }
    if (end && tokens.length === 1) {
      const key = withoutTrailingSlashes(first.value.toLowerCase());
      if (!this.exact.has(key)) this.exact.set(key, []);
      append(this.exact.get(key), position);
      return;
    }

    const { segments, open } = indexedSegments(tokens);
    let node = this.root;
    for (const segment of segments) node = node.child(segment);
    append(end && !open ? node.ends : node.through, position);
  }

  mergeStaticPaths() {
    let total = 0;
    for (const key of this.exact.keys()) {
      const positions = this.collectAndMerge(key);
      total += positions.length;
      if (total > MERGED_POSITIONS_MAX) return;
      this.merged.set(key, positions);
    }
  }
}

const NO_POSITIONS = [];

/** A segment of the tree; `undefined` as a segment stands for any. */
class Node {
  constructor() {
    /** Layers that match here and may go on. */
    this.through = [];
    /** Layers that match only when the path ends here. */
    this.ends = [];
    this.isLeaf = true;
    this.literals = undefined;
    this.any = undefined;
  }

  child(segment) {
    this.isLeaf = false;
    if (segment === undefined) {
      this.any ??= new Node();
      return this.any;
    }
    this.literals ??= new Map();
    let node = this.literals.get(segment);
    if (node === undefined) {
      node = new Node();
      this.literals.set(segment, node);
    }
    return node;
  }
}

/** Adds to the positions found so far those of the nodes a path leads through; `start` is where its next segment begins. */
function collect(node, key, start, found) {
  let positions = mergePositions(found, node.through);
  if (start > key.length) return mergePositions(positions, node.ends);
  if (node.isLeaf) return positions;

  let stop = key.indexOf('/', start);
  if (stop === -1) stop = key.length;
  if (node.literals !== undefined) {
    const next = node.literals.get(key.slice(start, stop));
    if (next !== undefined) positions = collect(next, key, stop + 1, positions);
  }
  return node.any === undefined ? positions : collect(node.any, key, stop + 1, positions);
}

/** The leading segments of a sequence that begins with a slash; `open` when the rest may hold slashes of its own. */
function indexedSegments(tokens) {
  const segments = [''];
  let open = false;
  for (const { type, value } of tokens) {
    const last = segments.length - 1;
    if (type === 'wildcard') {
      segments.pop();
      open = true;
      break;
    }
    if (type === 'param') {
      segments[last] = undefined;
      continue;
    }
    const [head, ...rest] = value.toLowerCase().split('/');
    if (segments[last] !== undefined) segments[last] += head;
    segments.push(...rest);
  }
  while (segments[segments.length - 1] === '') segments.pop();
  return { segments: segments.slice(1), open };
}

function isBeyondAscii({ type, value }) {
  return type === 'text' && /[^\x00-\x7f]/.test(value);
}

function withoutTrailingSlashes(path) {
  if (!path.endsWith('/')) return path;
  let end = path.length - 1;
  while (end > 0 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

function append(positions, position) {
  if (positions[positions.length - 1] !== position) positions.push(position);
}

/** One ordered list of two, without repeating what is in both. */
function mergePositions(one, other) {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  if (one[one.length - 1] < other[0]) return one.concat(other);

  const merged = [];
  let left = 0;
  let right = 0;
  while (left < one.length && right < other.length) {
    const position = Math.min(one[left], other[right]);
    if (one[left] === position) left++;
    if (other[right] === position) right++;
    merged.push(position);
  }
  while (left < one.length) merged.push(one[left++]);
  while (right < other.length) merged.push(other[right++]);
  return merged;
}
