// The pages to read, and the theme they are shown in.
const { Router } = require('express');
const breads = require('../breads');

const router = Router();

router.get('/', (req, res) => {
  res.render('home', { title: 'Bread, every day', breads });
});

router.get('/breads/:slug', (req, res, next) => {
  const bread = breads.find(({ slug }) => slug === req.params.slug);
  if (!bread) return next();
  res.render('bread', { title: bread.name, bread });
});

router.get('/breads', (req, res) => res.redirect(301, '/'));

router.post('/theme', (req, res) => {
  const theme = req.body?.theme === 'dark' ? 'dark' : 'light';
  res.cookie('theme', theme, { httpOnly: true, sameSite: 'lax', path: '/' });
  res.redirect(303, '/');
});

// A page that fails, to see the page for that.
router.get('/oven', () => {
  throw new Error('the oven is too hot');
});

module.exports = router;
