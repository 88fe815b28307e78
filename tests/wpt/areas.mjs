/** The Web Platform Tests of an area: which files there are, what each needs beside it, and the modules that hold them. */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** The areas whose tests need neither a document nor a browser. */
export const AREAS = ['FileAPI/blob', 'FileAPI/file', 'FileAPI/idlharness.any.js', 'WebCryptoAPI', 'compression', 'console', 'dom/abort', 'dom/events', 'encoding', 'fetch/api', 'hr-time',
  'html/webappapis/atob', 'html/webappapis/microtask-queuing', 'html/webappapis/structured-clone', 'html/webappapis/timers', 'performance-timeline', 'streams', 'url', 'urlpattern',
  'user-timing', 'webidl', 'webmessaging'];

/** How long a file may wait for something. */
const SECONDS = 10;
const SECONDS_LONG = 60;
/** Names of files that tests fetch. */
const DATA = /["'`]([^"'`\s]+\.(?:json|idl|txt))["'`]/g;

const metasOf = (source, name) => [...source.matchAll(new RegExp(`^// META: ${name}=(.*)$`, 'gm'))].map(([, value]) => value.trim());

function namesBelow(folder, area) {
  const path = join(folder, area);
  if (!existsSync(path)) return [];
  if (area.endsWith('.js')) return [area];
  return readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.any.js')).map((name) => `${area}/${name.replaceAll('\\', '/')}`).sort();
}

/** The pages of an area, one for each variant of a file: `{ path, variant, scripts, isIdl, seconds }`. */
export function pagesOf(folder, area) {
  return namesBelow(folder, area).flatMap((path) => {
    const source = readFileSync(join(folder, path), 'utf8');
    const scripts = metasOf(source, 'script').map((script) => (script.startsWith('/') ? script.slice(1) : posix.join(dirname(path), script)));
    const variants = metasOf(source, 'variant');
    const page = { path, scripts, isIdl: path.includes('idlharness'), seconds: metasOf(source, 'timeout').includes('long') ? SECONDS_LONG : SECONDS };
    return (variants.length === 0 ? [''] : variants).map((variant) => ({ ...page, variant }));
  });
}

/** The text of a module with the pages, and all that they need. */
export function moduleOf(folder, area, pages) {
  const needed = new Set(['resources/testharness.js']);
  for (const { path, scripts } of pages) for (const name of [path, ...scripts]) needed.add(name);
  if (pages.some((page) => page.isIdl)) for (const name of readdirSync(join(folder, 'interfaces'))) needed.add(`interfaces/${name}`);
  for (const { path } of pages) {
    for (const [, name] of readFileSync(join(folder, path), 'utf8').matchAll(DATA)) {
      needed.add(name.startsWith('/') ? name.slice(1) : posix.join(dirname(path), name));
    }
  }
  const files = Object.fromEntries([...needed].filter((name) => existsSync(join(folder, name))).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  return `export const FILES = ${JSON.stringify(files)};\nexport const PAGES = ${JSON.stringify(pages)};\n`;
}
