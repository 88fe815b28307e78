/** passport with passport-local and strategies of the app's own; a session whose content comes in the header `x-session` stands in for a store. */
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';

const USERS = { ada: { id: 1, name: 'ada', password: 'enigma' }, eve: { id: 2, name: 'eve', password: 'apple' } };

/** Finds who bears a token. */
class BearerStrategy extends passport.Strategy {
  name = 'bearer';

  authenticate(req, options) {
    const token = req.get('authorization')?.replace(/^Bearer /, '');
    if (token === undefined) return options.optional ? this.pass() : this.fail(`Bearer realm="${options.realm ?? 'all'}"`);
    if (token === 'wrong') return this.fail({ message: 'a wrong token' }, 403);
    if (token === 'broken') return this.error(new Error('the strategy is broken'));
    if (token === 'elsewhere') return this.redirect('/login?from=bearer');
    return this.success({ id: 3, name: token }, { scope: 'all' });
  }
}

/** Just enough of a session: its content comes and goes in headers. */
function travellingSession(req, res, next) {
  const content = JSON.parse(req.get('x-session') ?? '{}');
  const told = (what) => (done) => {
    res.append('X-Session', `${what} ${JSON.stringify(req.session)}`);
    done();
  };
  const dressed = (values) => Object.defineProperties(values, { save: { value: told('save') }, regenerate: { value: regenerate } });
  function regenerate(done) {
    req.session = dressed({});
    told('regenerate')(done);
  }
  req.session = dressed(content);
  next();
}

export default (express) => {
  const app = express();
  const auth = new passport.Passport();
  auth.use(new LocalStrategy((name, password, done) => {
    if (name === 'crash') return done(new Error('the users are gone'));
    const user = USERS[name];
    if (user?.password !== password) return done(null, false, { message: `wrong password for ${name}` });
    return done(null, user, { message: 'welcome' });
  }));
  auth.use('mail', new LocalStrategy({ usernameField: 'user[mail]', passwordField: 'user[secret]', passReqToCallback: true }, (req, mail, secret, done) => done(null, { id: 4, name: mail, by: req.method })));
  auth.use(new BearerStrategy());
  auth.serializeUser((user, done) => done(null, user.id));
  auth.deserializeUser((id, done) => (id === 9 ? done(new Error('cannot be read')) : done(null, Object.values(USERS).find((user) => user.id === id) ?? false)));

  app.use(express.urlencoded({ extended: true }), express.json(), travellingSession, auth.initialize(), auth.session());
  const show = (req, res) => res.json({ user: req.user?.name ?? null, info: req.authInfo ?? null, isIn: req.isAuthenticated(), isOut: req.isUnauthenticated(), session: req.session });

  app.get('/me', show);
  app.post('/login', auth.authenticate('local'), show);
  app.post('/login-once', auth.authenticate('local', { session: false }), show);
  app.post('/login-redirect', auth.authenticate('local', { successRedirect: '/home', failureRedirect: '/login', failureMessage: true, successMessage: 'hello', successReturnToOrRedirect: '/start' }));
  app.post('/login-fail', auth.authenticate('local', { failWithError: true, failureMessage: 'no' }), show);
  app.post('/login-mail', auth.authenticate('mail', { badRequestMessage: 'mail and secret, please' }), show);
  app.post('/login-own', (req, res, next) => auth.authenticate('local', (error, user, info, status) => {
    if (error) return next(error);
    if (!user) return res.status(401).json({ info, status: status ?? null });
    return req.logIn(user, { keepSessionInfo: true }, (failed) => (failed ? next(failed) : show(req, res)));
  })(req, res, next));
  app.get('/bearer', auth.authenticate('bearer', { session: false, realm: 'api' }), show);
  app.get('/optional', auth.authenticate('bearer', { session: false, optional: true }), show);
  app.get('/several', auth.authenticate(['bearer', 'local'], { session: false }), show);
  app.get('/assigned', auth.authorize('bearer', { assignProperty: 'guest' }), (req, res) => res.json({ guest: req.guest ?? null, account: req.account ?? null, user: req.user ?? null }));
  app.get('/unknown', auth.authenticate('none'), show);
  app.post('/logout', (req, res, next) => req.logout((error) => (error ? next(error) : show(req, res))));
  app.use((error, req, res, next) => res.status(error.status ?? 500).json([error.name, error.message]));
  return app;
};
