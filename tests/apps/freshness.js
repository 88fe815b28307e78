// Writes to every place that a program could share between requests, and tells what it found there.
import express from 'express';

let moduleVariable;
const moduleMap = new Map();
const moduleObject = { nested: [] };
class Shared {
  static property;
}
const closure = (() => {
  let kept;
  return { read: () => kept, write: (value) => { kept = value; } };
})();
const tagged = (strings) => strings;
const template = () => tagged`text`;

const places = {
  global: [() => globalThis.leaked, (value) => { globalThis.leaked = value; }],
  'module variable': [() => moduleVariable, (value) => { moduleVariable = value; }],
  'module map': [() => moduleMap.get('leaked'), (value) => moduleMap.set('leaked', value)],
  'module array': [() => moduleObject.nested[0], (value) => moduleObject.nested.push(value)],
  'static property': [() => Shared.property, (value) => { Shared.property = value; }],
  closure: [closure.read, closure.write],
  'Object.prototype': [() => ({}).leaked, (value) => { Object.prototype.leaked = value; }],
  'Array.prototype': [() => [].leaked, (value) => { Array.prototype.leaked = value; }],
  'Function.prototype': [() => (() => {}).leaked, (value) => { Function.prototype.leaked = value; }],
  'built-in function': [() => JSON.parse.leaked, (value) => { JSON.parse.leaked = value; }],
  'replaced built-in': [() => Math.cbrt(8) === 2 ? undefined : Math.cbrt(8), (value) => { Math.cbrt = () => value; }],
  symbol: [() => globalThis[Symbol.for('leaked')], (value) => { globalThis[Symbol.for('leaked')] = value; }],
  'template object': [() => template().raw.length === 1 ? globalThis.templates?.get(template()) : 'changed', (value) => { (globalThis.templates ??= new WeakMap()).set(template(), value); }],
  'process.env': [() => process.env.LEAKED, (value) => { process.env.LEAKED = String(value); }],
  'app.locals': [() => app.locals.leaked, (value) => { app.locals.leaked = value; }],
  'app settings': [() => app.get('leaked'), (value) => app.set('leaked', value)],
  'express.response': [() => express.response.leaked, (value) => { express.response.leaked = value; }],
  'regular expression': [() => { const { lastIndex } = sticky; return lastIndex === 0 ? undefined : lastIndex; }, () => sticky.test('xx')],
};
const sticky = /x/g;

const app = express();

app.get('/write/:value', (req, res) => {
  const found = [];
  for (const [name, [read]] of Object.entries(places)) {
    const value = read();
    if (value !== undefined) found.push(`${name}: ${value}`);
  }
  for (const [, write] of Object.values(places)) write(req.params.value);
  res.send(found.length === 0 ? 'clean' : found.join(', '));
});

app.get('/random', (req, res) => {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  res.send(`${Math.random()} ${crypto.randomUUID()} ${bytes.join('-')}`);
});

app.listen(3000);
