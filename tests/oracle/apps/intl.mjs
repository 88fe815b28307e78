/** Numbers, prices, dates and words as people write and sort them: `Intl` and the methods that answer like it. */
const NUMBERS = [0, -5, 0.256, 1.005, 999, 1234.5, 1234567.891, -98765.4321, 1e21, NaN, Infinity, 12345678901234567890n];
const NUMBER_OPTIONS = [
  undefined, { style: 'currency', currency: 'USD' }, { style: 'currency', currency: 'EUR' }, { style: 'currency', currency: 'JPY' }, { style: 'percent' },
  { style: 'percent', maximumFractionDigits: 1 }, { minimumFractionDigits: 2, maximumFractionDigits: 2 }, { maximumFractionDigits: 0 }, { notation: 'compact' },
  { maximumSignificantDigits: 3 }, { minimumIntegerDigits: 3 }, { useGrouping: false }, { signDisplay: 'always' }, { style: 'unit', unit: 'kilometer-per-hour' },
  { style: 'currency', currency: 'GBP', currencyDisplay: 'code' }, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 },
];
const MOMENTS = [0, 1709651049007, 946684799000].map((moment) => new Date(moment));
const DATE_OPTIONS = [
  undefined, { dateStyle: 'full' }, { dateStyle: 'long', timeStyle: 'short' }, { dateStyle: 'medium' }, { dateStyle: 'short', timeStyle: 'medium' }, { timeStyle: 'short' },
  { year: 'numeric', month: 'long', day: 'numeric' }, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, { month: 'short', day: 'numeric' },
  { year: 'numeric', month: '2-digit', day: '2-digit' }, { month: 'long', year: 'numeric' }, { weekday: 'short' }, { hour: '2-digit', minute: '2-digit' },
  { hour: 'numeric', minute: '2-digit', hour12: true }, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }, { timeZone: 'UTC', timeZoneName: 'short' }, { hourCycle: 'h23', hour: 'numeric' },
];
const WORDS = ['item 10', 'item 9', 'Item 9', 'éclair', 'eclair', 'Zebra', 'apple', 'Äpfel', '10', '9', ''];

export default (express) => {
  const app = express();
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  app.get('/numbers/:locale', ({ params: { locale } }, res) => res.json(NUMBER_OPTIONS.map((options) => NUMBERS.map((number) => attempt(() => [
    number.toLocaleString(locale, options), new Intl.NumberFormat(locale, options).format(number),
  ])))));
  app.get('/dates/:locale', ({ params: { locale } }, res) => res.json(DATE_OPTIONS.map((options) => MOMENTS.map((date) => [
    attempt(() => date.toLocaleDateString(locale, options)), attempt(() => date.toLocaleTimeString(locale, options)), attempt(() => date.toLocaleString(locale, options)),
    attempt(() => Intl.DateTimeFormat(locale, options).format(date)),
  ]))));
  app.get('/figures/:locale', ({ params: { locale } }, res) => res.json([
    ...MOMENTS.map((date) => [date.toLocaleDateString(locale), date.toLocaleTimeString(locale), date.toLocaleString(locale)]),
    ...[1234.5, 1234567.891, -0.5].map((number) => [number.toLocaleString(locale), number.toLocaleString(locale, { style: 'currency', currency: 'EUR' })]),
  ]));
  app.get('/sorted', (req, res) => res.json([undefined, {}, { numeric: true }, { sensitivity: 'base' }, { sensitivity: 'accent' }, { numeric: true, sensitivity: 'base' }].map((options) => [
    WORDS.toSorted((one, other) => one.localeCompare(other, 'en', options)), WORDS.toSorted(new Intl.Collator('en', options).compare),
    WORDS.map((word) => 'item 9'.localeCompare(word, undefined, options)),
  ])));
  app.get('/words', (req, res) => res.json([
    [0, 1, 2, 3, 11, 21].map((number) => [new Intl.PluralRules('en').select(number), new Intl.PluralRules('en', { type: 'ordinal' }).select(number)]),
    [[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((list) => [new Intl.ListFormat('en').format(list), new Intl.ListFormat('en', { type: 'disjunction' }).format(list)]),
    [-3, -1, 0, 1, 5].map((number) => [new Intl.RelativeTimeFormat('en').format(number, 'day'), new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(number, 'weeks')]),
  ]));
  app.get('/wrong', (req, res) => res.json([
    () => new Intl.NumberFormat('en', { style: 'currency' }), () => new Intl.NumberFormat('en', { style: 'currency', currency: 'US' }),
    () => new Intl.NumberFormat('en', { style: 'odd' }), () => (1).toLocaleString('en', { minimumFractionDigits: 101 }), () => (1).toLocaleString('not_a_tag'),
    () => new Intl.DateTimeFormat('en', { timeZone: 'Nowhere/Town' }), () => new Intl.DateTimeFormat('en', { dateStyle: 'short', year: 'numeric' }),
    () => new Date(0).toLocaleDateString('en', { month: 'odd' }), () => new Intl.DateTimeFormat().format(new Date(NaN)), () => new Date(NaN).toLocaleString('en', { month: 'long' }),
    () => new Intl.RelativeTimeFormat('en').format(1, 'odd'),
  ].map(attempt)));
  app.get('/resolved', (req, res) => res.json([
    Intl.DateTimeFormat().resolvedOptions(), new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' }).resolvedOptions().dateStyle, new Intl.NumberFormat().resolvedOptions(),
    new Intl.NumberFormat('en-US', { style: 'currency', currency: 'usd' }).resolvedOptions(), typeof Intl, String(Intl), Intl.NumberFormat.supportedLocalesOf(['en-US', 'de']),
  ]));
  return app;
};
