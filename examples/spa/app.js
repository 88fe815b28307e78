// The API of a page that lives in the browser. The page's own files are in `public`, and no code here serves them.
import express from 'express';

const planets = [
  { name: 'mercury', moons: 0 },
  { name: 'earth', moons: 1 },
  { name: 'mars', moons: 2 },
];

const app = express();

app.get('/api/planets', (req, res) => res.json(planets));

app.get('/api/planets/:name', (req, res) => {
  const planet = planets.find(({ name }) => name === req.params.name);
  if (planet === undefined) return res.status(404).json({ error: 'no such planet' });
  res.json(planet);
});

app.listen(3000);
