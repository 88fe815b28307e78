/** 500 routes. */

import routes from './routes.mjs';

export default routes(500);
