/** Colours for terminals, by what is shown. */

const COLORS = {
  bold: [1, 22], cyan: [36, 39], green: [32, 39], grey: [90, 39], magenta: [35, 39], red: [31, 39], underline: [4, 24], yellow: [33, 39],
};
export const styles = {
  __proto__: null, special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold', string: 'green', symbol: 'green', date: 'magenta',
  regexp: 'red', module: 'underline',
};

/** The text in the colour of its kind. */
export function colored(text, kind) {
  const color = COLORS[styles[kind]];
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
}

/** The text as it is. */
export function plain(text) {
  return text;
}

/** How many places a text takes, colours aside. */
export function widthOf(text) {
  return text.includes('\u001b') ? text.replace(/\u001b\[\d+m/g, '').length : text.length;
}
