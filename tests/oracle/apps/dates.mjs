/** Dates as an answer shows them: written in every form, changed by their setters, and invalid ones. */
export default (express) => {
  const app = express();
  const DATES = { begin: new Date(0), leap: new Date(1709211909042), invalid: new Date(NaN) };
  const SETTERS = ['setMilliseconds', 'setSeconds', 'setMinutes', 'setHours', 'setDate', 'setMonth', 'setFullYear', 'setTime'];
  const attempt = (make) => {
    try {
      return make();
    } catch (error) {
      return [error.name, error.message];
    }
  };

  app.get('/written/:date', (req, res) => {
    const date = DATES[req.params.date];
    res.json([String(date), `${date}`, date + 1, date.toTimeString(), date.toDateString(), date.toUTCString(), date, attempt(() => date.toISOString()), date.getTimezoneOffset()]);
  });
  app.get('/sent/:date', (req, res) => res.send(`<time>${DATES[req.params.date]}</time>`));
  app.get('/set/:value', (req, res) => {
    const value = Number(req.params.value);
    res.json(SETTERS.flatMap((name) => [name, name.replace('set', 'setUTC')]).filter((name) => name !== 'setUTCTime').map((name) => {
      const date = new Date(DATES.leap);
      return [name, Date.prototype[name].length, date[name](value), date.getTime()];
    }));
  });
  app.get('/several', (req, res) => {
    const date = new Date(0);
    const steps = [date.setUTCFullYear(2024, 1, 30), date.setUTCHours(25, 61, 61, 1001), date.setUTCMonth(12, NaN), date.setUTCFullYear(2020), date.setUTCHours(1)];
    res.json([steps, date]);
  });
  app.get('/parsed', (req, res) => res.json(['2024-02-29', '2024-02-29T10:00', '2024-02-29 10:00', 'Thu, 29 Feb 2024 10:00:00 GMT', 'Feb 29, 2024', '2024-02-30', 'soon', ''].map((text) => [text, new Date(text), Date.parse(text)])));
  return app;
};
