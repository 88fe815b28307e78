// What the shop sells. It is made once, when the app is deployed, and every request finds it as it was then.
const names = { kettle: 3900, teapot: 2450, 'tea strainer': 890, cup: 1200, 'cup and saucer': 1850, 'milk jug': 1590, tray: 2900 };

export const products = Object.entries(names).map(([name, price], index) => ({ id: String(index + 1), name, price }));

const byId = new Map(products.map((product) => [product.id, product]));

export function findProduct(id) {
  return byId.get(id);
}
