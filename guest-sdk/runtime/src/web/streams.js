/** The classes of the Streams standard: the npm package `web-streams-polyfill` is what they are. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];

  const { expose } = runtime.lazy('interface');

  for (const [name, Class] of Object.entries(runtime.package('web-streams-polyfill')(() => undefined))) shared[name] = expose(Class);

  // The iterators of the language's own asynchronous generators are what those of a stream are made after.
  const iterators = Object.getPrototypeOf(new shared.ReadableStream().values());
  delete iterators[Symbol.asyncIterator];
  Object.setPrototypeOf(iterators, Object.getPrototypeOf(Object.getPrototypeOf(async function* none() {}).prototype));
})
