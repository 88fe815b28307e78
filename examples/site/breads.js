// What the bakery sells.
module.exports = [
  { slug: 'rye', name: 'Dark rye', price: 480, weight: 750, text: 'Sourdough of three stages, baked until the crust is nearly black.' },
  { slug: 'spelt', name: 'Spelt & walnut', price: 560, weight: 500, text: 'Whole grain, with walnuts from the garden behind the bakery.' },
  { slug: 'baguette', name: 'Baguette', price: 190, weight: 250, text: 'A long, cool night for the dough, twenty minutes in the oven.' },
  { slug: 'bun', name: 'Cinnamon bun', price: 240, weight: 110, text: 'With more butter than we should tell.' },
];
