//! A cheap stream of numbers that depends only on its key: splitmix64
//! (<https://prng.di.unimi.it/splitmix64.c>).
//!
//! The stream makes data look natural. No secret derives from it.

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers.
pub(super) struct Dice(u64);

impl Dice {
    /// Returns the stream of record `n` under `key`.
    pub(super) fn new(key: u64, n: u64) -> Self {
        let mut dice = Self(key ^ n.wrapping_mul(STEP));
        // Without this roll, the streams of neighbours would overlap, one step apart.
        dice.0 = dice.roll();
        dice
    }

    /// Returns the next number.
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `limit`, or 0 if `limit` is 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit.max(1)
    }

    /// Returns true in `share` cases of a hundred.
    pub(super) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// Returns one of `choices`, which must not be empty.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stream_is_splitmix64_and_neighbours_do_not_overlap() {
        // From the reference implementation, started at 0.
        assert_eq!(Dice(0).roll(), 0xe220_a839_7b1d_cdaf);
        let stream = |n| {
            let mut dice = Dice::new(7, n);
            [dice.roll(), dice.roll(), dice.roll()]
        };
        assert_eq!(stream(1), stream(1));
        assert!(stream(1).iter().all(|number| !stream(2).contains(number)));
    }

    #[test]
    fn number_is_below_its_limit_or_zero() {
        let mut dice = Dice::new(1, 1);
        assert!((0..100).all(|_| dice.below(3) < 3));
        assert_eq!(dice.below(0), 0);
    }
}
