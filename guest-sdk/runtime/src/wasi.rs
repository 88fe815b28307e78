//! What QuickJS, the C library and Rust's own ask of WASI, answered inside the module.
//!
//! The build replaces the module's WASI imports with calls of these functions (`cargo xtask runtime`), so that a sandbox
//! imports nothing but our world: no file descriptors, no environment, no clock of the host.
#![expect(unsafe_code, reason = "the WASI ABI is made of raw pointers into our own memory")]

use crate::{clock, entropy};

const ERRNO_SUCCESS: i32 = 0;
const ERRNO_BADF: i32 = 8;

#[unsafe(no_mangle)]
extern "C" fn wasi_clock_time_get(_clock: i32, _precision: i64, time: *mut u64) -> i32 {
    // SAFETY: the caller passes a valid pointer to a timestamp, as WASI asks of it.
    unsafe { time.write_unaligned(clock::now_micros().saturating_mul(1000)) };
    ERRNO_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn wasi_random_get(buffer: *mut u8, length: usize) -> i32 {
    // SAFETY: the caller owns `length` bytes at `buffer`, as WASI asks of it.
    entropy::fill(unsafe { std::slice::from_raw_parts_mut(buffer, length) });
    ERRNO_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn wasi_environ_get(_environ: *mut *mut u8, _buffer: *mut u8) -> i32 {
    ERRNO_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn wasi_environ_sizes_get(count: *mut u32, size: *mut u32) -> i32 {
    // SAFETY: the caller passes two valid pointers, as WASI asks of it.
    unsafe {
        count.write_unaligned(0);
        size.write_unaligned(0);
    }
    ERRNO_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn wasi_fd_close(_descriptor: i32) -> i32 {
    ERRNO_BADF
}

#[unsafe(no_mangle)]
extern "C" fn wasi_fd_fdstat_get(_descriptor: i32, _stat: *mut u8) -> i32 {
    ERRNO_BADF
}

#[unsafe(no_mangle)]
extern "C" fn wasi_fd_seek(_descriptor: i32, _offset: i64, _whence: i32, _position: *mut u64) -> i32 {
    ERRNO_BADF
}

#[unsafe(no_mangle)]
extern "C" fn wasi_fd_write(_descriptor: i32, _vectors: *const u8, _count: i32, _written: *mut u32) -> i32 {
    ERRNO_BADF
}

#[unsafe(no_mangle)]
extern "C" fn wasi_proc_exit(_code: i32) -> ! {
    core::arch::wasm32::unreachable()
}
