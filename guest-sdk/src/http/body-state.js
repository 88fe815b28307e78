/** What is known of the reading of a body. The names are those of Node's `_readableState`, because packages look at it. */
import { Buffer } from '../node/buffer.js';

/** How much Node keeps in memory before it stops reading; here everything is there, and the number is only told. */
const HIGH_WATER_MARK = 16384;

/** The state of one body, from the first use of the request as a stream. */
export class BodyState {
  /** `null` until somebody reads; then whether data comes by itself. */
  flowing = null;
  /** The chunks that nobody has read yet, and how much they are. */
  buffer = [];
  length = 0;
  pipes = [];
  /** How many destinations have to drain before data flows again. */
  awaitDrainWriters = new Set();
  encoding = null;
  decoder = null;
  /** Whether nothing more will come, and whether that was told. */
  ended = false;
  endEmitted = false;
  /** Whether somebody asked for more than there was. */
  reading = false;
  sync = true;
  needReadable = false;
  emittedReadable = false;
  readableListening = false;
  resumeScheduled = false;
  paused = null;
  dataEmitted = false;
  destroyed = false;
  errored = null;
  errorEmitted = false;
  closed = false;
  closeEmitted = false;

  /** How much a `read(size)` gets; a size that is NaN means whatever is convenient. */
  amount(size) {
    if (size <= 0 || (this.length === 0 && this.ended)) return 0;
    if (Number.isNaN(size)) return this.flowing && this.length > 0 ? this.buffer[0].length : this.length;
    if (size <= this.length) return size;
    return this.ended ? this.length : 0;
  }

  /** Takes that much out of the buffer; null when nothing is there. */
  take(size) {
    if (this.length === 0) return null;
    const whole = this.joined();
    const isAll = size >= whole.length;
    const taken = isAll ? whole : whole.slice(0, size);
    this.buffer = isAll ? [] : [whole.slice(size)];
    this.length -= taken.length;
    return taken;
  }

  /** Puts a chunk in, at the end or before everything else. */
  put(chunk, isFirst) {
    if (isFirst) this.buffer.unshift(chunk);
    else this.buffer.push(chunk);
    this.length += chunk.length;
  }

  /** From now on the chunks are text. */
  decode(encoding) {
    const text = this.buffer.length === 0 ? '' : Buffer.concat(this.buffer).toString(encoding);
    this.encoding = encoding;
    this.decoder = { encoding };
    this.buffer = text === '' ? [] : [text];
    this.length = text.length;
  }

  joined() {
    if (this.buffer.length === 1) return this.buffer[0];
    return this.encoding === null ? Buffer.concat(this.buffer) : this.buffer.join('');
  }
}

Object.assign(BodyState.prototype, {
  objectMode: false,
  highWaterMark: HIGH_WATER_MARK,
  defaultEncoding: 'utf8',
  emitClose: true,
  autoDestroy: true,
  constructed: true,
  multiAwaitDrain: false,
});
