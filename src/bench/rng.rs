//! Numbers drawn with a seed: the same in every run, on every machine, in every version.

/// A generator (SplitMix64). A library's sequence may change with its version, and with it what is compared.
pub(super) struct Numbers(u64);

impl Numbers {
    /// The numbers of `seed`.
    pub fn new(seed: u64) -> Self {
        Numbers(seed)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ mixed >> 31) * u128::from(end)) >> 64) as u64
    }

    /// One of `all`.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len() as u64) as usize)
    }
}

#[cfg(test)]
mod tests {
    use crate::bench::rng::*;

    #[test]
    fn a_seed_gives_the_same_numbers_and_another_gives_others() {
        let first = |seed| {
            let mut numbers = Numbers::new(seed);
            [(); 4].map(|()| numbers.below(1000))
        };
        assert_eq!(first(7), first(7));
        assert_ne!(first(7), first(8));
        let mut numbers = Numbers::new(1);
        let mut seen = [false; 6];
        (0..200).for_each(|_| seen[numbers.below(6) as usize] = true);
        assert_eq!((seen, numbers.below(0)), ([true; 6], 0));
    }
}
