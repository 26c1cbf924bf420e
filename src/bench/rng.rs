//! A seeded random number generator, with the same sequence in every run, on every machine and in every
//! version.

/// Random number generator (SplitMix64).
///
/// The sequence of a library may change with its version, and the queries that are compared would change with
/// it.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// Creates a generator from a seed.
    pub fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    /// Returns a number below `end`, or 0 if `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ mixed >> 31) * u128::from(end)) >> 64) as u64
    }

    /// Returns one of `items`, or `None` if there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u64) as usize)
    }
}

#[cfg(test)]
mod tests {
    use crate::bench::rng::*;

    #[test]
    fn the_sequence_depends_on_the_seed_alone() {
        let first = |seed| {
            let mut rng = Rng::new(seed);
            [(); 4].map(|()| rng.below(1000))
        };
        assert_eq!(first(7), first(7));
        assert_ne!(first(7), first(8));
        let mut rng = Rng::new(1);
        let mut drawn = [false; 6];
        (0..200).for_each(|_| drawn[rng.below(6) as usize] = true);
        assert_eq!((drawn, rng.below(0)), ([true; 6], 0));
    }
}
