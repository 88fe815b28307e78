/** jsonwebtoken: HS256, RS256, ES256 and PS256 with keys that sign nothing but these tests, claims, options, and every way to be refused. */
import jwt from 'jsonwebtoken';

const SECRET = 'a secret of thirty-two bytes, ok';
const RSA_PRIVATE = `-----BEGIN PRIVATE KEY-----
MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC78O4RXpz4Vwo0
DUi7arCLHJnYTCOYajucJGmsqE+lCFRkhIkgkEhzh+eKqPeAyB+SHAnuX3a7sdQF
3UHYBaRwMX2uFryBExWo00EnboxJPPgacXsZ32me/A4QbWRyipBCVEuCvYWsTKMV
GKsRJljFHKJh1VUwrLx7CSCn9/6OvwPrJAs0FAXBIwkn7PQOM1lnKnol4lRmiRaX
jA4NTa1oDPq93fAJ894dJceVRT2Yn1EQ1z/4bmvXd0LnDJZdM3wQKkEsIXNE3AJE
jVHzmYbaVUX2dGdeoKp63ImC+uR3ds39RX0mhXRggsnGPzPmKjlGwV5ZUKUSSvzv
jR/n0PnNAgMBAAECggEAF1Yi9CyFCIp47YkEvKN9Hm5DusmMK0htnxrKYF0EiV/P
vYIo1iP0Sxwsp660D4f0m5uNrs1THJqdKB6W0XBfQGsfdEwbG1qM+EnwWiluPp3V
H3tzJ1Lyy4H4Fm7EPTtwDucRT+pL5zQblUAF5dBBejWZrX+O33IOHqeTKCgxXJ9W
lHQxmNMuOOj2vVOAtfz553wRYdXUPhQDd0b1poH851w0EEkaEWIdpXIf9XO762cS
UiOtarkmBMKhEhskV5dfJ2feXCNTm1T1ARIUFgleQskvrTjkYufz0bBlX7ew0T7d
e3n0m3IDidSt1YmuQYW7eK7x+tFDjgk2HEMVMjDFhQKBgQDydTeBKphh1SHvEnlR
objjGAKaCDMTm1xWBwcRvRk/z+yAFdHT9crOB75aO7Bld8+QMTcOmYus1I0ihRJC
Fhv+mlAgmFFj1kOO/VYdm0cGaJPkVIdTmcM1TU1EpdSfQlMa8mGc7UUwBr5kGb/r
2ylpaqOVi+oVu2nmxvZ5MNXeuwKBgQDGcDSkDYGVowZd03xbmvk+b0PzhLyJZIRm
XQosXg7X0bQMfmwcQJMBD2cRgQTuImqMlScXTL9tGz5AksDG+U2zi3akMz6agB8H
wxuRgD1PapxXCgE+eahimOEZ+L9HZAXX3ADDROG2mlWe7qYmWth4v4ydAkZjEU+A
dqGdqsP1FwKBgQDtq6/MI2gaxuWryE06kzB9FIVAXvdKqgn6nor0fYypu/WWnU0B
3Th/fKHBLC+/V5IVQ9k3q5Z6xiTPiOib9bZdfwE64nUuS9QP8BChlxwpkQwgUCgT
8G+l6W/r8i8aKtbyXFUJkqE28fVihMdYuY6/snRG3U+LHBs0ySbFJ/UOjwKBgQCb
KSlADX+BrZNQ0giu6CJzezS6uNNi6sHL+Hv37SPWBRavnjqSbLuFXLHOsf9U5HxD
qGyEf3I+scqfWyB5dH4ZIbeG9LrCu+OHgjuQLaHC8y2DsUL/wsizL67zS9jkzYT0
IAZIqReEXHEOcLRh0S7qW3xrWFgJJoPvgtMkIV5PyQKBgQDsOhtFQHrrM8w6mJ0S
Y79G7cMexvIoN5smX4oX8Mk3m8RzWxhp0PAzvboMmrTyY726LzWsgxDX7gDJ+OxM
QiZsWY1JgT53UQG/BFhNnb5i1WnhVOowE0KZ1NU1v45QbfQupUpv1LPRtu5/Pw5M
8L8GSkP/Y9J/LwpZo68nlnWi6A==
-----END PRIVATE KEY-----`;
const RSA_PUBLIC = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu/DuEV6c+FcKNA1Iu2qw
ixyZ2EwjmGo7nCRprKhPpQhUZISJIJBIc4fniqj3gMgfkhwJ7l92u7HUBd1B2AWk
cDF9rha8gRMVqNNBJ26MSTz4GnF7Gd9pnvwOEG1kcoqQQlRLgr2FrEyjFRirESZY
xRyiYdVVMKy8ewkgp/f+jr8D6yQLNBQFwSMJJ+z0DjNZZyp6JeJUZokWl4wODU2t
aAz6vd3wCfPeHSXHlUU9mJ9RENc/+G5r13dC5wyWXTN8ECpBLCFzRNwCRI1R85mG
2lVF9nRnXqCqetyJgvrkd3bN/UV9JoV0YILJxj8z5io5RsFeWVClEkr8740f59D5
zQIDAQAB
-----END PUBLIC KEY-----`;
const EC_PRIVATE = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYZKk/CTatn5pxP8J
OZmkbjgJHObwcUD8mYfl+SZ+12WhRANCAAQXiB6PdCVulxT8szdvV2xq2q3MQ9Ey
KGvZvUfDXfGsLwzJlVH7PGsprCkOXjZiO4pe36DxKYmG2cjcWA3xhetn
-----END PRIVATE KEY-----`;
const EC_PUBLIC = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEF4gej3QlbpcU/LM3b1dsatqtzEPR
Mihr2b1Hw13xrC8MyZVR+zxrKawpDl42YjuKXt+g8SmJhtnI3FgN8YXrZw==
-----END PUBLIC KEY-----`;
const KEYS = { HS256: [SECRET, SECRET], HS512: [Buffer.from(SECRET), SECRET], RS256: [RSA_PRIVATE, RSA_PUBLIC], PS256: [RSA_PRIVATE, RSA_PUBLIC], ES256: [EC_PRIVATE, EC_PUBLIC] };

// Fixed, so that tokens and their ages are the same at every time.
const NOW = 1700000000;

export default (express) => {
  const app = express();
  app.use(express.json());

  // Signatures of ES256 and PS256 are random: only the token's form is shown.
  app.post('/sign/:algorithm', (req, res) => {
    const { algorithm } = req.params;
    const { payload, options } = req.body;
    const token = jwt.sign(payload, KEYS[algorithm][0], { algorithm, ...options });
    const [head, claims, signature] = token.split('.');
    const isRandom = algorithm === 'ES256' || algorithm === 'PS256';
    res.json({ token: isRandom ? [head, claims, Buffer.from(signature, 'base64url').length] : token, back: jwt.verify(token, KEYS[algorithm][1], { clockTimestamp: NOW }) });
  });
  app.post('/verify/:algorithm', (req, res) => {
    const { algorithm } = req.params;
    res.json({ claims: jwt.verify(req.body.token, KEYS[algorithm][1], { algorithms: [algorithm], clockTimestamp: NOW, ...req.body.options }) });
  });
  app.post('/callback', (req, res, next) => {
    const find = (header, done) => (header.kid === 'known' ? done(null, SECRET) : done(new Error(`no key ${header.kid}`)));
    jwt.verify(req.body.token, find, { clockTimestamp: NOW }, (error, claims) => (error ? next(error) : res.json({ claims })));
  });
  app.post('/sign-callback', (req, res, next) => jwt.sign(req.body.payload, RSA_PRIVATE, { algorithm: 'RS256', noTimestamp: true }, (error, token) => (error ? next(error) : res.send(token))));
  app.post('/decode', (req, res) => res.json(jwt.decode(req.body.token, req.body.options)));

  // Who bears a token, as most apps ask.
  app.get('/me', (req, res) => {
    const [scheme, token] = (req.get('authorization') ?? '').split(' ');
    if (scheme !== 'Bearer') return res.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'no token' });
    return res.json(jwt.verify(token, SECRET, { clockTimestamp: NOW }));
  });

  app.use((error, req, res, next) => {
    const { name, message, expiredAt, date } = error;
    res.status(error instanceof jwt.JsonWebTokenError ? 401 : 500).json({ name, message, expiredAt, date });
  });
  return app;
};
