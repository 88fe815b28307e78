/*
 * Included before every C file of QuickJS. QuickJS switches its check of the stack off where `__wasi__` is defined, so that deep
 * recursion would end the sandbox with a trap instead of a `RangeError` that the app can catch. The check itself works: the C
 * stack of a wasm module is in its linear memory. The system's headers, which do need the name, are read first.
 */
#include <assert.h>
#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#undef __wasi__
