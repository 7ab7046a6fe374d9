//! Ends the process under Linux.

/// Ends the process at once, without the exit handlers of libraries.
///
/// tao reads X11's keys in a thread of its own until the process ends (`tao::platform_impl::linux::device`). If a key goes up
/// or down while libX11's exit handler runs, the process ends by a segmentation fault. The keys of Alt+F4 did that.
/// Switchhook has no exit handlers of its own.
#[expect(unsafe_code, reason = "std ends a process only with its exit handlers")]
pub(crate) fn end() -> ! {
    // SAFETY: `_exit` takes a number, touches no memory and does not return.
    unsafe { libc::_exit(0) }
}
