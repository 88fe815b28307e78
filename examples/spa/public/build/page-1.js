// The page: shows the planet that the address names, `/mars` for instance, and goes to others without loading anew.
const nav = document.querySelector('#planets');
const main = document.querySelector('#planet');

async function show() {
  const name = location.pathname.slice(1);
  if (name === '') return;
  const answer = await fetch(`/api/planets/${name}`);
  const planet = await answer.json();
  main.textContent = answer.ok ? `${planet.name}: ${planet.moons} moons` : planet.error;
}

nav.addEventListener('click', (event) => {
  if (!event.target.matches('a')) return;
  event.preventDefault();
  history.pushState(null, '', event.target.href);
  show();
});
addEventListener('popstate', show);

for (const { name } of await (await fetch('/api/planets')).json()) {
  const link = document.createElement('a');
  link.href = `/${name}`;
  link.textContent = name;
  nav.append(link);
}
await show();
