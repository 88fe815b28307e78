/** The `node:diagnostics_channel` module. Channels have no stores. */
import { invalidArgType } from '../node-error.js';

const channels = new Map();

/** A named place where messages are published. */
export class Channel {
  #subscribers = [];

  constructor(name) {
    this.name = name;
  }

  get hasSubscribers() {
    return this.#subscribers.length > 0;
  }

  subscribe(subscriber) {
    if (typeof subscriber !== 'function') throw invalidArgType('subscription', 'of type function', subscriber);
    this.#subscribers = [...this.#subscribers, subscriber];
  }

  unsubscribe(subscriber) {
    const index = this.#subscribers.indexOf(subscriber);
    if (index >= 0) this.#subscribers = this.#subscribers.toSpliced(index, 1);
    return index >= 0;
  }

  /** Gives a message to every subscriber; what one of them throws does not stop the publisher. */
  publish(message) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Publishes the message, then calls the function. */
  runStores(message, callback, receiver, ...values) {
    this.publish(message);
    return Reflect.apply(callback, receiver, values);
  }
}

/** The channel of a name. */
export function channel(name) {
  if (typeof name !== 'string' && typeof name !== 'symbol') throw invalidArgType('channel', 'one of type string or symbol', name);
  let found = channels.get(name);
  if (found === undefined) {
    found = new Channel(name);
    channels.set(name, found);
  }
  return found;
}

export function hasSubscribers(name) {
  return channels.get(name)?.hasSubscribers ?? false;
}

export function subscribe(name, subscriber) {
  channel(name).subscribe(subscriber);
}

export function unsubscribe(name, subscriber) {
  return channel(name).unsubscribe(subscriber);
}

const PHASES = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

/** The five channels that follow one operation. */
class TracingChannel {
  constructor(nameOrChannels) {
    for (const phase of PHASES) {
      this[phase] = typeof nameOrChannels === 'string' ? channel(`tracing:${nameOrChannels}:${phase}`) : nameOrChannels[phase];
    }
  }

  get hasSubscribers() {
    return PHASES.some((phase) => this[phase].hasSubscribers);
  }

  subscribe(handlers) {
    for (const phase of PHASES) if (handlers[phase]) this[phase].subscribe(handlers[phase]);
  }

  unsubscribe(handlers) {
    return PHASES.every((phase) => !handlers[phase] || this[phase].unsubscribe(handlers[phase]));
  }

  traceSync(callback, context = {}, receiver = undefined, ...values) {
    if (!this.hasSubscribers) return Reflect.apply(callback, receiver, values);
    this.start.publish(context);
    try {
      context.result = Reflect.apply(callback, receiver, values);
      return context.result;
    } catch (error) {
      context.error = error;
      this.error.publish(context);
      throw error;
    } finally {
      this.end.publish(context);
    }
  }

  tracePromise(callback, context = {}, receiver = undefined, ...values) {
    if (!this.hasSubscribers) return Reflect.apply(callback, receiver, values);
    const settle = (name, value) => {
      context[name] = value;
      if (name === 'error') this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    this.start.publish(context);
    try {
      return Promise.resolve(Reflect.apply(callback, receiver, values)).then(
        (result) => {
          settle('result', result);
          return result;
        },
        (error) => {
          settle('error', error);
          throw error;
        },
      );
    } catch (error) {
      context.error = error;
      this.error.publish(context);
      throw error;
    } finally {
      this.end.publish(context);
    }
  }

  traceCallback(callback, position = -1, context = {}, receiver = undefined, ...values) {
    if (!this.hasSubscribers) return Reflect.apply(callback, receiver, values);
    const tracing = this;
    const done = values.at(position);
    if (typeof done !== 'function') throw invalidArgType('callback', 'of type function', done);
    function traced(error, result) {
      if (error) {
        context.error = error;
        tracing.error.publish(context);
      } else {
        context.result = result;
      }
      tracing.asyncStart.publish(context);
      try {
        return Reflect.apply(done, this, arguments);
      } finally {
        tracing.asyncEnd.publish(context);
      }
    }
    values.splice(position, 1, traced);
    this.start.publish(context);
    try {
      return Reflect.apply(callback, receiver, values);
    } catch (error) {
      context.error = error;
      this.error.publish(context);
      throw error;
    } finally {
      this.end.publish(context);
    }
  }
}

/** The channels of an operation, by its name or given one by one. */
export function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

export default { Channel, channel, hasSubscribers, subscribe, tracingChannel, unsubscribe };
