/** The `node:cluster` module of a program that is alone: what libraries ask it, it can answer. */
import { NO_PROCESSES, unavailable } from '../unavailable.js';
import { EventEmitter } from './events.js';

const cluster = Object.assign(new EventEmitter(), {
  SCHED_NONE: 1,
  SCHED_RR: 2,
  Worker: unavailable('new cluster.Worker()', NO_PROCESSES),
  disconnect: unavailable('cluster.disconnect()', NO_PROCESSES),
  fork: unavailable('cluster.fork()', NO_PROCESSES),
  isMaster: true,
  isPrimary: true,
  isWorker: false,
  schedulingPolicy: 2,
  settings: {},
  setupMaster: unavailable('cluster.setupMaster()', NO_PROCESSES),
  setupPrimary: unavailable('cluster.setupPrimary()', NO_PROCESSES),
  workers: {},
});

export const { SCHED_NONE, SCHED_RR, Worker, disconnect, fork, isMaster, isPrimary, isWorker, schedulingPolicy, settings, setupMaster, setupPrimary,
  workers } = cluster;
export default cluster;
