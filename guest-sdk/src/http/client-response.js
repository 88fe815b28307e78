/** The answer to a request that the app made: a body that the host gives piece by piece, as the app reads. */
import { destroy, endOfBody, push, read, SOURCE, stateOf } from './body-flow.js';
import { IncomingMessage } from './incoming-message.js';
import { STATUS_CODES } from './status.js';
import { Buffer } from '../node/buffer.js';
import { StringDecoder } from '../node/string_decoder.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];
const { process } = globalThis;

const BODY_NUMBER = Symbol('body number');
const DECODER = Symbol('decoder');
const PULLING = Symbol('pulling');

/** What an error of the host says its code is: it begins with it. */
export function hostError(error) {
  const [, code = 'ECONNRESET', message] = /^(?:(E[A-Z_]+): )?(.*)$/s.exec(error.message);
  return Object.assign(new Error(message, { cause: error }), { code });
}

/** One answer of another server. */
export class ClientResponse extends IncomingMessage {
  /**
   * @param {import('./client-request.js').ClientRequest} req
   * @param {{ status: number, headers: string, url: string, body: number }} answer of the host
   */
  constructor(req, answer) {
    super();
    this.req = req;
    this.socket = req.socket;
    this.statusCode = answer.status;
    this.statusMessage = STATUS_CODES[answer.status] ?? '';
    this.rawHeaders = answer.headers === '' ? [] : answer.headers.split('\n');
    this.url = '';
    this.method = null;
    this[BODY_NUMBER] = answer.body;
    this[SOURCE] = () => pullNext(this);
  }

  setEncoding(encoding) {
    super.setEncoding(encoding);
    this[DECODER] = new StringDecoder(stateOf(this).encoding);
    return this;
  }

  /** Gives up reading; the rest of the body will not come. */
  destroy(error) {
    const state = stateOf(this);
    if (state.destroyed) return this;
    if (this[PULLING] !== undefined) runtime.cancel(this[PULLING]);
    // What is wrong with the answer is nothing that its connection would tell.
    if (!state.endEmitted) this.socket.destroy();
    destroy(this, error);
    process.nextTick(() => this.req.answered());
    return this;
  }

  /** What Node calls when nobody wants the answer. */
  _dump() {
    this.resume();
  }
}

/** Asks the host for more, unless that is under way. */
function pullNext(res) {
  if (res[PULLING] !== undefined) return;
  if (res[BODY_NUMBER] === 0) {
    finish(res);
    return;
  }
  const { id, promise } = runtime.operate('pull', res[BODY_NUMBER]);
  res[PULLING] = id;
  promise.then((buffer) => arrived(res, buffer), (error) => {
    res[PULLING] = undefined;
    res.destroy(hostError(error));
  });
}

function arrived(res, buffer) {
  res[PULLING] = undefined;
  if (stateOf(res).destroyed) return;
  if (buffer === undefined) {
    finish(res);
    return;
  }
  res.req.stirred();
  const bytes = Buffer.from(buffer);
  give(res, res[DECODER] === undefined ? bytes : res[DECODER].write(bytes));
  const state = stateOf(res);
  // As Node does, some is kept ready beyond what was asked for.
  process.nextTick(() => {
    if (!state.ended && !state.reading && !state.destroyed && state.length < state.highWaterMark) read(res, 0);
  });
}

function give(res, chunk) {
  if (chunk.length > 0) push(res, chunk);
  else stateOf(res).reading = false;
}

function finish(res) {
  process.nextTick(() => {
    if (stateOf(res).destroyed) return;
    const rest = res[DECODER]?.end() ?? '';
    if (rest !== '') push(res, rest);
    endOfBody(res);
  });
}
