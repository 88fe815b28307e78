// Handlers that go wrong. Each one ends as a single failed request, and the next request finds everything as it was.
import express from 'express';

const app = express();

// More computing time than `cpu_ms`.
app.get('/loop', () => {
  for (;;);
});

// The same, one promise job after the other.
app.get('/microtasks', () => {
  const again = () => Promise.resolve().then(again);
  again();
});

// The same, in one regular expression.
app.get('/regexp', (req, res) => {
  res.send(/^(a+)+$/.test(`${'a'.repeat(40)}!`));
});

// Recursion ends in a RangeError, which a handler may catch.
app.get('/recursion', (req, res) => {
  const dive = (depth) => dive(depth + 1) + 1;
  res.json(dive(0));
});

// More memory than `memory_mib`.
app.get('/memory', () => {
  const hoard = [];
  for (;;) hoard.push(new Uint8Array(1024 * 1024));
});

// Nothing is left to run and nobody answered: this fails at once, not after a timeout.
app.get('/silence', () => new Promise(() => {}));

// Something is left to run, later than `wall_ms`.
app.get('/patience', (req, res) => {
  setTimeout(() => res.send('too late'), 60_000);
});

app.get('/throw', () => {
  throw new Error('out of luck');
});

app.get('/rejection', async () => {
  await null;
  null.property;
});

// A gigabyte does not fit into the sandbox.
app.get('/gigabyte', (req, res) => {
  res.send('x'.repeat(1_000_000_000));
});

// This fits into the sandbox, and is more than `response_body_kib`.
app.get('/large-answer', (req, res) => {
  res.send('x'.repeat(2 * 1024 * 1024));
});

// A header that would start another header.
app.get('/header', (req, res) => {
  res.set('X-Name', 'value\r\nSet-Cookie: stolen=1').send('never sent');
});

// Of this, `log_lines` lines are kept.
app.get('/log', (req, res) => {
  for (let line = 1; line <= 500; line += 1) console.log(`line ${line} of 500`);
  res.send('logged');
});

app.get('/well', (req, res) => {
  res.send('All is well.');
});

app.listen(3000);
