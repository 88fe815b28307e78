// The order form: what is wrong is told beside its field, and what is right leads on.
const { Router } = require('express');
const breads = require('../breads');

const router = Router();
const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function problems({ name, email, bread, count }) {
  const found = {};
  if (name.length < 2 || name.length > 60) found.name = 'Please tell us your name, in 2 to 60 letters.';
  if (!isEmail.test(email)) found.email = 'That does not look like an e-mail address.';
  if (!breads.some(({ slug }) => slug === bread)) found.bread = 'We do not bake that one.';
  if (!/^[1-9]$/.test(count)) found.count = 'We take orders of 1 to 9.';
  return found;
}

function field(body, name) {
  return typeof body?.[name] === 'string' ? body[name].trim() : '';
}

router.get('/', (req, res) => {
  const order = { name: '', email: '', bread: String(req.query.bread ?? 'rye'), count: '1' };
  res.render('order', { title: 'Order', breads, order, problems: {} });
});

router.post('/', (req, res) => {
  const order = {};
  for (const name of ['name', 'email', 'bread', 'count']) order[name] = field(req.body, name);
  const found = problems(order);
  if (Object.keys(found).length > 0) {
    return res.status(422).render('order', { title: 'Order', breads, order, problems: found });
  }
  const { name } = breads.find(({ slug }) => slug === order.bread);
  res.flash('success', `Thank you, ${order.name}! We bake ${order.count} × ${name} for you.`);
  res.redirect(303, '/');
});

module.exports = router;
