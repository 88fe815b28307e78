/** Adding to the `Vary` field. */

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Adds names to the answer's `Vary`, each once.
 * @param {{getHeader: Function, setHeader: Function}} res
 * @param {string | string[]} field one name, a comma-separated list, or an array of names
 */
export function vary(res, field) {
  if (!field) throw new TypeError('field argument is required');
  const present = res.getHeader('Vary') || '';
  const header = Array.isArray(present) ? present.join(', ') : String(present);
  const value = append(header, Array.isArray(field) ? field : names(String(field)));
  if (value) res.setHeader('Vary', value);
}

function append(header, fields) {
  for (const field of fields) {
    if (!TOKEN.test(field)) throw new TypeError('field argument contains an invalid header name');
  }
  if (header === '*') return header;
  const present = names(header.toLowerCase());
  if (fields.includes('*') || present.includes('*')) return '*';
  let value = header;
  for (const field of fields) {
    const key = field.toLowerCase();
    if (present.includes(key)) continue;
    present.push(key);
    value = value ? `${value}, ${field}` : field;
  }
  return value;
}

function names(list) {
  return list.split(',').map((name) => name.replace(/^ +| +$/g, ''));
}
