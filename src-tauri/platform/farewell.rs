//! How the program ends under Linux.

/// Ends the process, without what libraries do when a process ends. tao reads the keys of X11 in a thread of its own until the
/// very last (`tao::platform_impl::linux::device`), and one that is pressed or let go while libX11 is taken down ended the
/// program by a segmentation fault: the keys of Alt+F4, for example. Nothing of ours is done that late.
#[expect(unsafe_code, reason = "std ends a process only by way of what is to be passed over")]
pub(crate) fn end() -> ! {
    // SAFETY: it takes a number, touches no memory and does not return.
    unsafe { libc::_exit(0) }
}
