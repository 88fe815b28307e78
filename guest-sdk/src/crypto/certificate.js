/** Certificates, of which only the key can be used. */
import { unavailable } from './failure.js';

/** Cannot be made; it exists for those who ask whether something is one. */
export class X509Certificate {
  constructor() {
    throw unavailable('X509Certificate', 'createPublicKey() takes the key out of a certificate');
  }
}
