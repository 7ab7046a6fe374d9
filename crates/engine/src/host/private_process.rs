//! Protects a process of ours from its start: other users can't read its files, and a crash writes no secret to disk.

/// Sets umask 077, so that other users get no rights to new files, and keeps this process's memory out of core dumps.
///
/// Each program calls this before it starts a thread or reads its arguments. The programs that it starts inherit both. A
/// failure to limit core dumps is only logged.
pub fn keep_private() {
    system::keep_private();
}

/// Tells the system to write no core dump of this process. Does nothing outside Linux; a failure is only logged.
///
/// For a program without a window: portals of the desktop refuse to speak with such a process.
pub fn refuse_dumps() {
    system::refuse_dumps();
}

/// Returns the umask that this process had before [`keep_private`]; `None` when that was not called.
#[cfg(unix)]
pub(crate) fn umask_before() -> Option<u32> {
    system::UMASK_BEFORE.get().copied()
}

#[cfg(unix)]
mod system {
    use std::sync::OnceLock;

    use rustix::fs::Mode;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};

    pub(super) static UMASK_BEFORE: OnceLock<u32> = OnceLock::new();

    /// Sets umask 077, notes the one before, and limits core dumps.
    pub(super) fn keep_private() {
        let before = umask(Mode::RWXG | Mode::RWXO);
        let _ = UMASK_BEFORE.set(before.bits());
        limit_dumps();
        #[cfg(target_os = "linux")]
        leave_memory_out();
    }

    /// Limits core dumps to one byte, in which no dump has room. A failure is only logged.
    ///
    /// Some handlers of dumps (Debian's systemd-coredump) ignore a limit of 0, and Linux passes no dump to a handler at 1.
    /// The maximum stays: a person may raise the limit again for a browser that this process starts.
    fn limit_dumps() {
        let maximum = getrlimit(Resource::Core).maximum;
        let limit = Rlimit { current: Some(maximum.map_or(1, |most| most.min(1))), maximum };
        if let Err(error) = setrlimit(Resource::Core, limit) {
            tracing::warn!(%error, "core dumps can't be limited");
        }
    }

    /// Leaves all memory out of core dumps, ours and that of libraries. A failure is only logged.
    ///
    /// This counts where another program raises the limit again.
    #[cfg(target_os = "linux")]
    fn leave_memory_out() {
        if let Err(error) = std::fs::write("/proc/self/coredump_filter", "0") {
            tracing::warn!(%error, "memory can't be kept out of core dumps");
        }
    }

    /// Marks this process as not dumpable. A failure is only logged.
    #[cfg(target_os = "linux")]
    pub(super) fn refuse_dumps() {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "core dumps can't be refused");
        }
    }

    /// Does nothing: only Linux knows the mark.
    #[cfg(not(target_os = "linux"))]
    pub(super) const fn refuse_dumps() {}
}

#[cfg(not(unix))]
mod system {
    /// Does nothing: this system has neither umask nor core dumps.
    pub(super) const fn keep_private() {}

    /// Does nothing: this system has no core dumps.
    pub(super) const fn refuse_dumps() {}
}
