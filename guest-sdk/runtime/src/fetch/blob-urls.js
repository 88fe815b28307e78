/** Blobs that have a URL (File API, 8.3), for as long as the request that they belong to. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];

  /** Each keeps a blob from being collected. */
  const URLS_MAX = 10000;
  const blobs = new Map();

  shared.createObjectURL = (blob) => {
    if (runtime.made('blob')?.isBlob(blob) !== true) throw Object.assign(new TypeError('Only a Blob has an object URL'), { code: 'ERR_INVALID_ARG_TYPE' });
    if (blobs.size === URLS_MAX) throw new RangeError(`More than ${URLS_MAX} object URLs: revoke those that nobody needs`);
    const url = `blob:nodedata:${global.crypto.randomUUID()}`;
    blobs.set(url, blob);
    return url;
  };

  shared.revokeObjectURL = (url) => {
    blobs.delete(url.split('#')[0]);
  };

  shared.blobAt = (url) => blobs.get(url.split('#')[0]);
})
