/** The `node:timers/promises` module. */

/** A promise of `value` after some milliseconds. */
export function setTimeout(milliseconds, value, options) {
  return later((done) => {
    const timer = globalThis.setTimeout(done, milliseconds);
    return () => globalThis.clearTimeout(timer);
  }, value, options?.signal);
}

/** A promise of `value` after what is waiting now. */
export function setImmediate(value, options) {
  return later((done) => {
    const immediate = globalThis.setImmediate(done);
    return () => globalThis.clearImmediate(immediate);
  }, value, options?.signal);
}

/** Yields `value` every so many milliseconds. */
export async function* setInterval(milliseconds, value, options) {
  for (;;) yield await setTimeout(milliseconds, value, options);
}

export const scheduler = {
  wait: (milliseconds, options) => setTimeout(milliseconds, undefined, options),
  yield: () => setImmediate(),
};

function later(start, value, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const onAbort = () => {
      cancel();
      reject(abortError(signal));
    };
    const cancel = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function abortError(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

export default { scheduler, setImmediate, setInterval, setTimeout };
