//! A library that makes disks refuse file locks or shared memory, as some network disks do.
//!
//! A journey loads it in front of the C library (`LD_PRELOAD`). `SWITCHHOOK_TEST_DISK` names the calls that fail, each with
//! its error number: `flock=37,fcntl=95,mmap=19`. Other calls go to the system.
#![expect(unsafe_code, reason = "it speaks C with the program on one side and the system on the other")]

use std::ffi::{c_int, c_long, c_void};

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn __errno_location() -> *mut c_int;
}

#[cfg(target_arch = "x86_64")]
const FCNTL: c_long = 72;
#[cfg(target_arch = "x86_64")]
const FLOCK: c_long = 73;
#[cfg(target_arch = "x86_64")]
const MMAP: c_long = 9;
#[cfg(target_arch = "aarch64")]
const FCNTL: c_long = 25;
#[cfg(target_arch = "aarch64")]
const FLOCK: c_long = 32;
#[cfg(target_arch = "aarch64")]
const MMAP: c_long = 222;

/// `F_SETLK`, `F_SETLKW`, `F_OFD_SETLK`, `F_OFD_SETLKW`.
const LOCKS: [c_int; 4] = [6, 7, 37, 38];
const MAP_SHARED: c_int = 1;

/// Returns the error number of a call that fails, or nothing if the call goes to the system.
fn refused(call: &str) -> Option<c_int> {
    let calls = std::env::var("SWITCHHOOK_TEST_DISK").ok()?;
    calls.split(',').find_map(|each| each.strip_prefix(call)?.strip_prefix('=')?.parse().ok())
}

fn fail(error: c_int) {
    // SAFETY: the C library has this place in every thread.
    unsafe { *__errno_location() = error }
}

/// # Safety
/// The system's contract of `flock`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flock(file: c_int, operation: c_int) -> c_int {
    if let Some(error) = refused("flock") {
        fail(error);
        return -1;
    }
    // SAFETY: the arguments are the caller's.
    unsafe { syscall(FLOCK, file, operation) as c_int }
}

/// # Safety
/// The system's contract of `fcntl`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fcntl(file: c_int, command: c_int, argument: usize) -> c_int {
    if LOCKS.contains(&command)
        && let Some(error) = refused("fcntl")
    {
        fail(error);
        return -1;
    }
    // SAFETY: the arguments are the caller's.
    unsafe { syscall(FCNTL, file, command, argument) as c_int }
}

/// # Safety
/// The system's contract of `fcntl`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fcntl64(file: c_int, command: c_int, argument: usize) -> c_int {
    // SAFETY: the same call under the name for large files.
    unsafe { fcntl(file, command, argument) }
}

/// # Safety
/// The system's contract of `mmap`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmap(
    at: *mut c_void,
    length: usize,
    rights: c_int,
    flags: c_int,
    file: c_int,
    offset: c_long,
) -> *mut c_void {
    if file >= 0
        && flags & MAP_SHARED != 0
        && let Some(error) = refused("mmap")
    {
        fail(error);
        return -1_isize as *mut c_void;
    }
    // SAFETY: the arguments are the caller's.
    unsafe { syscall(MMAP, at, length, rights, flags, file, offset) as *mut c_void }
}

/// # Safety
/// The system's contract of `mmap`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmap64(
    at: *mut c_void,
    length: usize,
    rights: c_int,
    flags: c_int,
    file: c_int,
    offset: c_long,
) -> *mut c_void {
    // SAFETY: the same call under the name for large files.
    unsafe { mmap(at, length, rights, flags, file, offset) }
}
