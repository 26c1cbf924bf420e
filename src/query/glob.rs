//! Words with `*` and `?` in them.
//!
//! A glob is matched byte by byte by an automaton whose state is a set of places in the pattern, one bit each, so it can
//! walk the dictionary of an index as well as a single word, in time linear in what it reads.

/// The most bytes a pattern may have, one bit of the state for each and one for its end.
pub const MAX_GLOB_BYTES: usize = 120;

/// A folded word in which `*` stands for any letters and `?` for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    elements: Vec<Element>,
    /// What every word of it begins with.
    prefix: Vec<u8>,
    /// The places from which the next is reached without a byte.
    passing: GlobState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Byte(u8),
    /// The first byte of a character.
    Lead,
    /// Any number of its further bytes.
    Tail,
    /// Any number of bytes.
    Any,
}

/// A set of places in the pattern.
pub type GlobState = u128;

impl Glob {
    /// The glob of a folded pattern; `None` when it is too long.
    pub fn new(pattern: &str) -> Option<Glob> {
        let mut elements = Vec::new();
        for byte in pattern.bytes() {
            match byte {
                b'*' if elements.last() == Some(&Element::Any) => {}
                b'*' => elements.push(Element::Any),
                b'?' => elements.extend([Element::Lead, Element::Tail]),
                byte => elements.push(Element::Byte(byte)),
            }
        }
        if elements.len() > MAX_GLOB_BYTES {
            return None;
        }
        let prefix = pattern.bytes().take_while(|byte| !matches!(byte, b'*' | b'?')).collect();
        let passes = |element: &Element| matches!(element, Element::Any | Element::Tail);
        let bit = |(at, element): (usize, &Element)| if passes(element) { 1 << at } else { 0 };
        let passing = elements.iter().enumerate().map(bit).fold(0, |all, bit| all | bit);
        Some(Glob { elements, prefix, passing })
    }

    /// Whether the folded `word` is one the pattern means.
    pub fn matches(&self, word: &str) -> bool {
        // Most words of a text differ from most patterns in the first letters, and most patterns end with their star.
        if !word.as_bytes().starts_with(&self.prefix) {
            return false;
        }
        if self.literal_prefix().is_some() {
            return true;
        }
        self.is_match(word.bytes().fold(self.start(), |state, byte| self.step(state, byte)))
    }

    /// What every word begins with that the pattern means, where it means all such words.
    pub fn literal_prefix(&self) -> Option<&[u8]> {
        let ends =
            self.elements.len() == self.prefix.len() + 1 && self.elements.last() == Some(&Element::Any);
        ends.then_some(self.prefix.as_slice())
    }

    /// Before the first byte.
    pub fn start(&self) -> GlobState {
        self.pass(1)
    }

    /// After one more byte.
    pub fn step(&self, state: GlobState, byte: u8) -> GlobState {
        let continues = byte & 0xc0 == 0x80;
        let (mut next, mut places) = (0, state);
        while places != 0 {
            let at = places.trailing_zeros();
            places &= places - 1;
            match self.elements.get(at as usize) {
                Some(Element::Byte(own)) if *own == byte => next |= 2 << at,
                Some(Element::Lead) if !continues => next |= 2 << at,
                Some(Element::Tail) if continues => next |= 1 << at,
                Some(Element::Any) => next |= 1 << at,
                _ => {}
            }
        }
        self.pass(next)
    }

    /// Whether what was read is a word of the pattern.
    pub fn is_match(&self, state: GlobState) -> bool {
        state >> self.elements.len() & 1 == 1
    }

    /// Whether more bytes can still make it one.
    pub fn can_match(&self, state: GlobState) -> bool {
        state != 0
    }

    /// The state with the places added that are reached without a byte.
    fn pass(&self, mut state: GlobState) -> GlobState {
        let mut passing = state & self.passing;
        while passing != 0 {
            let at = passing.trailing_zeros();
            state |= 2 << at;
            passing = state & self.passing & !((2 << at) - 1); // those after it
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use crate::query::glob::*;
    use proptest::prelude::*;

    fn matches(pattern: &str, word: &str) -> bool {
        Glob::new(pattern).is_some_and(|glob| glob.matches(word))
    }

    #[test]
    fn stars_and_question_marks() {
        for word in ["kursk", "kurs", "kurskaya"] {
            assert!(matches("kurs*", word), "{word}");
        }
        assert!(matches("k?rsk", "kursk") && !matches("k?rsk", "krsk") && !matches("k?rsk", "kuursk"));
        assert!(matches("*grad", "stalingrad") && matches("*grad", "grad") && !matches("*grad", "gradual"));
        assert!(matches("к?рськ", "курськ") && matches("?", "ї") && !matches("?", "її"));
        assert!(!matches("kurs", "kursk") && matches("**", ""));
    }

    #[test]
    fn too_long_is_none() {
        assert!(Glob::new(&"a".repeat(MAX_GLOB_BYTES)).is_some());
        assert!(Glob::new(&"a".repeat(MAX_GLOB_BYTES + 1)).is_none());
    }

    /// The plain definition, which takes time without bound.
    fn defined(pattern: &[char], word: &[char]) -> bool {
        match (pattern.split_first(), word.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) => {
                defined(rest, word) || word.split_first().is_some_and(|(_, tail)| defined(pattern, tail))
            }
            (Some((own, rest)), Some((c, tail))) => (*own == '?' || own == c) && defined(rest, tail),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[aї*?]{0,7}", word in "[aї]{0,7}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(matches(&pattern, &word), defined(&chars(&pattern), &chars(&word)));
        }
    }
}
