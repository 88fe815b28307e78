// A notes API: TypeScript, validation by zod, and one place that turns errors into answers.
import express, { type ErrorRequestHandler } from 'express';
import { ZodError } from 'zod';
import { NewNote, Search, findNote, searchNotes, type Note } from './notes.ts';

class NotFound extends Error {
  status = 404;
}

const app = express();
app.use(express.json({ limit: '64kb' }));

app.get('/notes', (req, res) => {
  res.json(searchNotes(Search.parse(req.query)));
});

app.get('/notes/:id', (req, res) => {
  const note = findNote(req.params.id);
  if (note === undefined) throw new NotFound(`there is no note \`${req.params.id}\``);
  res.json(note);
});

app.post('/notes', (req, res) => {
  const note: Note = { id: crypto.randomUUID(), ...NewNote.parse(req.body) };
  res.status(201).location(`/notes/${note.id}`).json(note);
});

app.use((req) => {
  throw new NotFound(`there is no ${req.method} ${req.path}`);
});

// Four parameters make an error handler; Express finds it wherever the error came from.
const answerError: ErrorRequestHandler = (error, req, res, next) => {
  if (error instanceof ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return res.status(422).json({ error: 'the input is not valid', issues });
  }
  const status = error.status ?? 500;
  if (status >= 500) {
    console.error(error);
    return res.status(status).json({ error: 'something went wrong' });
  }
  res.status(status).json({ error: error.message });
};
app.use(answerError);

app.listen(3000);
