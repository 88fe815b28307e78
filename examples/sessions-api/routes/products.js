// The catalogue: searched, filtered and paged.
import { Router } from 'express';
import { query } from 'express-validator';
import { findProduct, products } from '../products.js';
import { validate } from '../validate.js';

const router = Router();

const search = validate([
  query('q').optional().isString().trim(),
  query('maxPrice').optional().isInt({ min: 0 }).toInt(),
  query('page').default(1).isInt({ min: 1 }).toInt(),
  query('size').default(3).isInt({ min: 1, max: 20 }).toInt(),
]);

router.get('/', search, (req, res) => {
  const { q = '', maxPrice = Infinity, page, size } = req.valid;
  const found = products.filter(({ name, price }) => name.toLowerCase().includes(q.toLowerCase()) && price <= maxPrice);
  res.set('X-Total-Count', String(found.length));
  if (page * size < found.length) res.links({ next: `/products?page=${page + 1}&size=${size}` });
  res.json(found.slice((page - 1) * size, page * size));
});

router.param('id', (req, res, next, id) => {
  req.product = findProduct(id);
  if (req.product) return next();
  res.status(404).json({ error: `there is no product ${id}` });
});

router.get('/:id', (req, res) => {
  res.json(req.product);
});

export default router;
