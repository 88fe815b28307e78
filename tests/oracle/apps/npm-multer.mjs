/** multer in memory: every way to name the expected files, limits, filters, and what a broken form leads to. */
import multer from 'multer';

export default (express) => {
  const app = express();
  const upload = multer({ storage: multer.memoryStorage() });
  const limited = multer({ limits: { fileSize: 8, files: 2, fields: 2, fieldSize: 10, fieldNameSize: 6, parts: 3, headerPairs: 4 } });
  const filtered = multer({
    fileFilter: (req, file, done) => {
      if (file.originalname.endsWith('.exe')) return done(new Error(`${file.originalname} may not be sent`));
      return done(null, file.mimetype.startsWith('text/'));
    },
  });
  const latin = multer({ defParamCharset: 'utf8', preservePath: true });

  const file = ({ fieldname, originalname, encoding, mimetype, size, buffer }) => ({ fieldname, originalname, encoding, mimetype, size, hex: buffer.toString('hex') });
  const files = (given) => {
    if (given === undefined) return null;
    if (Array.isArray(given)) return given.map(file);
    return Object.fromEntries(Object.entries(given).map(([name, list]) => [name, list.map(file)]));
  };
  const show = (req, res) => res.json({ body: req.body ?? null, file: req.file ? file(req.file) : null, files: files(req.files) });

  app.post('/single', upload.single('picture'), show);
  app.post('/array', upload.array('pictures', 2), show);
  app.post('/fields', upload.fields([{ name: 'avatar', maxCount: 1 }, { name: 'gallery', maxCount: 3 }]), show);
  app.post('/none', upload.none(), show);
  app.post('/any', upload.any(), show);
  app.post('/limited', limited.any(), show);
  app.post('/filtered', filtered.any(), show);
  app.post('/paths', latin.any(), show);
  app.post('/after-json', express.json(), upload.any(), show);

  app.use((error, req, res, next) => {
    const isKnown = error instanceof multer.MulterError;
    res.status(isKnown ? 400 : 500).json({ name: error.name, code: error.code ?? null, field: error.field ?? null, message: error.message });
  });
  return app;
};
