/** Types of the key-value store: those of Cloudflare's Workers KV, with versions to compare and set by. */

type ValueType = 'text' | 'json' | 'arrayBuffer' | 'stream';
type TypeOption<Type> = Type | { type: Type };

/** A value, and what is known of it; all null when the key is not there. */
export interface KVValue<Value, Metadata = unknown> {
  value: Value | null;
  metadata: Metadata | null;
  /** The number of the write that put it; for `ifVersion`. */
  version: number | null;
  cacheStatus: null;
}

export interface KVPutOptions {
  /** When it ends, in seconds since 1970. */
  expiration?: number;
  /** After how many seconds it ends. */
  expirationTtl?: number;
  /** What is kept beside it: at most 1 KiB as JSON. */
  metadata?: unknown;
  /** Put only if the key is at this version; null: only if it is not there. */
  ifVersion?: number | null;
  /** Put only if the key is not there. */
  ifAbsent?: boolean;
}

export interface KVKey<Metadata = unknown> {
  name: string;
  /** In seconds since 1970. */
  expiration?: number;
  metadata?: Metadata;
  version: number;
}

export interface KVPage<Metadata = unknown> {
  keys: KVKey<Metadata>[];
  list_complete: boolean;
  /** Where the next page starts, unless the list is complete. */
  cursor?: string;
  cacheStatus: null;
}

/** The keys of one app. */
export interface KVNamespace {
  get(key: string, type?: TypeOption<'text'>): Promise<string | null>;
  get<Value = any>(key: string, type: TypeOption<'json'>): Promise<Value | null>;
  get(key: string, type: TypeOption<'arrayBuffer'>): Promise<ArrayBuffer | null>;
  get(key: string, type: TypeOption<'stream'>): Promise<any>;
  /** Several keys at once, at most 100. */
  get<Value = string>(keys: string[], type?: TypeOption<ValueType>): Promise<Map<string, Value | null>>;

  getWithMetadata<Metadata = unknown>(key: string, type?: TypeOption<'text'>): Promise<KVValue<string, Metadata>>;
  getWithMetadata<Value = any, Metadata = unknown>(key: string, type: TypeOption<'json'>): Promise<KVValue<Value, Metadata>>;
  getWithMetadata<Metadata = unknown>(key: string, type: TypeOption<'arrayBuffer'>): Promise<KVValue<ArrayBuffer, Metadata>>;
  getWithMetadata<Metadata = unknown>(key: string, type: TypeOption<'stream'>): Promise<KVValue<any, Metadata>>;
  getWithMetadata<Value = string, Metadata = unknown>(keys: string[], type?: TypeOption<ValueType>): Promise<Map<string, KVValue<Value, Metadata>>>;

  /** Puts a string, bytes, a `ReadableStream` or a `Blob` of at most 1 MiB. Fulfilled when it is on the disk; not `ok` when its condition does not hold. */
  put(key: string, value: string | ArrayBuffer | ArrayBufferView | object, options?: KVPutOptions): Promise<{ ok: boolean; version: number | undefined }>;

  /** Deletes a key, if it is at `ifVersion` when that is given; tells whether it did. */
  delete(key: string, options?: { ifVersion?: number | null }): Promise<boolean>;

  /** Keys in the order of their bytes, at most 1,000 of them; a page may have fewer than `limit`, and more still follow. */
  list<Metadata = unknown>(options?: { prefix?: string | null; cursor?: string | null; limit?: number }): Promise<KVPage<Metadata>>;
}
