// The templates, compiled at the top level: once, when the app is deployed, instead of in every request.
const fs = require('node:fs');
const path = require('node:path');
const ejs = require('ejs');

module.exports = function compileTemplates(folder) {
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.ejs')) continue;
    const filename = path.join(folder, name);
    ejs.cache.set(filename, ejs.compile(fs.readFileSync(filename, 'utf8'), { filename, cache: true }));
  }
};
