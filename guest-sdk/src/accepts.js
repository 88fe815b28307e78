/** Content negotiation (RFC 9110 §12.5): what a client takes, and the best of what is offered. */
import { lookup, parse, parseList } from './media-type.js';

/**
 * The best of the offered types, as it was offered; all accepted ones when nothing is offered; false when none is acceptable.
 * @param {string | undefined} header `Accept`
 * @param {string[]} offered media types or extensions
 */
export function types(header, offered) {
  if (offered.length === 0) return ranking(mediaRanges(header ?? '*/*')).map(({ type, subtype }) => `${type}/${subtype}`);
  if (!header) return offered[0];
  const resolved = offered.map((type) => (type.includes('/') ? type : lookup(type)));
  const best = bestOf(resolved.filter((type) => typeof type === 'string'), mediaRanges(header), matchType);
  return best === undefined ? false : offered[resolved.indexOf(best)];
}

/** As `types`, of `Accept-Charset`. */
export function charsets(header, offered) {
  return choose(simpleValues(header ?? '*'), offered, matchName);
}

/** As `types`, of `Accept-Encoding`: `identity` is acceptable unless it is ruled out. */
export function encodings(header, offered) {
  const listed = parseList(header ?? '');
  const accepted = listed.map(withQuality).filter(({ name }) => name);
  if (!accepted.some((range) => matchName('identity', range) !== undefined)) {
    const quality = accepted.reduce((least, range) => Math.min(least, range.quality || 1), 1);
    accepted.push({ name: 'identity', quality, order: listed.length });
  }
  return choose(accepted, offered, matchName);
}

/** As `types`, of `Accept-Language`: `en` takes `en-US`, and `en-US` takes `en` when there is nothing better. */
export function languages(header, offered) {
  return choose(simpleValues(header ?? '*'), offered, matchLanguage);
}

function choose(accepted, offered, match) {
  if (offered.length === 0) return ranking(accepted).map(({ name }) => name);
  return bestOf(offered, accepted, match) || false;
}

/** What a list field accepts, in the order of preference. */
function ranking(accepted) {
  return accepted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality || a.order - b.order);
}

/** The offer that the client likes best; undefined when it likes none. */
function bestOf(offered, accepted, match) {
  let best;
  let bestOffer;
  for (const offer of offered) {
    const liking = likingOf(offer, accepted, match);
    if (liking.quality > 0 && (best === undefined || compareLiking(liking, best) < 0)) {
      best = liking;
      bestOffer = offer;
    }
  }
  return bestOffer;
}

/** How much the client likes an offer: the quality of the most specific range that covers it. */
function likingOf(offer, accepted, match) {
  let liking = { quality: 0, specificity: 0, order: -1 };
  for (const range of accepted) {
    const specificity = match(offer, range);
    if (specificity === undefined) continue;
    const difference = liking.specificity - specificity || liking.quality - range.quality || liking.order - range.order;
    if (difference < 0) liking = { quality: range.quality, specificity, order: range.order };
  }
  return liking;
}

function compareLiking(a, b) {
  return b.quality - a.quality || b.specificity - a.specificity || a.order - b.order;
}

function simpleValues(header) {
  return parseList(header).map(withQuality).filter(({ name }) => name);
}

function withQuality({ type, parameters }, order) {
  return { name: type, quality: parameters.q ? Number.parseFloat(parameters.q) : 1, order };
}

function mediaRanges(header) {
  const ranges = [];
  parseList(header).forEach(({ type, parameters }, order) => {
    const slash = type.indexOf('/');
    if (slash < 0) return;
    const quality = parameters.q ? Number.parseFloat(parameters.q) : 1;
    delete parameters.q;
    ranges.push({ type: type.slice(0, slash), subtype: type.slice(slash + 1), parameters, quality, order });
  });
  return ranges;
}

/** How specifically a range covers a media type; undefined when it does not. */
function matchType(offer, range) {
  const { type, parameters } = parse(offer);
  const slash = type.indexOf('/');
  if (slash < 0) return undefined;
  let specificity = 0;
  if (range.type.toLowerCase() === type.slice(0, slash)) specificity |= 4;
  else if (range.type !== '*') return undefined;
  if (range.subtype.toLowerCase() === type.slice(slash + 1)) specificity |= 2;
  else if (range.subtype !== '*') return undefined;
  const names = Object.keys(range.parameters);
  for (const name of names) {
    const wanted = range.parameters[name];
    if (wanted !== '*' && wanted.toLowerCase() !== (parameters[name] ?? '').toLowerCase()) return undefined;
  }
  return names.length > 0 ? specificity | 1 : specificity;
}

function matchName(offer, range) {
  if (range.name.toLowerCase() === offer.toLowerCase()) return 1;
  return range.name === '*' ? 0 : undefined;
}

function matchLanguage(offer, range) {
  const language = parse(offer).type;
  if (!language) return undefined;
  const wanted = range.name.toLowerCase();
  if (wanted === language) return 4;
  if (primary(wanted) === language) return 2;
  if (wanted === primary(language)) return 1;
  return range.name === '*' ? 0 : undefined;
}

function primary(language) {
  const hyphen = language.indexOf('-');
  return hyphen < 0 ? language : language.slice(0, hyphen);
}
