// Flash messages: shown once, on the page after a redirect. They wait in a signed cookie, since memory does not outlive a request.
module.exports = function flash(req, res, next) {
  res.flash = (kind, text) => res.cookie('flash', { kind, text }, { signed: true, httpOnly: true, sameSite: 'lax' });
  res.locals.flash = req.signedCookies.flash;
  if (req.signedCookies.flash) res.clearCookie('flash');
  next();
};
