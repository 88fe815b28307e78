/** Errors of the file system, as Node makes them of what the operating system says. */

const ERRORS = {
  __proto__: null,
  ENOENT: [-2, 'no such file or directory'],
  EEXIST: [-17, 'file already exists'],
  EBADF: [-9, 'bad file descriptor'],
  EACCES: [-13, 'permission denied'],
  ENOTDIR: [-20, 'not a directory'],
  EISDIR: [-21, 'illegal operation on a directory'],
  EINVAL: [-22, 'invalid argument'],
  EMFILE: [-24, 'too many open files'],
  EROFS: [-30, 'read-only file system'],
  ENAMETOOLONG: [-36, 'name too long'],
};

/**
 * @param {string} code one of the table
 * @param {string} syscall
 * @param {string} [path]
 * @returns {Error & {errno: number, code: string, syscall: string, path?: string}}
 */
export function fileError(code, syscall, path) {
  const [errno, text] = ERRORS[code];
  const error = new Error(`${code}: ${text}, ${syscall}${path === undefined ? '' : ` '${path}'`}`);
  Error.captureStackTrace(error, fileError);
  Object.assign(error, { errno, code, syscall });
  if (path !== undefined) error.path = path;
  return error;
}

/** The same for whoever is called back later: in Node such an error comes from nowhere, and its stack is a single line. */
export function laterFileError(code, syscall, path) {
  return withoutCalls(fileError(code, syscall, path));
}

/** Takes the calls out of an error's stack. */
export function withoutCalls(error) {
  const stack = `${error.name}: ${error.message}`;
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
  return error;
}

/** What an app that wants to write is told, besides that it cannot. */
const ALTERNATIVE = 'the files of an app change with a deploy, never in a request; keep data in a service outside, or in memory for the one answer';

/** The error of everything that would write: EROFS, with what to do instead. */
export function readOnlyError(syscall, path) {
  const error = fileError('EROFS', syscall, path);
  error.message += ` (${ALTERNATIVE})`;
  Error.captureStackTrace(error, readOnlyError);
  return error;
}
