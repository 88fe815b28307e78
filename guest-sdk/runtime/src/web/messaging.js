/** `MessageEvent`, `MessagePort` and `MessageChannel` (HTML, 9.1 and 9.4), between parts of one sandbox. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { dictionary, expose, illegalConstructor, isObject, needs, sequence, text, unicode } = lazy('interface');
  const { Event, EventTarget, defineHandler, fire, handlerOf, setHandler } = lazy('events');
  const { cloneWith } = lazy('structuredClone');

  const token = Symbol('MessagePort');
  /** Messages that wait for a port to be started. */
  const WAITING_MAX = 100000;

  class MessageEvent extends Event {
    #data; #origin; #lastEventId; #source; #ports;
    constructor(type, options = undefined) {
      needs(1, arguments.length);
      super(type, options);
      const { data = null, origin = '', lastEventId = '', source = null, ports = [] } = dictionary(options);
      if (source !== null && !shared.isPort(source)) throw Object.assign(new TypeError('The "source" must be a MessagePort'), { code: 'ERR_INVALID_ARG_TYPE' });
      this.#data = data;
      this.#origin = unicode(origin);
      this.#lastEventId = text(lastEventId);
      this.#source = source;
      this.#ports = portsOf(ports);
    }
    get data() { return this.#data; }
    get origin() { return this.#origin; }
    get lastEventId() { return this.#lastEventId; }
    get source() { return this.#source; }
    get ports() { return this.#ports; }
    initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = []) {
      needs(1, arguments.length);
      this.initEvent(type, bubbles, cancelable);
      this.#data = data;
      this.#origin = unicode(origin);
      this.#lastEventId = text(lastEventId);
      this.#source = source;
      this.#ports = portsOf(ports);
    }
  }
  expose(MessageEvent);

  function portsOf(value) {
    const ports = sequence(value, 'The ports');
    if (!ports.every(shared.isPort)) throw Object.assign(new TypeError('Every one of the ports must be a MessagePort'), { code: 'ERR_INVALID_ARG_TYPE' });
    return Object.freeze(ports);
  }

  let endOf;

  /** One of a channel's two ends, which a port holds until the end is handed on. */
  const newEnd = () => ({ port: null, other: null, waiting: [], isStarted: false, isRunning: false });

  function run(end) {
    if (!end.isStarted || end.isRunning || end.waiting.length === 0) return;
    end.isRunning = true;
    global.setImmediate(() => {
      end.isRunning = false;
      if (!end.isStarted || end.port === null) return;
      const { data, ports } = end.waiting.shift();
      try {
        fire(end.port, new MessageEvent('message', { data, ports }));
      } finally {
        run(end);
      }
    });
  }

  class MessagePort extends EventTarget {
    #end;
    constructor(given = undefined, end = undefined) {
      if (given !== token) throw illegalConstructor();
      super();
      this.#end = end;
      if (end !== null) end.port = this;
    }
    postMessage(message, options = undefined) {
      needs(1, arguments.length);
      const end = this.#end;
      const isList = isObject(options) && typeof options[Symbol.iterator] === 'function';
      const transfer = isList ? options : dictionary(options).transfer;
      const { copy: data, ports } = cloneWith(message, transfer === undefined ? [] : sequence(transfer, 'The transfer list'), this);
      const other = end?.other;
      if (other === null || other === undefined) return;
      if (other.waiting.length >= WAITING_MAX) throw new global.DOMException('Too many messages wait for this port', 'QuotaExceededError');
      other.waiting.push({ data, ports });
      run(other);
    }
    start() {
      const end = this.#end;
      if (end === null) return;
      end.isStarted = true;
      run(end);
    }
    close() {
      const end = this.#end;
      if (end === null) return;
      this.#end = null;
      end.port = null;
      if (end.other !== null) end.other.other = null;
      end.other = null;
    }
    get onmessage() {
      this.#end;
      return handlerOf(this, 'message');
    }
    set onmessage(value) {
      setHandler(this, 'message', value);
      this.start();
    }
    static {
      endOf = (port) => port.#end;
      shared.isPort = (value) => typeof value === 'object' && value !== null && #end in value;
      shared.isDetached = (port) => port.#end === null;
      /** A port that holds nothing yet. */
      shared.standIn = () => new MessagePort(token, null);
      /** Hands what a port holds on to another one. */
      shared.movePort = (port, taker) => {
        const end = port.#end;
        port.#end = null;
        end.isStarted = false;
        end.port = taker;
        taker.#end = end;
      };
    }
  }
  expose(MessagePort);
  defineHandler(MessagePort, 'messageerror');

  class MessageChannel {
    #port1; #port2;
    constructor() {
      this.#port1 = new MessagePort(token, newEnd());
      this.#port2 = new MessagePort(token, newEnd());
      endOf(this.#port1).other = endOf(this.#port2);
      endOf(this.#port2).other = endOf(this.#port1);
    }
    get port1() { return this.#port1; }
    get port2() { return this.#port2; }
  }
  expose(MessageChannel);

  Object.assign(shared, { MessageEvent, MessagePort, MessageChannel });
})
