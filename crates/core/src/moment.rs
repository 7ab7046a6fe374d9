//! Decides whether background work may use the network now.

/// Facts that the desktop reports about itself. `None` for a fact that it does not report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// NetworkManager's `Metered`: 1 yes, 2 no, 3 probably yes, 4 probably no, 0 unknown.
    pub metered: Option<u32>,
    /// Whether the computer is about to sleep.
    pub falls_asleep: Option<bool>,
}

impl Moment {
    /// Whether background work may use the network. An unknown fact does not forbid it.
    pub const fn is_good(self) -> bool {
        !matches!(self.metered, Some(1 | 3)) && !matches!(self.falls_asleep, Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metered_connection_and_falling_asleep_forbid_background_work() {
        for (metered, falls_asleep, good) in [
            (None, None, true),
            (Some(0), Some(false), true),
            (Some(1), None, false),
            (Some(2), None, true),
            (Some(3), None, false),
            (Some(4), None, true),
            (Some(2), Some(true), false),
            (None, Some(true), false),
        ] {
            assert_eq!(Moment { metered, falls_asleep }.is_good(), good, "{metered:?} {falls_asleep:?}");
        }
    }
}
