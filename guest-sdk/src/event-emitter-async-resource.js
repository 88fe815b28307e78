/** An emitter whose listeners run in the scope of a resource. */
import { AsyncResource } from './node/async_hooks.js';
import { EventEmitter } from './node/events.js';

export class EventEmitterAsyncResource extends EventEmitter {
  #resource;

  /** @param {{name?: string, triggerAsyncId?: number, captureRejections?: boolean} | string} [options] */
  constructor(options) {
    super(typeof options === 'string' ? undefined : options);
    const name = typeof options === 'string' ? options : options?.name ?? new.target.name;
    this.#resource = new AsyncResource(name, options);
  }

  emit(name, ...values) {
    return this.#resource.runInAsyncScope(super.emit, this, name, ...values);
  }

  emitDestroy() {
    this.#resource.emitDestroy();
  }

  get asyncId() {
    return this.#resource.asyncId();
  }

  get triggerAsyncId() {
    return this.#resource.triggerAsyncId();
  }

  get asyncResource() {
    return this.#resource;
  }
}
