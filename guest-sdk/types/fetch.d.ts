/** Types of apps that export `fetch`. `Request` and `Response` are those of the compiler's own library (`"lib": ["ES2023", "WebWorker"]`). */

/** What goes on beside an answer. */
export interface ExecutionContext {
  /** Lets a promise settle after the answer, within the limits of the request. */
  waitUntil(promise: Promise<unknown>): void;
  /** Does nothing: there is no origin behind an app that a request could be passed on to. */
  passThroughOnException(): void;
}

/** `export default { … } satisfies FetchApp<{ GREETING: string }>` */
export interface FetchApp<Env = Record<string, string>> {
  fetch(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response>;
}
