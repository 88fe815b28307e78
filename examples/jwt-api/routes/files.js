// Files: uploaded into memory, summed up, and let go of again.
import { createHash } from 'node:crypto';
import { Router } from 'express';
import createError from 'http-errors';
import multer from 'multer';
import { authenticated } from '../tokens.js';

const router = Router();

const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 64 * 1024, files: 3 },
  fileFilter(req, file, done) {
    const isTaken = ['text/plain', 'text/csv', 'application/json'].includes(file.mimetype);
    done(isTaken ? null : createError(415, `${file.mimetype} is not taken`), isTaken);
  },
});

function sum({ originalname, mimetype, size, buffer }) {
  const lines = buffer.toString().split('\n').length - 1;
  return { name: originalname, type: mimetype, size, lines, sha256: createHash('sha256').update(buffer).digest('hex') };
}

// What is refused while a form is read is the client's fault, whatever multer calls it.
function receive(req, res, next) {
  upload.array('files')(req, res, (error) => {
    if (!error) return next();
    next(createError(error.status ?? (error.code === 'LIMIT_FILE_SIZE' ? 413 : 400), error.message));
  });
}

router.post('/', authenticated, receive, (req, res) => {
  if (!req.files?.length) throw createError(422, 'there is no file in the field files');
  res.status(201).json({ note: req.body.note ?? null, files: req.files.map(sum) });
});

export default router;
