/** Lets `import express from 'express'` find the types of rnode-wasm: add `"types": ["rnode-wasm/express"]` to the compiler options. */
declare module 'express' {
  export * from 'rnode-wasm';
  export { default } from 'rnode-wasm';
}
