// The cart of whoever is signed in: created, read, updated and deleted in the session.
import { Router } from 'express';
import { body } from 'express-validator';
import { findProduct } from '../products.js';
import { signedIn } from '../signed-in.js';
import { validate } from '../validate.js';

const router = Router();
router.use(signedIn);

const quantity = body('quantity').isInt({ min: 1, max: 99 }).withMessage('must be a whole number from 1 to 99').toInt();
const product = body('product').custom((id) => findProduct(id) !== undefined).withMessage('is not in the catalogue');

function contents({ cart }) {
  const items = Object.entries(cart).map(([id, count]) => ({ ...findProduct(id), quantity: count }));
  return { items, total: items.reduce((sum, item) => sum + item.price * item.quantity, 0) };
}

router.get('/', (req, res) => {
  res.json(contents(req.session));
});

router.post('/items', validate([product, quantity]), (req, res) => {
  const { cart } = req.session;
  const { product: id, quantity: count } = req.valid;
  if (Object.hasOwn(cart, id)) return res.status(409).json({ error: `product ${id} is in the cart already` });
  cart[id] = count;
  res.status(201).location(`/cart/items/${id}`).json(contents(req.session));
});

router.route('/items/:id')
  .all((req, res, next) => {
    if (Object.hasOwn(req.session.cart, req.params.id)) return next();
    res.status(404).json({ error: `product ${req.params.id} is not in the cart` });
  })
  .get((req, res) => {
    const { id } = req.params;
    res.json({ ...findProduct(id), quantity: req.session.cart[id] });
  })
  .put(validate([quantity]), (req, res) => {
    req.session.cart[req.params.id] = req.valid.quantity;
    res.json(contents(req.session));
  })
  .delete((req, res) => {
    delete req.session.cart[req.params.id];
    res.sendStatus(204);
  });

export default router;
