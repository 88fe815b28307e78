/** `node:fs` and `node:fs/promises` for reading: results and errors, by call, by callback and by promise. */
import fs from 'node:fs';
import { existsSync, promises, readFileSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';

export default (express, { root }) => {
  const app = express();
  const dir = `${root}/public`;
  const hidden = (value) => (typeof value === 'string' ? value.replaceAll(root, 'ROOT') : value);
  const failed = (error) => ({
    name: error.name, message: hidden(error.message), code: error.code, errno: error.errno, syscall: error.syscall, path: hidden(error.path), keys: Object.keys(error), text: hidden(String(error)),
  });
  const kinds = (entry) => ['isFile', 'isDirectory', 'isSymbolicLink', 'isFIFO', 'isSocket', 'isBlockDevice', 'isCharacterDevice'].filter((name) => entry[name]());
  const shown = (value) => {
    if (Buffer.isBuffer(value)) return { buffer: value.toString('base64'), length: value.length };
    if (typeof value === 'object' && value !== null && 'mtime' in value) return { genuine: value instanceof fs.Stats, kinds: kinds(value), size: value.isFile() ? Number(value.size) : 'any', type: typeof value.size, ...(value.isFile() && dates(value)) };
    if (value instanceof fs.Dirent) return { name: value.name, parent: hidden(value.parentPath), path: hidden(value.path), kinds: kinds(value) };
    if (Array.isArray(value)) return value.map(shown);
    return value === undefined ? 'undefined' : hidden(value);
  };
  const dates = (stats) => ({ mtime: stats.mtime.toISOString(), mtimeMs: Number(stats.mtimeMs), isDate: stats.ctime instanceof Date, keys: Object.keys(stats).filter((key) => !/^(?:a|c|m|birth)time$/.test(key)) });

  const long = 'n'.repeat(300);
  const READ = {
    text: [`${dir}/plain.txt`, 'utf8'], bytes: [`${dir}/bytes.bin`], base64: [`${dir}/bytes.bin`, 'base64'], latin1: [`${dir}/bytes.bin`, { encoding: 'latin1' }], hex: [`${dir}/pixel.png`, 'hex'],
    utf16: [`${dir}/digits.txt`, 'utf16le'], ascii: [`${dir}/digits.txt`, 'ascii'], 'utf-8': [`${dir}/index.html`, 'UTF-8'], empty: [`${dir}/empty.txt`], 'empty-text': [`${dir}/empty.txt`, 'utf8'],
    'null-options': [`${dir}/digits.txt`, null], 'null-encoding': [`${dir}/digits.txt`, { encoding: null }], 'buffer-encoding': [`${dir}/digits.txt`, 'buffer'], flag: [`${dir}/digits.txt`, { flag: 'r' }],
    'buffer-path': [Buffer.from(`${dir}/digits.txt`), 'utf8'], space: [`${dir}/with space/a file.txt`, 'utf8'], unicode: [`${dir}/ünïcode/naïve €.txt`, 'utf8'], emoji: [`${dir}/😀.txt`, 'utf8'],
    relative: ['fixtures/public/digits.txt', 'utf8'], 'relative-dot': ['./fixtures/public/digits.txt', 'utf8'], dots: [`${dir}/nested/../digits.txt`, 'utf8'], slashes: [`${dir}//digits.txt`, 'utf8'],
    'dots-missing': [`${dir}/missing/../digits.txt`, 'utf8'], 'dots-file': [`${dir}/plain.txt/../digits.txt`, 'utf8'], 'single-dot': [`${dir}/./digits.txt`, 'utf8'], hidden: [`${dir}/.hidden`, 'utf8'],
    missing: [`${dir}/missing.txt`], 'missing-text': [`${dir}/missing.txt`, 'utf8'], 'missing-directory': [`${dir}/missing/file.txt`], directory: [`${dir}/nested`], 'directory-text': [`${dir}/nested`, 'utf8'],
    'below-file': [`${dir}/plain.txt/more`], 'slash-behind-file': [`${dir}/plain.txt/`], 'empty-path': [''], 'long-name': [`${dir}/${long}`], 'long-path': [`${dir}/${'d/'.repeat(3000)}`],
    nul: ['/a\0b'], undefined: [undefined], null: [null], object: [{}], array: [[]], boolean: [true], 'bad-encoding': [`${dir}/digits.txt`, 'bogus'], 'bad-encoding-option': [`${dir}/digits.txt`, { encoding: 'bogus' }],
    'bad-options': [`${dir}/digits.txt`, 5], 'bad-flag': [`${dir}/digits.txt`, { flag: 'zz' }], root: ['/'],
  };
  const STAT = {
    file: [`${dir}/plain.txt`], directory: [`${dir}/nested`], 'directory-slash': [`${dir}/nested/`], 'file-slash': [`${dir}/plain.txt/`], missing: [`${dir}/missing`], below: [`${dir}/plain.txt/more`],
    'missing-quiet': [`${dir}/missing`, { throwIfNoEntry: false }], 'below-quiet': [`${dir}/plain.txt/more`, { throwIfNoEntry: false }], bigint: [`${dir}/plain.txt`, { bigint: true }], empty: [''], nul: ['a\0'],
    number: [5], undefined: [], root: ['/'], relative: ['fixtures/public'], 'empty-file': [`${dir}/empty`], long: [`${dir}/long.txt`], 'long-name': [`${dir}/${long}`],
  };
  const READDIR = {
    plain: [dir], nested: [`${dir}/nested`], slash: [`${dir}/nested/`], types: [`${dir}/nested`, { withFileTypes: true }], 'types-slash': [`${dir}/nested/`, { withFileTypes: true }],
    recursive: [`${root}/views`, { recursive: true }], 'recursive-deep': [dir, { recursive: true }], 'recursive-types': [`${root}/views`, { recursive: true, withFileTypes: true }], buffer: [`${dir}/nested`, 'buffer'],
    utf8: [`${dir}/nested`, 'utf8'], encoding: [`${dir}/nested`, { encoding: 'hex' }], missing: [`${dir}/missing`], file: [`${dir}/plain.txt`], empty: [''], undefined: [], relative: ['fixtures/views'],
  };
  const ACCESS = {
    file: [`${dir}/plain.txt`], directory: [dir], missing: [`${dir}/missing`], below: [`${dir}/plain.txt/more`], read: [`${dir}/plain.txt`, fs.constants.R_OK], exists: [`${dir}/plain.txt`, fs.constants.F_OK],
    undefined: [], 'bad-mode': [`${dir}/plain.txt`, 'r'], 'large-mode': [`${dir}/plain.txt`, 99],
  };
  const REALPATH = { file: [`${dir}/nested/../plain.txt`], directory: [`${dir}/nested/`], missing: [`${dir}/missing`], below: [`${dir}/plain.txt/more`], dots: [`${dir}/./nested/deep/..`], root: ['/'] };
  const CALLS = { readFile: READ, stat: STAT, lstat: STAT, readdir: READDIR, access: ACCESS, realpath: REALPATH, readlink: { file: [`${dir}/plain.txt`], missing: [`${dir}/missing`] } };

  app.get('/:how/:call/:name', (req, res, next) => {
    const { how, call, name } = req.params;
    const given = CALLS[call]?.[name];
    if (given === undefined) return next();
    const answer = (error, value) => res.json(error ? failed(error) : shown(value));
    try {
      if (how === 'sync') answer(null, fs[`${call}Sync`](...given));
      else if (how === 'callback') fs[call](...given, answer);
      else fs.promises[call](...given).then((value) => answer(null, value), answer);
    } catch (error) {
      res.json({ thrown: failed(error) });
    }
    return undefined;
  });

  const exists = express.Router();
  const EXISTS = { file: `${dir}/plain.txt`, directory: dir, slash: `${dir}/`, missing: `${dir}/missing`, 'file-slash': `${dir}/plain.txt/`, empty: '', undefined, null: null, number: 5, nul: 'a\0b', relative: 'fixtures/public' };
  exists.get('/exists', (req, res) => res.json(Object.entries(EXISTS).map(([name, path]) => [name, fs.existsSync(path)])));
  exists.get('/exists-callback', (req, res) => fs.exists(dir, (found) => fs.exists(`${dir}/missing`, (other) => res.json([found, other]))));
  app.use(exists);

  const handles = express.Router();
  handles.get('/descriptor', (req, res) => {
    const file = fs.openSync(`${dir}/digits.txt`, 'r');
    const buffer = Buffer.alloc(8, '.');
    const first = fs.readSync(file, buffer, 0, 4, null);
    const second = fs.readSync(file, buffer, 4, 4, null);
    const placed = Buffer.alloc(3);
    const third = fs.readSync(file, placed, 0, 3, 1);
    const rest = fs.readSync(file, Buffer.alloc(10));
    const none = fs.readSync(file, Buffer.alloc(10));
    const whole = fs.readFileSync(file, 'utf8');
    const size = fs.fstatSync(file).size;
    fs.closeSync(file);
    res.json([typeof file, first, second, buffer.toString(), third, placed.toString(), rest, none, whole, size]);
  });
  handles.get('/descriptor-options', (req, res) => {
    const file = fs.openSync(`${dir}/digits.txt`);
    const buffer = Buffer.alloc(4);
    const count = fs.readSync(file, buffer, { position: 5, length: 3 });
    fs.closeSync(file);
    res.json([count, buffer.toString('latin1')]);
  });
  handles.get('/descriptor-callback', (req, res) => fs.open(`${dir}/digits.txt`, 'r', (error, file) => {
    fs.read(file, Buffer.alloc(5), 0, 5, 2, (failure, count, buffer) => fs.fstat(file, (fault, stats) => fs.close(file, (last) => {
      res.json([error, failure, count, buffer.toString(), fault, stats.size, last === null || last === undefined]);
    })));
  }));
  handles.get('/descriptor-errors', (req, res) => {
    const thrown = (action) => {
      try {
        return action();
      } catch (error) {
        return failed(error);
      }
    };
    res.json([thrown(() => fs.closeSync(9999)), thrown(() => fs.readSync(9999, Buffer.alloc(1))), thrown(() => fs.fstatSync(9999)), thrown(() => fs.openSync(`${dir}/missing`)), thrown(() => fs.readSync('x', Buffer.alloc(1))),
      thrown(() => fs.readSync(-1, Buffer.alloc(1))), thrown(() => fs.openSync(`${dir}/digits.txt`, 'zz')), thrown(() => fs.readSync(fs.openSync(dir), Buffer.alloc(1)))]);
  });
  handles.get('/file-handle', async (req, res) => {
    const handle = await promises.open(`${dir}/digits.txt`, 'r');
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 3);
    const text = await handle.readFile('utf8');
    const { size } = await handle.stat();
    const number = typeof handle.fd;
    await handle.close();
    res.json([bytesRead, buffer.toString(), text, size, number, handle.fd]);
  });
  handles.get('/opendir', async (req, res) => {
    const names = [];
    for await (const entry of await promises.opendir(`${dir}/nested`)) names.push(shown(entry));
    const directory = fs.opendirSync(`${dir}/nested`);
    const first = directory.readSync();
    directory.closeSync();
    res.json([names.sort((one, other) => (one.name < other.name ? -1 : 1)), kinds(first).length, hidden(directory.path)]);
  });
  app.use(handles);

  const shape = express.Router();
  shape.get('/imports', async (req, res) => res.json([existsSync === fs.existsSync, readFileSync === fs.readFileSync, promises === fs.promises, readFile === fs.promises.readFile,
    (await readFile(`${dir}/digits.txt`, 'utf8')), (await stat(dir)).isDirectory(), (await readdir(`${dir}/nested`))]));
  shape.get('/constants', (req, res) => {
    const { F_OK, R_OK, W_OK, X_OK, O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, S_IFMT, S_IFREG, S_IFDIR, COPYFILE_EXCL } = fs.constants;
    res.json({ F_OK, R_OK, W_OK, X_OK, O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, S_IFMT, S_IFREG, S_IFDIR, COPYFILE_EXCL, own: [fs.F_OK, fs.R_OK, fs.W_OK, fs.X_OK] });
  });
  shape.get('/functions', (req, res) => res.json(['access', 'appendFile', 'copyFile', 'createReadStream', 'createWriteStream', 'mkdir', 'mkdtemp', 'open', 'opendir', 'readFile', 'readdir', 'rename', 'rm', 'stat',
    'symlink', 'truncate', 'unlink', 'utimes', 'watch', 'watchFile', 'writeFile', 'Stats', 'Dirent', 'ReadStream', 'WriteStream'].map((name) => [name, typeof fs[name], typeof fs[`${name}Sync`], typeof fs.promises[name]])));
  shape.get('/no-callback', (req, res) => res.json(['readFile', 'stat', 'readdir', 'access', 'realpath'].map((name) => {
    try {
      return fs[name](dir);
    } catch (error) {
      return failed(error);
    }
  })));
  shape.get('/order', (req, res) => {
    const steps = [];
    fs.stat(dir, () => {
      steps.push('stat');
      res.json(steps);
    });
    Promise.resolve().then(() => steps.push('promise'));
    steps.push('call');
  });
  shape.get('/mode', (req, res) => {
    const [file, directory] = [fs.statSync(`${dir}/plain.txt`), fs.statSync(dir)];
    res.json([file.mode & fs.constants.S_IFMT, directory.mode & fs.constants.S_IFMT, (file.mode & 0o444) === 0o444, fs.statSync(`${dir}/plain.txt`).ino === file.ino, file.ino !== directory.ino, file.mtime === file.mtime]);
  });
  app.use(shape);
  return app;
};
