/** The `node:worker_threads` module of the only thread there is. */
import { allUnavailable, NO_PROCESSES } from '../unavailable.js';

export const { Worker, markAsUntransferable, moveMessagePortToContext, receiveMessageOnPort } = allUnavailable('worker_threads',
  'Worker markAsUntransferable moveMessagePortToContext receiveMessageOnPort', NO_PROCESSES);

// Within the only thread, they are the Web platform's.
const { BroadcastChannel, MessageChannel, MessagePort } = globalThis;
export { BroadcastChannel, MessageChannel, MessagePort };

export const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
export const isMainThread = true;
export const parentPort = null;
export const resourceLimits = {};
export const threadId = 0;
export const workerData = null;

const environment = new Map();

/** Data that threads would inherit. */
export function getEnvironmentData(key) {
  return environment.get(key);
}

export function setEnvironmentData(key, value) {
  if (value === undefined) environment.delete(key);
  else environment.set(key, value);
}

export default { BroadcastChannel, MessageChannel, MessagePort, SHARE_ENV, Worker, getEnvironmentData, isMainThread, markAsUntransferable,
  moveMessagePortToContext, parentPort, receiveMessageOnPort, resourceLimits, setEnvironmentData, threadId, workerData };
