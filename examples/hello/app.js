// The smallest useful app. It needs no npm package and no Node.js.
import express from 'express';

const app = express();

// This line runs once, when the app is deployed. Every request starts from the heap that it leaves behind.
let visits = 0;

app.get('/', (req, res) => {
  res.send('Hello World!');
});

app.get('/users/:id', (req, res) => {
  res.json({ id: req.params.id });
});

// Always 1: the sandbox that counted the last visit is gone.
app.get('/visits', (req, res) => {
  visits += 1;
  res.json({ visits });
});

app.listen(3000);
