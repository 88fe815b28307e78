// Tells what it was sent, and answers in every shape that HTTP has rules about.
import express from 'express';

const app = express();
app.set('etag', false);

app.all('/echo', express.text({ type: () => true, limit: '1gb' }), (req, res) => {
  const { method, originalUrl, httpVersion, rawHeaders, ip, protocol, body } = req;
  res.json({ method, url: originalUrl, httpVersion, rawHeaders, headers: req.headers, ip, protocol, body });
});

app.get('/hello', (req, res) => {
  res.type('text').send('hello');
});

app.get('/wait', (req, res) => {
  console.log(`waiting ${req.query.ms}`);
  setTimeout(() => res.send('waited'), Number(req.query.ms));
});

// Headers that are the host's business, beside some that are the app's.
app.get('/hop-by-hop', (req, res) => {
  res.set({
    'Connection': 'close, x-secret',
    'Keep-Alive': 'timeout=1',
    'Proxy-Connection': 'close',
    'Transfer-Encoding': 'chunked',
    'TE': 'trailers',
    'Trailer': 'X-Late',
    'Upgrade': 'h2c',
    'X-Own': 'kept',
  });
  res.end('body');
});

app.get('/wrong-length', (req, res) => {
  res.writeHead(200, { 'Content-Length': '3', 'Content-Type': 'text/plain' });
  res.end('longer than three');
});

app.get('/status/:status', (req, res) => {
  res.status(Number(req.params.status)).send('body');
});

app.get('/cookies', (req, res) => {
  res.cookie('a', '1').cookie('b', '2').set('X-Latin', 'caf\u00e9').send();
});

app.get('/bytes', (req, res) => {
  res.send(Buffer.from([0, 255, 128, 13, 10]));
});

app.get('/pieces', (req, res) => {
  res.write('one ');
  setTimeout(() => {
    res.write('two ');
    setImmediate(() => res.end('three'));
  }, 5);
});

app.listen(3000);
