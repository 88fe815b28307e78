/** Makes one script of an npm package: a function expression that takes `require` and returns what the package exports. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** What the caller's `require` has to give: the SDK's own modules, and globals of the runtime. */
const PROVIDED = ['abort-controller', 'buffer', 'events', 'process/', 'string_decoder/'];

/** What stands in a script for a global that it would only compare with: looking at the global itself brings a part of the runtime in. */
const INSTEAD = {
  'readable-stream': {
    define: { 'globalThis.Blob': 'BlobMade' },
    banner: { js: "const BlobMade={[Symbol.hasInstance]:(value)=>globalThis[Symbol.for('rnode.runtime')].made('blob')?.isBlob(value)===true};" },
  },
};

/**
 * The script of a package that has an entry file here. Its licence goes with it, as a comment.
 * @param {string} name
 * @returns {string}
 */
export function bundle(name) {
  const { buildSync } = require('esbuild');
  const { outputFiles: [{ text }] } = buildSync({
    // Names of files, which a script may keep, are the same wherever it is made.
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    entryPoints: [`${name}.cjs`],
    bundle: true,
    write: false,
    minifySyntax: true,
    minifyWhitespace: true,
    // The names of the streams' classes can be seen; those scripts come with short names already.
    minifyIdentifiers: name === 'readable-stream',
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    external: PROVIDED,
    legalComments: 'none',
    ...INSTEAD[name],
  });
  const licence = readFileSync(new URL(`node_modules/${name}/LICENSE`, import.meta.url), 'utf8').trim();
  return `(function(require){const module={exports:{}};let exports=module.exports;${text.trimEnd()}return module.exports})\n/* ${name}:\n${licence}\n*/\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(bundle(process.argv[2]));
