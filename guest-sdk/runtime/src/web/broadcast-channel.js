/** `BroadcastChannel` (HTML, 9.5), between parts of one sandbox. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { expose, needs, text } = lazy('interface');
  const { EventTarget, defineHandler, fire } = lazy('events');
  const { cloneWith } = lazy('structuredClone');
  const { MessageEvent } = shared;

  /** Those that are open, in the order in which they were made. */
  const channels = new Set();

  class BroadcastChannel extends EventTarget {
    #name;
    constructor(name) {
      needs(1, arguments.length);
      super();
      this.#name = text(name);
      channels.add(this);
    }
    get name() { return this.#name; }
    postMessage(message) {
      needs(1, arguments.length);
      const name = this.#name;
      if (!channels.has(this)) throw new global.DOMException('BroadcastChannel is closed.', 'InvalidStateError');
      const { copy } = cloneWith(message, [], undefined);
      for (const channel of channels) {
        if (channel === this || channel.#name !== name) continue;
        global.setImmediate(() => {
          if (channels.has(channel)) fire(channel, new MessageEvent('message', { data: cloneWith(copy, [], undefined).copy }));
        });
      }
    }
    close() {
      this.#name;
      channels.delete(this);
    }
  }
  expose(BroadcastChannel);
  for (const type of ['message', 'messageerror']) defineHandler(BroadcastChannel, type);

  shared.BroadcastChannel = BroadcastChannel;
})
