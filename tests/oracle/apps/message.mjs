/** The Node side of an answer: writing, ending, wrapping, events. */
export default (express) => {
  const app = express();
  const at = (path, ...handlers) => app.all(path, ...handlers);
  at('/end', (req, res) => res.end());
  at('/end-text', (req, res) => res.end('text'));
  at('/end-bytes', (req, res) => res.end(Buffer.from([1, 2, 255])));
  at('/end-latin1', (req, res) => res.end('Grüße', 'latin1'));
  at('/end-hex', (req, res) => res.end('c3a4', 'hex'));
  at('/end-base64', (req, res) => res.end('aGVsbG8=', 'base64'));
  at('/end-callback', (req, res) => {
    res.end('callback', () => {});
  });
  at('/write', (req, res) => {
    res.write('one ');
    res.write(Buffer.from('two '));
    res.write('74687265652020', 'hex');
    res.end('four');
  });
  at('/write-late', async (req, res) => {
    res.write('early ');
    await new Promise((resolve) => { setTimeout(resolve, 1); });
    res.end('late');
  });
  at('/head', (req, res) => {
    res.setHeader('X-Before', '1');
    res.writeHead(203, 'Odd', { 'Content-Type': 'text/plain', 'X-Before': '2', 'X-After': 3 });
    res.end(`${res.statusMessage} ${res.headersSent}`);
  });
  at('/head-list', (req, res) => {
    res.setHeader('X-Before', '1');
    res.writeHead(200, ['X-One', '1', 'X-One', '2', 'X-Before', '3']);
    res.end('list');
  });
  at('/flush', (req, res) => {
    res.set('X-Set', '1');
    res.flushHeaders();
    res.end(String(res.headersSent));
  });
  at('/append', (req, res) => {
    res.setHeader('X-A', '1');
    res.appendHeader('X-A', '2');
    res.appendHeader('X-B', ['3', '4']);
    res.json([res.getHeader('x-a'), res.getHeader('x-b'), res.getHeaderNames(), res.getHeaders(), res.getRawHeaderNames(), res.hasHeader('X-A'), Object.getPrototypeOf(res.getHeaders()) === null]);
  });
  at('/remove', (req, res) => {
    res.setHeader('X-A', '1');
    res.removeHeader('x-a');
    res.removeHeader('X-Powered-By');
    res.json(res.getHeaderNames());
  });
  at('/set-headers', (req, res) => {
    res.setHeaders(new Map([['X-One', '1'], ['X-Two', ['2', '3']]]));
    res.end('map');
  });
  at('/empty-values', (req, res) => {
    res.setHeader('X-Empty', '');
    res.setHeader('X-None', []);
    res.setHeader('X-Number', 0);
    res.setHeader('X-Null', null);
    res.end('values');
  });

  const wrapEnd = (req, res, next) => {
    const { end } = res;
    res.end = function wrapped(chunk, encoding, callback) {
      res.setHeader('X-Wrapped', `${typeof chunk} ${Buffer.isBuffer(chunk)} ${encoding} ${res.getHeader('Content-Length')} ${res.getHeader('ETag')}`);
      return end.call(this, chunk, encoding, callback);
    };
    next();
  };
  const wrapHead = (req, res, next) => {
    const { writeHead } = res;
    res.writeHead = function wrapped(...args) {
      res.setHeader('X-Head', `${args.length} ${args[0]} ${res.getHeader('Content-Length')} ${res.getHeader('ETag')}`);
      return writeHead.apply(this, args);
    };
    next();
  };
  const wrapWrite = (req, res, next) => {
    const { write, end } = res;
    const upper = (chunk) => (chunk === undefined ? undefined : chunk.toString().toUpperCase());
    res.write = (chunk, ...rest) => write.call(res, upper(chunk), ...rest);
    res.end = (chunk, ...rest) => {
      if (!res.headersSent) res.removeHeader('Content-Length');
      return end.call(res, upper(chunk), ...rest);
    };
    next();
  };
  at('/wrap/end', wrapEnd, (req, res) => res.send('seen by the wrapper'));
  at('/wrap/end-json', wrapEnd, (req, res) => res.json({ seen: true }));
  at('/wrap/end-bytes', wrapEnd, (req, res) => res.send(Buffer.from('seen')));
  at('/wrap/end-long', wrapEnd, (req, res) => res.send('z'.repeat(1500)));
  at('/wrap/head', wrapHead, (req, res) => res.send('seen by the wrapper'));
  at('/wrap/head-end', wrapHead, (req, res) => res.end('plain'));
  at('/wrap/head-write', wrapHead, (req, res) => {
    res.write('a');
    res.end('b');
  });
  at('/wrap/write', wrapWrite, (req, res) => {
    res.write('a');
    res.end('b');
  });
  at('/wrap/write-send', wrapWrite, (req, res) => res.send('upper'));
  at('/wrap/set', (req, res, next) => {
    const { setHeader } = res;
    const names = [];
    res.setHeader = function wrapped(name, value) {
      names.push(name);
      return setHeader.call(this, name, value);
    };
    res.on('finish', () => { app.locals.events = names; });
    next();
  }, (req, res) => res.send('observed'));

  const record = (req, res, next) => {
    const events = [];
    for (const name of ['finish', 'close', 'prefinish', 'error']) res.on(name, () => events.push(`res ${name} ${res.statusCode} ${res.get('Content-Length')}`));
    for (const name of ['end', 'close', 'error', 'aborted']) req.on(name, () => events.push(`req ${name}`));
    app.locals.events = events;
    next();
  };
  at('/events', (req, res) => res.json(app.locals.events));
  at('/record/send', record, (req, res) => res.send('recorded'));
  at('/record/write', record, (req, res) => {
    res.write('a');
    res.end('b', () => app.locals.events.push('end callback'));
  });
  at('/record/data', record, (req, res) => {
    req.on('data', (chunk) => app.locals.events.push(`data ${chunk}`));
    req.on('end', () => res.send('read'));
  });
  at('/record/late', record, (req, res) => setTimeout(() => res.send('late'), 1));

  const read = {
    events: (req, done) => {
      const chunks = [];
      req.on('data', (chunk) => chunks.push(chunk));
      req.on('end', () => done(chunks.length, Buffer.concat(chunks).toString()));
    },
    text: (req, done) => {
      let text = '';
      req.setEncoding('utf8');
      req.on('data', (chunk) => { text += chunk; });
      req.on('end', () => done(typeof text, text));
    },
    iterator: async (req, done) => {
      const chunks = [];
      for await (const chunk of req) chunks.push(chunk);
      done(chunks.length, Buffer.concat(chunks).toString());
    },
    readable: (req, done) => {
      const chunks = [];
      req.on('readable', () => {
        for (let chunk = req.read(); chunk !== null; chunk = req.read()) chunks.push(chunk);
      });
      req.on('end', () => done(chunks.length, Buffer.concat(chunks).toString()));
    },
    paused: (req, done) => {
      const events = [];
      req.on('data', (chunk) => {
        events.push(`data ${chunk}`);
        req.pause();
        setTimeout(() => {
          events.push('resumed');
          req.resume();
        }, 1);
      });
      req.on('end', () => done(events));
    },
    pipe: (req, done, res) => req.pipe(res),
  };
  for (const [name, reader] of Object.entries(read)) {
    at(`/read/${name}`, (req, res) => reader(req, (...values) => res.json([...values, req.readableEnded, req.complete, req.readable]), res));
  }
  return app;
};
