// A bakery's site, rendered on the server: templates, static files, forms and flash messages.
const path = require('node:path');
const cookieParser = require('cookie-parser');
const ejs = require('ejs');
const express = require('express');
const flash = require('./flash');
const pages = require('./routes/pages');
const orders = require('./routes/orders');
const compileTemplates = require('./templates');

const app = express();

app.engine('ejs', ejs.renderFile);
app.set('view engine', 'ejs');
app.set('views', path.join(__dirname, 'views'));
app.enable('view cache'); // as in production, so that what is compiled here is used
compileTemplates(app.get('views'));
app.disable('x-powered-by');

// What every template can use. The last three hold until a request says more: an error may come before that.
Object.assign(app.locals, {
  site: 'Crumb & Crust',
  price: (cents) => `€ ${(cents / 100).toFixed(2)}`,
  theme: 'light', flash: undefined, path: '',
});

// The files of `public` are deployed with the app. Pictures keep their names for good, the style sheet may change.
app.use('/images', express.static(path.join(__dirname, 'public/images'), { immutable: true, maxAge: '365d' }));
app.use(express.static(path.join(__dirname, 'public'), { maxAge: '1h', index: false }));

app.use(cookieParser(process.env.COOKIE_SECRET || 'only for development'));
app.use(express.urlencoded());
app.use(flash);
app.use((req, res, next) => {
  res.locals.theme = req.cookies.theme === 'dark' ? 'dark' : 'light';
  res.locals.path = req.path;
  next();
});

app.use('/', pages);
app.use('/order', orders);

app.use((req, res) => {
  res.status(404).render('error', { title: 'Not found', message: `There is no page ${req.path} here.` });
});

app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  const status = error.status || 500;
  if (status >= 500) console.error(error);
  const message = status < 500 ? error.message : 'Something went wrong in the bakery. We know about it.';
  res.status(status).type('html').render('error', { title: status < 500 ? 'That did not work' : 'Our fault', message });
});

app.listen(3000);
