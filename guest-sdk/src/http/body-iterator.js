/** A body as an async iterator: `for await (const chunk of req)`. */
import { nodeError } from '../node-error.js';
import { stateOf } from './body-flow.js';

/** Ends after 'close', as Node's does; leaving it early destroys the request, unless told not to. */
export async function* iterate(req, options) {
  const state = stateOf(req);
  let wake = () => {};
  let failure;
  const onReadable = () => wake();
  const onError = (error) => {
    failure ??= error;
    wake();
  };
  const onClose = () => {
    if (!state.endEmitted) failure ??= state.errored ?? nodeError(Error, 'ERR_STREAM_PREMATURE_CLOSE', 'Premature close');
    failure ??= null;
    wake();
  };
  if (state.closeEmitted) onClose();
  req.on('readable', onReadable).on('error', onError).on('close', onClose);
  try {
    for (;;) {
      const chunk = state.destroyed ? null : req.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise((resolve) => { wake = resolve; });
    }
  } finally {
    req.off('readable', onReadable).off('error', onError).off('close', onClose);
    if (failure || options?.destroyOnReturn !== false) req.destroy();
  }
}
