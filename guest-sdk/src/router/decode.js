/** Decoding of what a path captured. */

/** Decodes one captured value. Throws URIError with status 400 when its escapes are malformed. */
export function decodeParam(value) {
  if (typeof value !== 'string' || value.indexOf('%') === -1) return value;
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) {
      error.message = `Failed to decode param '${value}'`;
      error.status = error.statusCode = 400;
    }
    throw error;
  }
}

/** Decodes what a wildcard captured: one value per segment. */
export function decodeSegments(value) {
  return value.split('/').map(decodeParam);
}
