/** The Streams standard, as the authors of its reference implementation publish it. */
'use strict';

module.exports = require('web-streams-polyfill');
