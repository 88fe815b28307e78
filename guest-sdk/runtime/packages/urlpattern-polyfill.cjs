/** `URLPattern`, as its standard's editors publish it, without the global that the package's own entry would set. */
'use strict';

module.exports = require('urlpattern-polyfill/urlpattern');
