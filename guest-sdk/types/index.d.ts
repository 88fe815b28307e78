/** Types of the Express 5.3 surface of rnode-wasm. They need neither `@types/express` nor `@types/node`. */

import type { KVNamespace } from './kv.js';

/** Passes the request on: to the next handler, past this route (`'route'`) or router (`'router'`), or to the error handlers. */
export type NextFunction = (error?: any) => void;

type Awaitable<T> = T | Promise<T>;

/** Handles a request; what it throws or rejects with goes to the error handlers. */
export type RequestHandler<Params = ParamsDictionary, ResBody = any, ReqBody = any, Query = ParsedQuery> = (
  req: Request<Params, ResBody, ReqBody, Query>,
  res: Response<ResBody>,
  next: NextFunction,
) => Awaitable<unknown>;

/** Handles an error; recognised by its four parameters. */
export type ErrorRequestHandler<Params = ParamsDictionary, ResBody = any, ReqBody = any, Query = ParsedQuery> = (
  error: any,
  req: Request<Params, ResBody, ReqBody, Query>,
  res: Response<ResBody>,
  next: NextFunction,
) => Awaitable<unknown>;

export type Handler = RequestHandler;
export type RequestParamHandler = (req: Request, res: Response, next: NextFunction, value: any, name: string) => Awaitable<unknown>;

type AnyHandler<Params = ParamsDictionary> = RequestHandler<Params> | ErrorRequestHandler<Params>;
type Handlers<Params = ParamsDictionary> = AnyHandler<Params> | readonly Handlers<Params>[];

/** A path in Express 5 syntax (`:name`, `*name`, `{optional}`), a RegExp, or several of them. */
export type PathParams = string | RegExp | readonly PathParams[];

export interface ParamsDictionary {
  [name: string]: any;
}

export interface ParsedQuery {
  [name: string]: undefined | string | string[] | ParsedQuery | ParsedQuery[];
}

type Cut<Text extends string, Mark extends string> = Text extends `${infer Head}${Mark}${string}` ? Head : Text;
type NameAtStart<Rest extends string> = Rest extends `"${infer Quoted}"${string}`
  ? Quoted
  : Cut<Cut<Cut<Cut<Cut<Cut<Cut<Cut<Rest, '/'>, '.'>, '-'>, '{'>, '}'>, '*'>, ':'>, '@'>;
type NamesAfter<Path extends string, Mark extends string> = Path extends `${string}${Mark}${infer Rest}`
  ? NameAtStart<Rest> | NamesAfter<Rest, Mark>
  : never;
type NamesIn<Path extends string> = { [Name in NamesAfter<Path, ':'>]: string } & { [Name in NamesAfter<Path, '*'>]: string[] };

/** The parameters a path captures: text for `:name`, segments for `*name`; those in `{…}` may be missing. */
export type RouteParameters<Path extends string> = string extends Path
  ? ParamsDictionary
  : Path extends `${infer Before}{${infer Group}}${infer After}`
    ? NamesIn<Before> & Partial<NamesIn<Group>> & RouteParameters<After>
    : NamesIn<Path>;

// The overloads for plain handlers come first: they give the parameters of a function their types.
interface AddRoute<Self> {
  <Path extends string>(path: Path, ...handlers: RequestHandler<RouteParameters<Path>>[]): Self;
  <Path extends string>(path: Path, ...handlers: Handlers<RouteParameters<Path>>[]): Self;
  (path: PathParams, ...handlers: RequestHandler[]): Self;
  (path: PathParams, ...handlers: Handlers[]): Self;
}

interface AddHandlers<Self> {
  (...handlers: RequestHandler[]): Self;
  (...handlers: Handlers[]): Self;
}

type Method =
  | 'acl' | 'bind' | 'checkout' | 'connect' | 'copy' | 'delete' | 'get' | 'head' | 'link' | 'lock' | 'm-search' | 'merge' | 'mkactivity' | 'mkcalendar'
  | 'mkcol' | 'move' | 'notify' | 'options' | 'patch' | 'post' | 'propfind' | 'proppatch' | 'purge' | 'put' | 'query' | 'rebind' | 'report' | 'search'
  | 'source' | 'subscribe' | 'trace' | 'unbind' | 'unlink' | 'unlock' | 'unsubscribe';

type AddRouteByMethod<Self> = { [Name in Method | 'all']: AddRoute<Self> };
type AddHandlersByMethod<Self> = { [Name in Method | 'all']: AddHandlers<Self> };

export interface RouterOptions {
  /** Tell `/Foo` from `/foo`. */
  caseSensitive?: boolean;
  /** Keep the parameters of the parent router. */
  mergeParams?: boolean;
  /** Tell `/foo` from `/foo/`. */
  strict?: boolean;
}

export interface Layer {
  handle: Function;
  name: string;
  rawPath?: PathParams;
  route?: Route;
  method?: string;
}

interface Use<Self> {
  (...handlers: RequestHandler[]): Self;
  (...handlers: (Handlers | Application)[]): Self;
  <Path extends string>(path: Path, ...handlers: RequestHandler<RouteParameters<Path>>[]): Self;
  (path: PathParams, ...handlers: RequestHandler[]): Self;
  (path: PathParams, ...handlers: (Handlers | Application)[]): Self;
}

export interface Router extends AddRouteByMethod<Router> {
  (req: Request, res: Response, next: NextFunction): void;
  stack: Layer[];
  use: Use<Router>;
  param(name: string, callback: RequestParamHandler): this;
  route(path: PathParams): Route;
  listRoutes(): { path: PathParams; methods?: string[]; router?: Router }[];
}

export interface Route extends AddHandlersByMethod<Route> {
  path: PathParams;
  stack: Layer[];
  methods: Record<string, boolean>;
}

interface Emitter {
  on(event: string | symbol, listener: (...values: any[]) => void): this;
  once(event: string | symbol, listener: (...values: any[]) => void): this;
  off(event: string | symbol, listener: (...values: any[]) => void): this;
  addListener(event: string | symbol, listener: (...values: any[]) => void): this;
  removeListener(event: string | symbol, listener: (...values: any[]) => void): this;
  removeAllListeners(event?: string | symbol): this;
  emit(event: string | symbol, ...values: any[]): boolean;
  listenerCount(event: string | symbol): number;
}

export type EngineCallback = (path: string, options: object, callback: (error: any, text?: string) => void) => void;

export interface Application extends Emitter, Omit<AddRouteByMethod<Application>, 'get'> {
  (req: Request, res: Response, next?: NextFunction): void;
  get: AddRoute<Application> & ((setting: string) => any);
  use: Use<Application>;
  route(path: PathParams): Route;
  param(name: string | string[], callback: RequestParamHandler): this;
  set(setting: 'trust proxy', value: boolean | number | string | string[] | ((address: string, hop: number) => boolean)): this;
  set(setting: 'etag', value: boolean | 'weak' | 'strong' | ((body: string | Uint8Array, encoding?: string) => string | undefined)): this;
  set(setting: 'query parser', value: boolean | 'simple' | 'extended' | ((query: string) => unknown)): this;
  set(setting: string, value: unknown): this;
  enable(setting: string): this;
  disable(setting: string): this;
  enabled(setting: string): boolean;
  disabled(setting: string): boolean;
  engine(extension: string, render: EngineCallback): this;
  render(name: string, options: object, callback: (error: Error | null, text: string) => void): void;
  render(name: string, callback: (error: Error | null, text: string) => void): void;
  path(): string;
  mountpath: string | string[];
  parent?: Application;
  locals: Locals & Record<string, any>;
  settings: Record<string, any>;
  readonly router: Router;
  request: Request;
  response: Response;
  /** Hands the application over to the runtime. Port and address are ignored, the callback is called. */
  listen(...values: any[]): Server;
}
export type Express = Application;

export interface Server extends Emitter {
  readonly listening: boolean;
  address(): { address: string; family: string; port: number } | null;
  close(callback?: (error?: Error) => void): this;
}

/** Extend by declaration merging to type `res.locals` and `app.locals`. */
export interface Locals {}

export interface Socket extends Emitter {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily: string;
  readonly encrypted: boolean;
  destroy(error?: Error): this;
}

export interface RangeResult extends Array<{ start: number; end: number }> {
  type: string;
}

export type IncomingHeaders = Record<string, string | undefined> & { 'set-cookie'?: string[] };

/** A request: Node's `IncomingMessage` with what Express adds. */
export interface Request<Params = ParamsDictionary, ResBody = any, ReqBody = any, Query = ParsedQuery> extends Emitter, AsyncIterable<Uint8Array> {
  method: string;
  url: string;
  readonly headers: IncomingHeaders & Record<string, any>;
  readonly rawHeaders: string[];
  readonly httpVersion: string;
  readonly httpVersionMajor: number;
  readonly httpVersionMinor: number;
  readonly socket: Socket;
  readonly complete: boolean;
  setEncoding(encoding: string): this;
  pause(): this;
  resume(): this;
  pipe<Target>(destination: Target): Target;

  app: Application;
  res: Response<ResBody>;
  next?: NextFunction;
  baseUrl: string;
  originalUrl: string;
  params: Params;
  body: ReqBody;
  cookies: any;
  signedCookies: any;
  route?: Route;
  readonly query: Query;
  readonly path: string;
  readonly protocol: string;
  readonly secure: boolean;
  readonly ip: string | undefined;
  readonly ips: string[];
  readonly subdomains: string[];
  readonly hostname: string;
  readonly host: string;
  readonly fresh: boolean;
  readonly stale: boolean;
  readonly xhr: boolean;
  get(name: string): string | undefined;
  header(name: string): string | undefined;
  accepts(): string[];
  accepts(...types: (string | string[])[]): string | false;
  acceptsCharsets(): string[];
  acceptsCharsets(...charsets: (string | string[])[]): string | false;
  acceptsEncodings(): string[];
  acceptsEncodings(...encodings: (string | string[])[]): string | false;
  acceptsLanguages(): string[];
  acceptsLanguages(...languages: (string | string[])[]): string | false;
  is(...types: (string | string[])[]): string | false | null;
  range(size: number, options?: { combine?: boolean }): RangeResult | -1 | -2 | undefined;
}

export interface CookieOptions {
  domain?: string;
  encode?: (value: string) => string;
  expires?: Date;
  httpOnly?: boolean;
  /** Milliseconds. */
  maxAge?: number;
  partitioned?: boolean;
  path?: string;
  priority?: 'low' | 'medium' | 'high';
  sameSite?: boolean | 'lax' | 'strict' | 'none';
  secure?: boolean;
  signed?: boolean;
}

type HeaderValue = string | number | readonly string[];

/** Called when a file is sent, or with the reason why it is not. */
export type FileCallback = (error?: any) => void;

/** What can be said about sending files, one or a directory. */
interface FileOptions {
  /** Answer requests for ranges; true by default. */
  acceptRanges?: boolean;
  /** Set `Cache-Control`; true by default. */
  cacheControl?: boolean;
  /** What happens to names that begin with a dot; `'ignore'` by default: as if they were not there. */
  dotfiles?: 'allow' | 'deny' | 'ignore';
  /** Extensions to try for a name without one. */
  extensions?: string | string[] | false;
  /** Say in `Cache-Control` that the file never changes. */
  immutable?: boolean;
  /** The files that stand for a directory; `'index.html'` by default. */
  index?: string | string[] | false;
  /** Set `Last-Modified`; true by default. */
  lastModified?: boolean;
  /** Milliseconds, or a duration such as `'1d'`. */
  maxAge?: number | string;
}

export interface SendFileOptions extends FileOptions {
  /** The first byte to send. */
  start?: number;
  /** The last byte to send. */
  end?: number;
  headers?: Record<string, HeaderValue>;
  /** The directory that a relative path starts at, and that no path leaves. */
  root?: string;
}

/** What `stat` tells of a file. */
export interface FileStats {
  size: number;
  mtime: Date;
  mtimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export interface StaticOptions extends FileOptions {
  /** Set an `ETag`; true by default. */
  etag?: boolean;
  /** Go on to the next handler when there is no such file; true by default. */
  fallthrough?: boolean;
  /** Redirect to a slash behind the name of a directory; true by default. */
  redirect?: boolean;
  setHeaders?(res: Response, path: string, stat: FileStats): void;
}

/** A response: Node's `ServerResponse` with what Express adds. */
export interface Response<ResBody = any> extends Emitter {
  statusCode: number;
  statusMessage: string;
  readonly headersSent: boolean;
  readonly finished: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  readonly socket: Socket;
  setHeader(name: string, value: HeaderValue): this;
  appendHeader(name: string, value: string | readonly string[]): this;
  getHeader(name: string): HeaderValue | undefined;
  getHeaders(): Record<string, HeaderValue | undefined>;
  getHeaderNames(): string[];
  hasHeader(name: string): boolean;
  removeHeader(name: string): void;
  flushHeaders(): void;
  writeHead(status: number, headers?: Record<string, HeaderValue> | HeaderValue[]): this;
  writeHead(status: number, reason: string, headers?: Record<string, HeaderValue> | HeaderValue[]): this;
  write(chunk: string | Uint8Array, callback?: (error?: Error) => void): boolean;
  write(chunk: string | Uint8Array, encoding: string, callback?: (error?: Error) => void): boolean;
  end(callback?: () => void): this;
  end(chunk: string | Uint8Array, callback?: () => void): this;
  end(chunk: string | Uint8Array, encoding: string, callback?: () => void): this;

  app: Application;
  req: Request;
  locals: Locals & Record<string, any>;
  charset?: string;
  status(code: number): this;
  sendStatus(code: number): this;
  links(links: Record<string, string | string[]>): this;
  send(body?: ResBody): this;
  json(body?: ResBody): this;
  jsonp(body?: ResBody): this;
  /** Sends a file of the app: an absolute path, or one below `root`. */
  sendFile(path: string, callback?: FileCallback): void;
  sendFile(path: string, options: SendFileOptions, callback?: FileCallback): void;
  /** Sends a file for the client to save, under its own name or another one. */
  download(path: string, callback?: FileCallback): void;
  download(path: string, filename: string | null | undefined, callback?: FileCallback): void;
  download(path: string, options: SendFileOptions, callback?: FileCallback): void;
  download(path: string, filename: string | null | undefined, options: SendFileOptions, callback?: FileCallback): void;
  type(type: string): this;
  contentType(type: string): this;
  format(handlers: Record<string, RequestHandler>): this;
  attachment(filename?: string): this;
  append(name: string, value: string | string[]): this;
  set(fields: Record<string, HeaderValue>): this;
  set(name: string, value: HeaderValue): this;
  header(fields: Record<string, HeaderValue>): this;
  header(name: string, value: HeaderValue): this;
  get(name: string): string | undefined;
  cookie(name: string, value: string | object, options?: CookieOptions): this;
  clearCookie(name: string, options?: CookieOptions): this;
  location(url: string): this;
  redirect(url: string): void;
  redirect(status: number, url: string): void;
  vary(field: string | string[]): this;
  render(view: string, options?: object, callback?: (error: Error, text: string) => void): void;
  render(view: string, callback: (error: Error, text: string) => void): void;
}

export interface BodyOptions {
  inflate?: boolean;
  /** Bytes, or a size such as `'100kb'`. */
  limit?: number | string;
  type?: string | string[] | ((req: Request) => unknown);
  verify?(req: Request, res: Response, bytes: Uint8Array, encoding: string): void;
}

export interface JsonOptions extends BodyOptions {
  reviver?: (key: string, value: any) => any;
  strict?: boolean;
}

export interface TextOptions extends BodyOptions {
  defaultCharset?: string;
}

export interface UrlencodedOptions extends BodyOptions {
  extended?: boolean;
  parameterLimit?: number;
  depth?: number;
  defaultCharset?: string;
  charsetSentinel?: boolean;
  interpretNumericEntities?: boolean;
}

interface RouterConstructor {
  (options?: RouterOptions): Router;
  new (options?: RouterOptions): Router;
}

interface RouteConstructor {
  new (path: PathParams): Route;
}

/** The app's key-value store, which outlives requests; also `env.KV`. */
declare const kv: KVNamespace;
/** Creates an application. */
declare function express(): Application;
declare const application: Application;
declare const request: Request;
declare const response: Response;
declare const Router: RouterConstructor;
declare const Route: RouteConstructor;
declare function json(options?: JsonOptions): RequestHandler;
declare function raw(options?: BodyOptions): RequestHandler;
declare function text(options?: TextOptions): RequestHandler;
declare function urlencoded(options?: UrlencodedOptions): RequestHandler;
/** Answers GET and HEAD with the files of the app below `root`. */
declare function serveStatic(root: string, options?: StaticOptions): RequestHandler;

declare namespace express {
  export { application, json, kv, raw, request, response, Route, Router, serveStatic as static, text, urlencoded };
  export type {
    Application, CookieOptions, ErrorRequestHandler, Express, Handler, Locals, NextFunction, ParamsDictionary, Request, RequestHandler,
    RequestParamHandler, Response, RouterOptions, SendFileOptions, StaticOptions,
  };
}

export default express;
export { application, json, kv, raw, request, response, Route, Router, serveStatic as static, text, urlencoded };
export type { KVKey, KVNamespace, KVPage, KVPutOptions, KVValue } from './kv.js';
