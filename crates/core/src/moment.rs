//! Whether now is a moment to use the network for something that nobody asked for.

/// What a desktop can tell of itself; nothing where it can't.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// NetworkManager's `Metered`: 1 yes, 2 no, 3 and 4 the same as a guess, 0 unknown.
    pub metered: Option<u32>,
    /// The computer is about to sleep.
    pub falls_asleep: Option<bool>,
}

impl Moment {
    /// What is not known speaks for nothing.
    pub const fn is_good(self) -> bool {
        !matches!(self.metered, Some(1 | 3)) && !matches!(self.falls_asleep, Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metered_connection_and_a_computer_that_falls_asleep_are_left_alone() {
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
