/** Errors as text: their stack with the name of their class, and the properties that the stack does not tell. */

/** The stack, or what stands for it, indented to where it is shown. */
export function errorText(error, className, indentation) {
  const stack = error.stack ? String(error.stack) : Error.prototype.toString.call(error);
  const named = withClassName(error, stack, className);
  const at = named.indexOf('\n    at');
  const text = at < 0 ? `[${named}]` : named;
  return indentation === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(indentation)}`);
}

/** A stack begins with the name that the error had first; its class says more. */
function withClassName(error, stack, className) {
  const name = typeof error.name === 'string' ? error.name : 'Error';
  const wanted = className ?? 'Error';
  const [head] = stack.split('\n', 1);
  if (wanted === 'Error' || head.includes(wanted)) return stack;
  const start = /^([A-Z][\w$]*)(?::|\n|$)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)/.exec(stack);
  if (start === null || !(name.endsWith('Error') || name === 'Error')) return stack;
  return wanted + stack.slice(start[1].length);
}

/** Whether the stack tells a property already. */
export function isTold(error, key) {
  return (key === 'name' || key === 'message' || key === 'stack') && (key === 'stack' || String(error.stack ?? '').includes(String(error[key])));
}
