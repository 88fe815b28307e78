// An itty-router app: its routes give plain values, which the router makes responses of.
import { AutoRouter, error, withParams } from 'itty-router';

const router = AutoRouter({
  before: [withParams],
  catch: (thrown) => (thrown.status === undefined ? error(500, 'Something went wrong') : error(thrown)),
});

router
  .get('/', () => 'Hello itty!')
  .get('/users/:id', ({ id, query, url }) => ({ id, query, url }))
  .post('/echo', async (request) => ({ got: await request.json() }))
  .post('/later', (request, env, ctx) => {
    ctx.waitUntil(Promise.resolve(console.log('after the answer')));
    return { greeting: env.GREETING };
  })
  .get('/secret', () => error(401, 'Not for you'))
  .get('/broken', () => {
    throw new Error('broken on purpose');
  });

export default router;
