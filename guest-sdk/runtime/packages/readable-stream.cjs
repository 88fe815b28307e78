/** What `node:stream` is made of: Node's own streams, as their maintainers publish them for other engines. */
'use strict';

module.exports = require('readable-stream/lib/stream.js');
