/** morgan: every predefined format, tokens of the app's own and `skip`; the answer carries the line that was logged. */
import morgan from 'morgan';

// `:date` and the times differ from run to run: only their shape is shown.
const withoutMoment = (line) => line
  .replace(/\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000/, 'DATE')
  .replace(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/, 'DATE')
  .replace(/\d+\.\d{3} ms/, 'TIME ms')
  .replace(/total=\d+\.\d /, 'total=TIME ');

export default (express) => {
  const app = express();
  morgan.token('user', (req) => req.get('x-user'));
  morgan.token('nothing', () => undefined);
  morgan.token('argument', (req, res, name) => `<${name}>`);
  morgan.format('named', ':method :user');
  const FORMATS = {
    combined: 'combined', common: 'common', short: 'short', tiny: 'tiny', named: 'named', default: 'default',
    tokens: ':user|:nothing|:argument[a b]|:http-version|:res[x-made]|:req[x-list]|total=:total-time[1] |:remote-user',
    function: (tokens, req, res) => JSON.stringify([tokens.method(req, res), tokens.url(req, res), tokens.status(req, res)]),
    silent: () => undefined,
  };

  // What is logged before the handler runs.
  app.use('/immediate/:format', (req, res, next) => {
    req.lines = [];
    morgan(FORMATS[req.params.format], { immediate: true, stream: { write: (line) => req.lines.push(withoutMoment(line)) } })(req, res, next);
  }, (req, res) => res.json(req.lines));

  // What is logged when the answer is out is too late for it. The head goes first, and then the logger hears of the end early.
  app.use('/finished/:format', (req, res, next) => {
    req.lines = [];
    const skip = (request) => request.get('x-skip') === 'yes';
    morgan(FORMATS[req.params.format], { skip, stream: { write: (line) => req.lines.push(withoutMoment(line)) } })(req, res, next);
  }, (req, res) => {
    res.status(201).set({ 'Content-Type': 'text/plain', 'X-Made': ['one', 'two'] }).write('Logged:\n');
    res.emit('end');
    res.end(req.lines.join('') || 'nothing');
  });

  app.get('/compiled', (req, res) => res.send(morgan.compile(':method ":url" :status')(morgan, req, res)));
  app.get('/wrong', (req, res) => res.send(morgan.compile(5)));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};
