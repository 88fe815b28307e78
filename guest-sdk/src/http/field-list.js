/** The header fields of an answer: one flat list of key, name as written and value, in the order they were set. */

const WIDTH = 3;

/**
 * Where a field begins in the list; -1 when it is not there.
 * @param {unknown[] | undefined} fields
 * @param {string} key the name in lower case
 */
export function findField(fields, key) {
  if (fields === undefined) return -1;
  let index = fields.indexOf(key);
  // A name or a value may read like the key that is looked for.
  while (index > 0 && index % WIDTH !== 0) index = fields.indexOf(key, index + 1);
  return index;
}

/** The value of a field; undefined when it is not there. */
export function fieldValue(fields, key) {
  const index = findField(fields, key);
  return index < 0 ? undefined : fields[index + 2];
}

/** Adds a field, or replaces it in its place. */
export function putField(fields, key, name, value) {
  const index = findField(fields, key);
  if (index < 0) {
    fields.push(key, name, value);
  } else {
    fields[index + 1] = name;
    fields[index + 2] = value;
  }
}

/** Adds a value to a field. */
export function appendField(fields, key, name, value) {
  const index = findField(fields, key);
  if (index < 0) {
    fields.push(key, name, value);
  } else {
    const present = fields[index + 2];
    fields[index + 2] = (Array.isArray(present) ? present : [present]).concat(value);
  }
}

/** Takes a field out. */
export function dropField(fields, key) {
  const index = findField(fields, key);
  if (index >= 0) fields.splice(index, WIDTH);
}

/** The fields as `[key, name, value]`. */
export function fieldEntries(fields) {
  const entries = [];
  for (let index = 0; index < fields.length; index += WIDTH) entries.push(fields.slice(index, index + WIDTH));
  return entries;
}

/** The fields as the host takes them: `name\nvalue\nname\nvalue`. */
export function packFields(fields) {
  if (fields === undefined) return '';
  let text = '';
  for (let index = 0; index < fields.length; index += WIDTH) {
    // How the bytes travel is for the host to say.
    if (fields[index] === 'transfer-encoding') continue;
    const name = fields[index + 1];
    const value = fields[index + 2];
    if (Array.isArray(value)) {
      for (const each of value) text += `${name}\n${each}\n`;
    } else {
      text += `${name}\n${value}\n`;
    }
  }
  return text.slice(0, -1);
}
