// A Hono app, as its authors write one for any runtime of the edge. It needs no Express and no server.
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { prettyJSON } from 'hono/pretty-json';

const app = new Hono();

app.use(prettyJSON());
app.use('/api/*', cors());

app.get('/', (c) => c.text('Hello Hono!'));
app.get('/page', (c) => c.html('<h1>Hello Hono!</h1>'));
app.get('/users/:id', (c) => c.json({ id: c.req.param('id'), verbose: c.req.query('verbose') ?? null, url: c.req.url }));
app.get('/greeting', (c) => c.text(`${c.env.GREETING}, ${c.req.header('user-agent') ?? 'stranger'}!`));
app.get('/away', (c) => c.redirect('/'));

app.post('/api/echo', async (c) => c.json({ type: c.req.header('content-type'), got: await c.req.json() }, 201));
app.post('/form', async (c) => {
  const { name } = await c.req.parseBody();
  setCookie(c, 'name', name, { path: '/', httpOnly: true });
  return c.text(`Hello ${name}!`);
});
app.get('/name', (c) => c.text(getCookie(c, 'name') ?? 'nobody'));
app.delete('/name', (c) => {
  deleteCookie(c, 'name', { path: '/' });
  return c.body(null, 204);
});

app.get('/events', () => new Response(
  new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      for (const word of ['one', 'two', 'three']) controller.enqueue(encoder.encode(`data: ${word}\n\n`));
      controller.close();
    },
  }),
  { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' } },
));

app.get('/teapot', () => {
  throw new HTTPException(418, { message: 'short and stout' });
});
app.get('/broken', () => {
  throw new Error('broken on purpose');
});
app.notFound((c) => c.text('Nothing here', 404));

export default app;
