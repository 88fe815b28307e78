/** date-fns: formatting, parsing, arithmetic and locales, on local dates alone, so that the time zone does not matter. */
import * as dates from 'date-fns';
import { de, ja } from 'date-fns/locale';

const at = (...parts) => new Date(...parts);
const shown = (date) => dates.format(date, "yyyy-MM-dd'T'HH:mm:ss.SSS");
const LEAP = at(2024, 1, 29, 13, 5, 9, 42);

export default (express) => {
  const app = express();
  const ROUTES = {
    format: () => ['yyyy-MM-dd', 'dd.MM.yy HH:mm:ss', 'EEEE, do MMMM yyyy', "h 'o''clock' a", 'QQQ RRRR II i', 'D', 'P', 'PPPP', 'p', 'S SS SSS', 'B', 'G', 'w', "''"].map((pattern) => dates.format(LEAP, pattern, { useAdditionalDayOfYearTokens: true })),
    locales: () => [de, ja].flatMap((locale) => ['PPPP', 'EEEE d. MMMM', 'p', 'QQQQ'].map((pattern) => dates.format(LEAP, pattern, { locale }))),
    arithmetic: () => [dates.addDays(LEAP, 1), dates.addMonths(at(2024, 0, 31), 1), dates.subYears(LEAP, 1), dates.addBusinessDays(at(2024, 2, 1), 5), dates.add(LEAP, { months: 1, days: -3, hours: 20 }), dates.startOfWeek(LEAP, { weekStartsOn: 1 }), dates.endOfMonth(LEAP), dates.startOfISOWeekYear(LEAP),
      dates.setDay(LEAP, 0), dates.nextFriday(LEAP), dates.roundToNearestMinutes(LEAP, { nearestTo: 15 }), dates.set(LEAP, { month: 5, date: 31 }), dates.lastDayOfQuarter(LEAP)].map(shown),
    differences: () => [dates.differenceInDays(at(2024, 2, 1), at(2024, 1, 1)), dates.differenceInMonths(at(2024, 2, 31), at(2024, 0, 31)), dates.differenceInCalendarWeeks(at(2024, 0, 8), at(2024, 0, 1)), dates.differenceInBusinessDays(at(2024, 2, 11), at(2024, 2, 1)),
      dates.formatDistanceStrict(at(2024, 0, 1, 0, 0, 45), at(2024, 0, 1)), dates.formatDistance(at(2024, 5, 1), at(2024, 0, 1), { addSuffix: true }), dates.formatDistance(at(2023, 0, 1), at(2024, 0, 1), { locale: de, addSuffix: true }), dates.formatRelative(at(2024, 0, 3, 15), at(2024, 0, 5)),
      dates.formatDuration({ hours: 2, minutes: 30 }), dates.intervalToDuration({ start: at(2023, 0, 15), end: at(2024, 2, 17, 3) })],
    questions: () => [dates.isLeapYear(LEAP), dates.isWeekend(at(2024, 2, 2)), dates.isBefore(at(2023, 0), at(2024, 0)), dates.isSameMonth(LEAP, at(2024, 1, 1)), dates.isValid(at(NaN)), dates.isWithinInterval(LEAP, { start: at(2024, 0), end: at(2025, 0) }), dates.getISOWeek(LEAP), dates.getDayOfYear(LEAP), dates.getDaysInMonth(LEAP), dates.isDate({}),
      dates.areIntervalsOverlapping({ start: at(2024, 0), end: at(2024, 2) }, { start: at(2024, 1), end: at(2024, 3) }), dates.compareAsc(at(1), at(2)), dates.isMatch('2024-13-01', 'yyyy-MM-dd')],
    lists: () => [dates.eachDayOfInterval({ start: at(2024, 1, 27), end: at(2024, 2, 1) }).map(shown), dates.eachWeekendOfMonth(LEAP).length, dates.closestIndexTo(LEAP, [at(2024, 0), at(2024, 2), at(2025, 0)]), shown(dates.max([at(2020, 0), LEAP])), dates.eachMonthOfInterval({ start: at(2024, 0, 5), end: at(2024, 3, 1) }).length],
    parse: () => [dates.parse('29.02.2024 13:05', 'dd.MM.yyyy HH:mm', at(0)), dates.parse('Donnerstag, 29. Februar 2024', 'EEEE, d. MMMM yyyy', at(0), { locale: de }), dates.parse('3 pm', 'h aaa', at(2024, 0, 1)), dates.parseISO('2024-02-29T13:05:09'), dates.parseISO('2024-W09-4'), dates.parseISO('2024-060'), dates.parseJSON('2024-02-29T13:05:09')].map(shown),
    instants: () => [dates.parseISO('2024-02-29T13:05:09+02:00').toISOString(), dates.fromUnixTime(1700000000).toISOString(), dates.getUnixTime(at(1700000000999)), dates.milliseconds({ hours: 1 }), dates.parseISO('2024-02-29T13:05:09.5Z').getTime()],
  };
  app.get('/of/:what', (req, res) => res.json(ROUTES[req.params.what]()));
  app.get('/day/:day', (req, res) => {
    const day = dates.parseISO(req.params.day);
    if (!dates.isValid(day)) return res.status(400).json({ error: `no day: ${req.params.day}` });
    return res.json({ day: dates.format(day, 'EEEE'), week: dates.getWeek(day), next: dates.formatISO(dates.addDays(day, 1), { representation: 'date' }) });
  });
  const WRONG = { invalid: () => dates.format(at(NaN), 'yyyy'), token: () => dates.format(LEAP, 'YYYY'), letter: () => dates.format(LEAP, 'n'), interval: () => dates.eachDayOfInterval({ start: at(NaN), end: LEAP }).length, iso: () => dates.formatISO(at(NaN)) };
  app.get('/wrong/:what', (req, res) => res.json(WRONG[req.params.what]()));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message.replace(/ to the input `.*`/, ' to the input')]));
  return app;
};
