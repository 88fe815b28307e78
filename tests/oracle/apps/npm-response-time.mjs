/** response-time: its header in every form, with the digits hidden, as a time differs from run to run. */
import onHeaders from 'on-headers';
import responseTime from 'response-time';

export default (express) => {
  const app = express();
  // Listeners are called the last first: this one sees what response-time has set.
  app.use((req, res, next) => {
    onHeaders(res, () => {
      for (const name of ['X-Response-Time', 'X-Took']) {
        const value = res.getHeader(name);
        if (value !== undefined) res.setHeader(name, String(value).replace(/^\d+/, '*').replaceAll(/\d/g, '#'));
      }
    });
    next();
  });
  app.use('/plain', responseTime());
  app.use('/digits', responseTime({ digits: 0 }));
  app.use('/bare', responseTime({ suffix: false, header: 'X-Took', digits: 5 }));
  app.use('/own', responseTime((req, res, time) => res.set('X-Took', `${typeof time} ${time >= 0 && time < 60_000} ${req.method}`)));
  app.use('/twice', responseTime(), responseTime({ digits: 1 }));

  app.get('/:kind/json', (req, res) => res.json({ took: 'a while' }));
  app.get('/:kind/head', (req, res) => res.writeHead(201, { 'Content-Type': 'text/plain', 'X-Response-Time': 'mine' }).end('made'));
  app.get('/:kind/set', (req, res) => res.set('X-Response-Time', 'mine').end());
  app.get('/:kind/later', (req, res) => setTimeout(() => res.sendStatus(202), 1));
  app.get('/:kind/error', () => {
    throw new Error('failed');
  });
  app.use((error, req, res, next) => res.status(500).send(error.message));
  return app;
};
