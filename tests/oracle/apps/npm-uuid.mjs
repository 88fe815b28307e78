/** uuid: versions that can be computed exactly, the shape of those that are random, and what is no UUID. */
import { MAX, NIL, parse, stringify, v1, v1ToV6, v3, v4, v5, v6, v6ToV1, v7, validate, version } from 'uuid';

const SPACE = '1b671a64-40d5-491e-99b0-da01ff1f3341';
const FIXED = { msecs: 1700000000000, nsecs: 5, clockseq: 0x1234, node: [1, 2, 3, 4, 5, 6] };
const RANDOM = Uint8Array.from({ length: 16 }, (_, index) => index * 16);

export default (express) => {
  const app = express();
  app.get('/named/:name', (req, res) => res.json([v5(req.params.name, SPACE), v3(req.params.name, SPACE), v5(req.params.name, v5.DNS), v5(req.params.name, v5.URL), v3(req.params.name, v3.URL)]));
  app.get('/fixed', (req, res) => res.json([v1(FIXED), v6(FIXED), v4({ random: RANDOM }), v7({ msecs: 1700000000000, seq: 0x1234567, random: RANDOM }), v1ToV6(v1(FIXED)), v6ToV1(v6(FIXED))]));
  app.get('/random', (req, res) => {
    const made = [v1(), v4(), v6(), v7()];
    const later = [v7(), v7()];
    res.json({ shapes: made.map((id) => [id.length, validate(id), version(id)]), differ: new Set([...made, v4()]).size, ordered: later[0] < later[1] });
  });
  app.get('/asked', (req, res) => res.json([NIL, MAX, SPACE, SPACE.toUpperCase(), 'not-a-uuid', '', 5, SPACE.replace('-491e', '-091e')].map((id) => [id, validate(id), validate(id) ? version(id) : null])));
  app.get('/bytes', (req, res) => {
    const bytes = parse(SPACE);
    const filled = new Uint8Array(20);
    v5('name', SPACE, filled, 4);
    res.json([Array.from(bytes), stringify(bytes), Array.from(filled), stringify(filled, 4)]);
  });
  app.get('/items/:id', (req, res) => {
    if (!validate(req.params.id)) return res.status(400).json({ error: 'no UUID' });
    return res.json({ id: req.params.id, version: version(req.params.id) });
  });
  const WRONG = { parse: () => parse('x'), version: () => version('x'), space: () => v5('name', 'x'), bytes: () => stringify(new Uint8Array(16).fill(1), 9), random: () => v4({ random: [1, 2] }), missing: () => v5('name') };
  app.get('/wrong/:what', (req, res) => res.json(WRONG[req.params.what]()));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};
