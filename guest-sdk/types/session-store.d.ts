/** Types of the store for `express-session`. */

export interface KVStoreOptions {
  /** What its keys begin with; `session:` if nothing else is said. */
  prefix?: string;
  /** For how many seconds a session is kept whose cookie has no `maxAge`; a day if nothing else is said. */
  ttl?: number;
}

type StoreOf<Session> = Session extends { Store: abstract new (...args: any[]) => infer Store } ? Store : any;

/** Makes a store that keeps sessions in the app's key-value store: `session({ store: new KVStore(session) })`. */
export declare const KVStore: {
  new <Session>(session: Session, options?: KVStoreOptions): StoreOf<Session>;
  <Session>(session: Session, options?: KVStoreOptions): StoreOf<Session>;
};
