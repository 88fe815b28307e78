/** The files of the app as a tree: known from the start, rooted at `/`, never changing. */

import { fileError } from './error.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** Bytes of a path, and of one name in it, that Linux takes. */
const PATH_BYTES_MAX = 4095;
const NAME_BYTES_MAX = 255;

/** A table of about a thousand files; a larger one would weigh on apps that never look at it. */
const SMALL_TABLE_LENGTH = 65536;

/** What the host's table has in a row: path, size in bytes, and milliseconds since 1970 of the last change. */
const ROW_WIDTH = 3;

/** The nodes by absolute path; read from the host when first needed. */
let nodes;

/**
 * A file, or a directory, which has the names of what is in it.
 * @typedef {{number: number, size: number, mtimeMs: number, names: string[] | undefined}} Node
 */

/** Reads the table now, so that it is in the snapshot of an app that will need it. */
export function loadTree() {
  nodes ??= parse(runtime.fileTable());
}

/** Reads the table now if that is cheap: once, at deploy, instead of in every request that sends or reads a file. */
export function loadSmallTree() {
  if (nodes !== undefined) return;
  const table = runtime.fileTable();
  if (table.length <= SMALL_TABLE_LENGTH) nodes = parse(table);
}

/**
 * The node at a path, or the code of the error that Linux would give.
 * @param {string} path a relative one starts at `/`
 * @returns {Node | 'ENOENT' | 'ENOTDIR' | 'ENAMETOOLONG'}
 */
export function find(path) {
  loadTree();
  return nodes.get(path) ?? walk(path).node;
}

/**
 * The node at a path.
 * @param {string} path
 * @param {string} syscall named in the error
 * @throws {Error} as Node's `fs` does
 */
export function nodeAt(path, syscall) {
  const node = find(path);
  if (typeof node === 'string') throw fileError(node, syscall, path);
  return node;
}

/** The path without detours, by which the host knows a file that is there. */
export function canonicalPath(path) {
  loadTree();
  return nodes.has(path) ? path : walk(path).path;
}

function parse(table) {
  const tree = new Map([['/', directory(1)]]);
  const cells = table.split('\n');
  for (let at = 0; at + ROW_WIDTH <= cells.length; at += ROW_WIDTH) {
    add(tree, cells[at], { number: tree.size + 1, size: Number(cells[at + 1]), mtimeMs: Number(cells[at + 2]), names: undefined });
  }
  return tree;
}

function directory(number) {
  return { number, size: 0, mtimeMs: 0, names: [] };
}

/** Adds a file with the directories it is in; a directory is as young as the youngest file in it. */
function add(tree, path, file) {
  tree.set(path, file);
  let isNew = true;
  for (let child = path; child !== '/';) {
    const slash = child.lastIndexOf('/');
    const parentPath = slash === 0 ? '/' : child.slice(0, slash);
    let parent = tree.get(parentPath);
    const isParentNew = parent === undefined;
    if (isParentNew) tree.set(parentPath, parent = directory(tree.size + 1));
    if (isNew) parent.names.push(child.slice(slash + 1));
    parent.mtimeMs = Math.max(parent.mtimeMs, file.mtimeMs);
    isNew = isParentNew;
    child = parentPath;
  }
}

/** Follows a path name by name, as a kernel does: every name but the last has to be a directory's. */
function walk(path) {
  if (path === '') return { node: 'ENOENT' };
  if (runtime.utf8ByteLength(path) > PATH_BYTES_MAX) return { node: 'ENAMETOOLONG' };
  let place = '';
  let node = nodes.get('/');
  for (const name of path.split('/')) {
    // A file is followed by nothing, not even by a slash.
    if (node.names === undefined) return { node: 'ENOTDIR' };
    if (name === '' || name === '.') continue;
    if (name.length * 3 > NAME_BYTES_MAX && runtime.utf8ByteLength(name) > NAME_BYTES_MAX) return { node: 'ENAMETOOLONG' };
    place = name === '..' ? place.slice(0, Math.max(0, place.lastIndexOf('/'))) : `${place}/${name}`;
    node = nodes.get(place === '' ? '/' : place);
    if (node === undefined) return { node: 'ENOENT' };
  }
  return { node, path: place === '' ? '/' : place };
}
