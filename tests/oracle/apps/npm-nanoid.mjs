/** nanoid: the length and the alphabet of random ids, ids from a source that is not random, and the generator that is not secure. */
import { customAlphabet, customRandom, nanoid, random, urlAlphabet } from 'nanoid';
import { customAlphabet as insecureAlphabet, nanoid as insecure } from 'nanoid/non-secure';

const shape = (id, alphabet) => [id.length, [...id].every((letter) => alphabet.includes(letter))];
const HEX = '0123456789abcdef';
const atTopLevel = nanoid();

export default (express) => {
  const app = express();
  app.get('/random', (req, res) => {
    const ids = Array.from({ length: 50 }, () => nanoid());
    res.json({ shape: shape(ids[0], urlAlphabet), differ: new Set([...ids, atTopLevel]).size, letters: new Set(ids.join('')).size > 40 });
  });
  app.get('/sized', (req, res) => res.json([nanoid(0), ...[1, 10, 200].map((size) => shape(nanoid(size), urlAlphabet))]));
  app.get('/custom', (req, res) => {
    const makeHex = customAlphabet(HEX, 12);
    res.json([shape(makeHex(), HEX), shape(makeHex(3), HEX), customAlphabet('a', 5)(), shape(customAlphabet('ab')(), 'ab')]);
  });
  app.get('/seeded', (req, res) => {
    let state = 1;
    const make = customRandom('abcdefghij', 10, (size) => Uint8Array.from({ length: size }, () => {
      state = (state * 75 + 74) % 65537;
      return state;
    }));
    res.json([make(), make()]);
  });
  app.get('/bytes', (req, res) => res.json([random(5).length, random(5) instanceof Uint8Array, urlAlphabet.length, [...urlAlphabet].sort().join('')]));
  app.get('/insecure', (req, res) => res.json([shape(insecure(), urlAlphabet), shape(insecure(7), urlAlphabet), shape(insecureAlphabet(HEX, 9)(), HEX)]));
  app.post('/links', express.text(), (req, res) => {
    const id = nanoid(8);
    res.status(201).location(`/links/${id}`).set('Location', '/links/*').json({ id: shape(id, urlAlphabet), to: req.body });
  });
  return app;
};
