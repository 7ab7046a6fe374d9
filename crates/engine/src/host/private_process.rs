//! What a program of ours does before anything else: what it makes is its person's alone, and a crash writes no secret down.

/// Takes the rights of everybody else from all that this process makes, and keeps its memory out of core dumps. For each
/// program, before it starts a thread or reads its words. The programs that it starts inherit both.
pub fn keep_private() {
    system::keep_private();
}

/// Has the system write no core dump of this process at all. For a program without a window: portals of the desktop refuse to
/// speak with such a process.
pub fn refuse_dumps() {
    system::refuse_dumps();
}

/// The rights that files are made without by whoever started this process, where it gave up more.
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

    pub(super) fn keep_private() {
        let before = umask(Mode::RWXG | Mode::RWXO);
        let _ = UMASK_BEFORE.set(before.bits());
        limit_dumps();
        #[cfg(target_os = "linux")]
        leave_memory_out();
    }

    /// To one byte, since some handlers of dumps (Debian's systemd-coredump) pass over a limit of 0, and Linux hands no dump to
    /// a handler at 1. No file has room in one byte. How far it may be raised stays: a browser that this starts is a person's.
    fn limit_dumps() {
        let maximum = getrlimit(Resource::Core).maximum;
        let limit = Rlimit { current: Some(maximum.map_or(1, |most| most.min(1))), maximum };
        if let Err(error) = setrlimit(Resource::Core, limit) {
            tracing::warn!(%error, "core dumps can't be limited");
        }
    }

    /// Should somebody raise the limit again, no page of memory is written: neither of ours nor of a library's.
    #[cfg(target_os = "linux")]
    fn leave_memory_out() {
        if let Err(error) = std::fs::write("/proc/self/coredump_filter", "0") {
            tracing::warn!(%error, "memory can't be kept out of core dumps");
        }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn refuse_dumps() {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "core dumps can't be refused");
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) const fn refuse_dumps() {}
}

#[cfg(not(unix))]
mod system {
    pub(super) const fn keep_private() {}

    pub(super) const fn refuse_dumps() {}
}
