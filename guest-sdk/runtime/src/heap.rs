//! The guest's heap, laid out so that what a request writes lies together.
//!
//! Every page that a request writes is copied by the kernel and put back by the host afterwards; that is most of what a small
//! request costs. So there are three arenas:
//!
//! - *cold*: what loading the app allocates and requests only read;
//! - *hot*: what loading allocates and requests write, such as the counts of objects that every request touches. Which
//!   allocations those are, the host finds out by loading the app twice: allocations are numbered, and the same app
//!   allocates in the same order every time;
//! - *fresh*: what requests allocate. It starts behind everything else and empty, so that it fills from its beginning instead
//!   of from holes all over the heap. What loading allocated is never given back once a request runs: the whole heap is thrown
//!   away with the sandbox, and writing into the old arenas would only dirty them.
#![expect(unsafe_code, reason = "an allocator is made of raw memory")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32;
use core::cell::UnsafeCell;
use core::ptr;

use dlmalloc::Dlmalloc;

#[global_allocator]
static HEAP: Heap = Heap(UnsafeCell::new(Arenas::new()));

/// Pages of a wasm memory.
const PAGE_BYTES: usize = 64 * 1024;
/// What the hot arena may hold; beyond it, hot allocations go to the cold arena. The SDK needs about 60 KiB of it, and every page of a
/// memory, used or not, is looked at when a sandbox is reset.
const HOT_BYTES_MAX: usize = 192 * 1024;
/// What requests find ready, so that most of them never ask for more memory, which is a system call.
const FRESH_BYTES: usize = 256 * 1024;
/// How many allocations are remembered when they are recorded; an app that makes more is laid out by the first of them.
const RECORDS_MAX: usize = 2 * 1024 * 1024;

struct Heap(UnsafeCell<Arenas>);

// SAFETY: a wasm module without threads runs on one.
unsafe impl Sync for Heap {}

/// When an allocation happens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Before an app is loaded.
    Start,
    /// While it is loaded: allocations are numbered.
    Load,
    /// Ever after.
    Request,
}

struct Arenas {
    phase: Phase,
    cold: Dlmalloc<Growing>,
    hot: Dlmalloc<Region>,
    fresh: Dlmalloc<Growing>,
    /// The end of what loading allocated.
    frozen_below: usize,
    /// The number of the next allocation.
    number: usize,
    /// One bit for each numbered allocation, the first in the lowest bit of the first byte.
    hints: (*const u8, usize),
    /// Address and size of each numbered allocation, when they are recorded.
    records: *mut (u32, u32),
}

impl Arenas {
    const fn new() -> Self {
        Self {
            phase: Phase::Start,
            cold: Dlmalloc::new_with_allocator(Growing),
            hot: Dlmalloc::new_with_allocator(Region {
                start: UnsafeCell::new(0),
            }),
            fresh: Dlmalloc::new_with_allocator(Growing),
            frozen_below: 0,
            number: 0,
            hints: (ptr::null(), 0),
            records: ptr::null_mut(),
        }
    }

    /// Counts an allocation; says whether it belongs to the hot arena.
    fn next_is_hot(&mut self) -> bool {
        let (byte, bit) = (self.number / 8, self.number % 8);
        self.number += 1;
        // SAFETY: the hints are `self.hints.1` bytes that are never given back.
        byte < self.hints.1 && unsafe { *self.hints.0.add(byte) } >> bit & 1 == 1
    }

    fn record(&mut self, pointer: *mut u8, size: usize) {
        if !self.records.is_null() && self.number <= RECORDS_MAX && self.number > 0 {
            // SAFETY: the table has room for `RECORDS_MAX` entries.
            unsafe { self.records.add(self.number - 1).write((pointer as u32, size as u32)) };
        }
    }

    fn is_hot(&self, pointer: *mut u8) -> bool {
        let start = self.hot.allocator().start();
        start != 0 && (start..start + HOT_BYTES_MAX).contains(&(pointer as usize))
    }

    /// # Safety
    /// As for [`GlobalAlloc::alloc`].
    unsafe fn alloc(&mut self, size: usize, align: usize) -> *mut u8 {
        // SAFETY: handed on.
        unsafe {
            match self.phase {
                Phase::Start => self.cold.malloc(size, align),
                Phase::Request => self.fresh.malloc(size, align),
                Phase::Load => {
                    let mut pointer = ptr::null_mut();
                    if self.next_is_hot() {
                        pointer = self.hot.malloc(size, align);
                    }
                    if pointer.is_null() {
                        pointer = self.cold.malloc(size, align);
                    }
                    self.record(pointer, size);
                    pointer
                }
            }
        }
    }

    /// # Safety
    /// As for [`GlobalAlloc::dealloc`].
    unsafe fn free(&mut self, pointer: *mut u8, size: usize, align: usize) {
        // SAFETY: a pointer belongs to the arena in whose range it lies.
        unsafe {
            if self.phase == Phase::Request {
                if pointer as usize >= self.frozen_below {
                    self.fresh.free(pointer, size, align);
                }
                return;
            }
            // Nothing of what loading threw away, the app's source for instance, belongs into the image.
            pointer.write_bytes(0, size);
            if self.is_hot(pointer) {
                self.hot.free(pointer, size, align);
            } else {
                self.cold.free(pointer, size, align);
            }
        }
    }

    /// # Safety
    /// As for [`GlobalAlloc::realloc`].
    unsafe fn realloc(&mut self, pointer: *mut u8, size: usize, align: usize, new_size: usize) -> *mut u8 {
        // SAFETY: handed on; a block that changes its arena is copied.
        unsafe {
            if self.phase == Phase::Start {
                return self.cold.realloc(pointer, size, align, new_size);
            }
            if self.phase == Phase::Request && pointer as usize >= self.frozen_below {
                return self.fresh.realloc(pointer, size, align, new_size);
            }
            if self.phase == Phase::Load && !self.is_hot(pointer) && !self.peek_is_hot() {
                let moved = self.cold.realloc(pointer, size, align, new_size);
                self.next_is_hot();
                self.record(moved, new_size);
                return moved;
            }
            let moved = self.alloc(new_size, align);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(pointer, moved, size.min(new_size));
                self.free(pointer, size, align);
            }
            moved
        }
    }

    /// Whether the next numbered allocation belongs to the hot arena.
    fn peek_is_hot(&mut self) -> bool {
        let is_hot = self.next_is_hot();
        self.number -= 1;
        is_hot
    }
}

// SAFETY: `Arenas` hands out what `Dlmalloc` allocates, which fulfils the contract, and frees it in the same arena.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: there is one thread, and the allocator does not call itself.
        unsafe { (*self.0.get()).alloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { (*self.0.get()).free(pointer, layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as above.
        unsafe { (*self.0.get()).realloc(pointer, layout.size(), layout.align(), new_size) }
    }
}

/// Memory at the end of everything, as much as is asked for.
struct Growing;

/// The hot arena's one region.
struct Region {
    start: UnsafeCell<usize>,
}

// SAFETY: there is one thread.
unsafe impl Send for Region {}

impl Region {
    fn start(&self) -> usize {
        // SAFETY: there is one thread, and nobody holds a reference.
        unsafe { *self.start.get() }
    }
}

fn grow(size: usize) -> (*mut u8, usize, u32) {
    let pages = size.div_ceil(PAGE_BYTES);
    let before = wasm32::memory_grow::<0>(pages);
    if before == usize::MAX {
        (ptr::null_mut(), 0, 0)
    } else {
        ((before * PAGE_BYTES) as *mut u8, pages * PAGE_BYTES, 0)
    }
}

macro_rules! never_gives_back {
    () => {
        fn remap(&self, _pointer: *mut u8, _old: usize, _new: usize, _can_move: bool) -> *mut u8 {
            ptr::null_mut()
        }
        fn free_part(&self, _pointer: *mut u8, _old: usize, _new: usize) -> bool {
            false
        }
        fn free(&self, _pointer: *mut u8, _size: usize) -> bool {
            false
        }
        fn can_release_part(&self, _flags: u32) -> bool {
            false
        }
        fn allocates_zeros(&self) -> bool {
            true
        }
        fn page_size(&self) -> usize {
            PAGE_BYTES
        }
    };
}

// SAFETY: `memory.grow` gives memory that nobody else has.
unsafe impl dlmalloc::Allocator for Growing {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        grow(size)
    }
    never_gives_back!();
}

// SAFETY: as above; the region is given once.
unsafe impl dlmalloc::Allocator for Region {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        if self.start() != 0 || size > HOT_BYTES_MAX {
            return (ptr::null_mut(), 0, 0);
        }
        let grown = grow(HOT_BYTES_MAX);
        // SAFETY: there is one thread, and nobody holds a reference.
        unsafe { *self.start.get() = grown.0 as usize };
        grown
    }
    never_gives_back!();
}

fn with_arenas<R>(change: impl FnOnce(&mut Arenas) -> R) -> R {
    // SAFETY: there is one thread, and no caller allocates within `change`.
    change(unsafe { &mut *HEAP.0.get() })
}

/// From now on allocations are numbered, and go to the arena that `hints` says.
pub(crate) fn start_loading(hints: Vec<u8>) {
    let hints: &'static [u8] = hints.leak();
    with_arenas(|arenas| {
        arenas.hints = (hints.as_ptr(), hints.len());
        arenas.number = 0;
        arenas.phase = Phase::Load;
    });
}

/// From now on nothing that was allocated is given back, and allocations come from the fresh arena.
pub(crate) fn freeze() {
    with_arenas(|arenas| {
        arenas.phase = Phase::Request;
        arenas.frozen_below = wasm32::memory_size::<0>() * PAGE_BYTES;
        // SAFETY: what is allocated is given back at once; it leaves the arena with memory of its own.
        unsafe {
            let ready = arenas.fresh.malloc(FRESH_BYTES - PAGE_BYTES, 8);
            arenas.fresh.free(ready, FRESH_BYTES - PAGE_BYTES, 8);
        }
    });
}

/// From now on numbered allocations are recorded.
pub(crate) fn record() {
    let (table, _, _) = grow(RECORDS_MAX * size_of::<(u32, u32)>());
    with_arenas(|arenas| arenas.records = table.cast());
}

/// Address and size of each numbered allocation, in order.
pub(crate) fn records() -> Vec<(u32, u32)> {
    let (table, count) = with_arenas(|arenas| (arenas.records, arenas.number.min(RECORDS_MAX)));
    if table.is_null() {
        return Vec::new();
    }
    // SAFETY: the table holds `count` entries that were written, or are zero as grown memory is.
    unsafe { core::slice::from_raw_parts(table, count) }.to_vec()
}
