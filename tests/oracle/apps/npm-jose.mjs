/** jose: signed tokens of HS256, RS256, ES256 and PS256, encrypted ones, key sets, and every way to be refused. The keys sign nothing but these tests. */
import * as jose from 'jose';

const SECRET = new TextEncoder().encode('a secret of thirty-two bytes, ok');
const RSA = {
  kty: 'RSA',
  n: 'u_DuEV6c-FcKNA1Iu2qwixyZ2EwjmGo7nCRprKhPpQhUZISJIJBIc4fniqj3gMgfkhwJ7l92u7HUBd1B2AWkcDF9rha8gRMVqNNBJ26MSTz4GnF7Gd9pnv'
    + 'wOEG1kcoqQQlRLgr2FrEyjFRirESZYxRyiYdVVMKy8ewkgp_f-jr8D6yQLNBQFwSMJJ-z0DjNZZyp6JeJUZokWl4wODU2taAz6vd3wCfPeHSXHlUU9mJ9R'
    + 'ENc_-G5r13dC5wyWXTN8ECpBLCFzRNwCRI1R85mG2lVF9nRnXqCqetyJgvrkd3bN_UV9JoV0YILJxj8z5io5RsFeWVClEkr8740f59D5zQ',
  e: 'AQAB',
  d: 'F1Yi9CyFCIp47YkEvKN9Hm5DusmMK0htnxrKYF0EiV_PvYIo1iP0Sxwsp660D4f0m5uNrs1THJqdKB6W0XBfQGsfdEwbG1qM-EnwWiluPp3VH3tzJ1Lyy4'
    + 'H4Fm7EPTtwDucRT-pL5zQblUAF5dBBejWZrX-O33IOHqeTKCgxXJ9WlHQxmNMuOOj2vVOAtfz553wRYdXUPhQDd0b1poH851w0EEkaEWIdpXIf9XO762cS'
    + 'UiOtarkmBMKhEhskV5dfJ2feXCNTm1T1ARIUFgleQskvrTjkYufz0bBlX7ew0T7de3n0m3IDidSt1YmuQYW7eK7x-tFDjgk2HEMVMjDFhQ',
  p: '8nU3gSqYYdUh7xJ5UaG44xgCmggzE5tcVgcHEb0ZP8_sgBXR0_XKzge-WjuwZXfPkDE3DpmLrNSNIoUSQhYb_ppQIJhRY9ZDjv1WHZtHBmiT5FSHU5nDNU'
    + '1NRKXUn0JTGvJhnO1FMAa-ZBm_69spaWqjlYvqFbtp5sb2eTDV3rs',
  q: 'xnA0pA2BlaMGXdN8W5r5Pm9D84S8iWSEZl0KLF4O19G0DH5sHECTAQ9nEYEE7iJqjJUnF0y_bRs-QJLAxvlNs4t2pDM-moAfB8MbkYA9T2qcVwoBPnmoYp'
    + 'jhGfi_R2QF19wAw0ThtppVnu6mJlrYeL-MnQJGYxFPgHahnarD9Rc',
  dp: '7auvzCNoGsblq8hNOpMwfRSFQF73SqoJ-p6K9H2Mqbv1lp1NAd04f3yhwSwvv1eSFUPZN6uWesYkz4jom_W2XX8BOuJ1LkvUD_AQoZccKZEMIFAoE_Bvpe'
    + 'lv6_IvGirW8lxVCZKhNvH1YoTHWLmOv7J0Rt1PixwbNMkmxSf1Do8',
  dq: 'mykpQA1_ga2TUNIIrugic3s0urjTYurBy_h79-0j1gUWr546kmy7hVyxzrH_VOR8Q6hshH9yPrHKn1sgeXR-GSG3hvS6wrvjh4I7kC2hwvMtg7FC_8LIsy'
    + '-u80vY5M2E9CAGSKkXhFxxDnC0YdEu6lt8a1hYCSaD74LTJCFeT8k',
  qi: '7DobRUB66zPMOpidEmO_Ru3DHsbyKDebJl-KF_DJN5vEc1sYadDwM726DJq08mO9ui81rIMQ1-4AyfjsTEImbFmNSYE-d1EBvwRYTZ2-YtVp4VTqMBNCmd'
    + 'TVNb-OUG30LqVKb9Sz0bbufz8OTPC_BkpD_2PSfy8KWaOvJ5Z1oug',
};
const EC = {
  kty: 'EC',
  x: 'F4gej3QlbpcU_LM3b1dsatqtzEPRMihr2b1Hw13xrC8',
  y: 'DMmVUfs8aymsKQ5eNmI7il7foPEpiYbZyNxYDfGF62c',
  crv: 'P-256',
  d: 'YZKk_CTatn5pxP8JOZmkbjgJHObwcUD8mYfl-SZ-12U',
};
const { d, p, q, dp, dq, qi, ...RSA_PUBLIC } = RSA;
const { d: privatePoint, ...EC_PUBLIC } = EC;
const SPKI = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEF4gej3QlbpcU/LM3b1dsatqtzEPR
Mihr2b1Hw13xrC8MyZVR+zxrKawpDl42YjuKXt+g8SmJhtnI3FgN8YXrZw==
-----END PUBLIC KEY-----`;
const PKCS8 = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYZKk/CTatn5pxP8J
OZmkbjgJHObwcUD8mYfl+SZ+12WhRANCAAQXiB6PdCVulxT8szdvV2xq2q3MQ9Ey
KGvZvUfDXfGsLwzJlVH7PGsprCkOXjZiO4pe36DxKYmG2cjcWA3xhetn
-----END PRIVATE KEY-----`;

// Fixed, so that tokens and their ages are the same at every time.
const NOW = new Date(1700000000000);

/** The two keys of an algorithm: to sign with and to verify with. */
async function keysOf(algorithm) {
  if (algorithm.startsWith('HS')) return [SECRET, SECRET];
  const [privateKey, publicKey] = algorithm === 'ES256' ? [EC, EC_PUBLIC] : [RSA, RSA_PUBLIC];
  return [await jose.importJWK(privateKey, algorithm), await jose.importJWK(publicKey, algorithm)];
}

export default (express) => {
  const app = express();
  app.use(express.json());

  // Signatures of ES256 and PS256 are random: only the token's form is shown.
  app.post('/sign/:algorithm', async (req, res) => {
    const { algorithm } = req.params;
    const [privateKey, publicKey] = await keysOf(algorithm);
    const token = await new jose.SignJWT(req.body.payload).setProtectedHeader({ alg: algorithm, kid: 'k1' }).setIssuedAt(NOW).setIssuer('me').setAudience(['a', 'b'])
      .setSubject('ada').setJti('7').setNotBefore(NOW).setExpirationTime(new Date(NOW.getTime() + 7_200_000)).sign(privateKey);
    const [head, claims, signature] = token.split('.');
    const isRandom = algorithm === 'ES256' || algorithm === 'PS256';
    res.json({ token: isRandom ? [head, claims, jose.base64url.decode(signature).length] : token, back: await jose.jwtVerify(token, publicKey, { currentDate: NOW }) });
  });
  app.post('/verify/:algorithm', async (req, res) => {
    const { algorithm } = req.params;
    const [, publicKey] = await keysOf(algorithm);
    const { payload, protectedHeader } = await jose.jwtVerify(req.body.token, publicKey, { algorithms: [algorithm], currentDate: NOW, ...req.body.options });
    res.json({ payload, protectedHeader });
  });

  app.post('/encrypt/:management/:content', async (req, res) => {
    const { management, content } = req.params;
    const rsa = management === 'RSA-OAEP-256';
    const token = await new jose.EncryptJWT(req.body).setProtectedHeader({ alg: management, enc: content }).setIssuedAt(NOW)
      .encrypt(rsa ? await jose.importJWK(RSA_PUBLIC, management) : SECRET);
    const { payload } = await jose.jwtDecrypt(token, rsa ? await jose.importJWK(RSA, management) : SECRET, { currentDate: NOW });
    res.json({ parts: token.split('.').map((part) => part.length), payload });
  });
  app.post('/decrypt', async (req, res) => {
    const { plaintext, protectedHeader } = await jose.compactDecrypt(req.body.token, SECRET);
    res.json({ text: new TextDecoder().decode(plaintext), protectedHeader });
  });

  const keySet = jose.createLocalJWKSet({ keys: [{ ...RSA_PUBLIC, kid: 'rsa', alg: 'RS256', use: 'sig' }, { ...EC_PUBLIC, kid: 'ec', alg: 'ES256' }, { ...EC_PUBLIC, kid: 'twin', alg: 'ES256' }] });
  app.post('/key-set', async (req, res) => {
    const { payload, protectedHeader } = await jose.jwtVerify(req.body.token, keySet, { currentDate: NOW });
    res.json({ payload, protectedHeader });
  });

  app.get('/keys', async (req, res) => {
    const publicKey = await jose.importSPKI(SPKI, 'ES256', { extractable: true });
    const privateKey = await jose.importPKCS8(PKCS8, 'ES256', { extractable: true });
    res.json({
      jwk: await jose.exportJWK(publicKey), isPrivate: (await jose.exportJWK(privateKey)).d === EC.d, spki: await jose.exportSPKI(publicKey),
      thumbprints: [await jose.calculateJwkThumbprint(EC_PUBLIC), await jose.calculateJwkThumbprintUri(RSA_PUBLIC, 'sha384')],
      type: [publicKey.type, publicKey.algorithm, publicKey.usages, privateKey.type, privateKey.usages, privateKey.extractable],
    });
  });
  app.get('/generated/:algorithm', async (req, res) => {
    const { publicKey, privateKey } = await jose.generateKeyPair(req.params.algorithm);
    const signed = await new jose.CompactSign(new TextEncoder().encode('signed')).setProtectedHeader({ alg: req.params.algorithm }).sign(privateKey);
    const { payload } = await jose.compactVerify(signed, publicKey);
    res.json({ text: new TextDecoder().decode(payload), algorithm: publicKey.algorithm });
  });
  app.get('/generated-secret', async (req, res) => {
    const key = await jose.generateSecret('A256GCM', { extractable: true });
    res.json({ type: key.type, bytes: jose.base64url.decode((await jose.exportJWK(key)).k).length });
  });
  app.post('/decode', (req, res) => res.json({ header: jose.decodeProtectedHeader(req.body.token), claims: jose.decodeJwt(req.body.token) }));
  app.post('/unsecured', (req, res) => res.json({ made: new jose.UnsecuredJWT(req.body).encode(), read: jose.UnsecuredJWT.decode('eyJhbGciOiJub25lIn0.eyJhIjoxfQ.').payload }));

  app.use((error, req, res, next) => {
    const { name, code, message, claim, reason } = error;
    res.status(error instanceof jose.errors.JOSEError ? 401 : 500).json({ name, code, message, claim, reason });
  });
  return app;
};
