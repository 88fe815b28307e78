/** Dates as V8 has them where QuickJS differs: setters that make them invalid, how they are written, and what is said of invalid ones. */
(function (global) {
  'use strict';

  const prototype = global.Date.prototype;
  const { getTime, setTime, toISOString, toString, toTimeString } = prototype;
  const UNITS = ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Date', 'Month', 'FullYear'];

  const define = (name, value) => Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
  const isInvalid = (date) => Number.isNaN(getTime.call(date));

  /** A part that is no number makes the whole date invalid; QuickJS says so and leaves the date as it was. */
  function settingAll(setter) {
    const { name, length } = setter;
    const set = { [name](...parts) {
      const time = setter.apply(this, parts);
      return Number.isNaN(time) ? setTime.call(this, NaN) : time;
    } }[name];
    return Object.defineProperty(set, 'length', { value: length, configurable: true });
  }
  for (const unit of UNITS) {
    for (const name of ['set' + unit, 'setUTC' + unit]) define(name, settingAll(prototype[name]));
  }

  // The sandbox has no other time zone, and V8 names it.
  const inZone = (text) => (text.endsWith('GMT+0000') ? text + ' (Coordinated Universal Time)' : text);
  define('toString', { toString() { return inZone(toString.call(this)); } }.toString);
  define('toTimeString', { toTimeString() { return inZone(toTimeString.call(this)); } }.toTimeString);
  define('toISOString', { toISOString() {
    if (isInvalid(this)) throw new RangeError('Invalid time value');
    return toISOString.call(this);
  } }.toISOString);
})
