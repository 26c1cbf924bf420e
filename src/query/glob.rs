//! Wildcard patterns: words with `*` and `?`.
//!
//! A nondeterministic automaton matches a glob byte by byte. Its state is a set of pattern positions, one bit
//! each, so that it can walk the term dictionary of an index as well as a single word, in linear time.

/// Maximum length of a pattern in bytes: each takes one bit of the state, and the end takes one more.
pub(super) const MAX_GLOB_BYTES: usize = 120;

/// A normalized word in which `*` stands for any letters and `?` for one. An ä, ö or ü stands for the letter
/// alone or with an e, as it is written in words without marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    elements: Vec<Element>,
    /// Literal prefix that every match begins with.
    prefix: Vec<u8>,
    /// Positions from which the next is reached without consuming a byte (epsilon transitions).
    epsilon: GlobState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Byte(u8),
    /// A byte that may be left out.
    Optional(u8),
    /// The first byte of a character.
    Lead,
    /// Any number of its further bytes.
    Tail,
    /// Any number of bytes.
    Any,
}

/// A set of pattern positions, one bit each.
pub type GlobState = u128;

impl Element {
    /// Returns the byte that the element stands for, if it is always that one.
    fn literal(&self) -> Option<u8> {
        match self {
            Element::Byte(byte) => Some(*byte),
            Element::Optional(_) | Element::Lead | Element::Tail | Element::Any => None,
        }
    }
}

/// Returns the letter below an umlaut.
pub(crate) fn umlaut_base(c: char) -> Option<u8> {
    match c {
        'ä' => Some(b'a'),
        'ö' => Some(b'o'),
        'ü' => Some(b'u'),
        _ => None,
    }
}

impl Glob {
    /// Compiles a normalized pattern. Returns `None` if it is too long.
    pub fn new(pattern: &str) -> Option<Glob> {
        let mut elements = Vec::new();
        let mut utf8 = [0; 4];
        for c in pattern.chars() {
            match c {
                '*' if elements.last() == Some(&Element::Any) => {}
                '*' => elements.push(Element::Any),
                '?' => elements.extend([Element::Lead, Element::Tail]),
                c => match umlaut_base(c) {
                    Some(base) => elements.extend([Element::Byte(base), Element::Optional(b'e')]),
                    None => elements.extend(c.encode_utf8(&mut utf8).bytes().map(Element::Byte)),
                },
            }
        }
        if elements.len() > MAX_GLOB_BYTES {
            return None;
        }
        let prefix = elements.iter().map_while(Element::literal).collect();
        let skippable =
            |element: &Element| matches!(element, Element::Any | Element::Tail | Element::Optional(_));
        let bit = |(index, element): (usize, &Element)| if skippable(element) { 1 << index } else { 0 };
        let epsilon = elements.iter().enumerate().map(bit).fold(0, |set, bit| set | bit);
        Some(Glob { elements, prefix, epsilon })
    }

    /// Returns whether the pattern matches the normalized `word`.
    pub fn matches(&self, word: &str) -> bool {
        // Most words differ from the pattern in their first letters, and most patterns are a prefix and a
        // star.
        if !word.as_bytes().starts_with(&self.prefix) {
            return false;
        }
        if self.literal_prefix().is_some() {
            return true;
        }
        self.is_match(word.bytes().fold(self.start(), |state, byte| self.step(state, byte)))
    }

    /// Returns a prefix that every match begins with.
    pub(crate) fn prefix(&self) -> &[u8] {
        &self.prefix
    }

    /// Returns the longest run of bytes that every match contains.
    pub(crate) fn longest_literal(&self) -> Vec<u8> {
        let runs = self.elements.split(|element| !matches!(element, Element::Byte(_)));
        let longest = runs.max_by_key(|run| run.len()).unwrap_or_default();
        longest.iter().filter_map(Element::literal).collect()
    }

    /// Returns the prefix if the pattern matches exactly the words that begin with it.
    pub fn literal_prefix(&self) -> Option<&[u8]> {
        let ends =
            self.elements.len() == self.prefix.len() + 1 && self.elements.last() == Some(&Element::Any);
        ends.then_some(self.prefix.as_slice())
    }

    /// Returns the state before the first byte.
    pub fn start(&self) -> GlobState {
        self.close(1)
    }

    /// Returns the state after one more byte.
    pub fn step(&self, state: GlobState, byte: u8) -> GlobState {
        let continuation = byte & 0xc0 == 0x80;
        let (mut next, mut remaining) = (0, state);
        while remaining != 0 {
            let index = remaining.trailing_zeros();
            remaining &= remaining - 1;
            match self.elements.get(index as usize) {
                Some(Element::Byte(expected) | Element::Optional(expected)) if *expected == byte => {
                    next |= 2 << index;
                }
                Some(Element::Lead) if !continuation => next |= 2 << index,
                Some(Element::Tail) if continuation => next |= 1 << index,
                Some(Element::Any) => next |= 1 << index,
                _ => {}
            }
        }
        self.close(next)
    }

    /// Returns whether `state` is accepting.
    pub fn is_match(&self, state: GlobState) -> bool {
        state >> self.elements.len() & 1 == 1
    }

    /// Returns whether more bytes can still lead to a match.
    pub fn can_match(&self, state: GlobState) -> bool {
        state != 0
    }

    /// Adds the positions reached without consuming a byte (epsilon closure).
    fn close(&self, mut state: GlobState) -> GlobState {
        let mut open = state & self.epsilon;
        while open != 0 {
            let index = open.trailing_zeros();
            state |= 2 << index;
            open = state & self.epsilon & !((2 << index) - 1); // only later positions
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
        for word in ["schroder", "schroeder"] {
            assert!(
                matches("schrö*", word) && matches("*röder", word) && matches("schröd??", word),
                "{word}"
            );
        }
        assert!(matches("ä", "a") && matches("ä", "ae") && !matches("äe", "a") && !matches("sö*", "su"));
    }

    #[test]
    fn rejects_patterns_that_are_too_long() {
        assert!(Glob::new(&"a".repeat(MAX_GLOB_BYTES)).is_some());
        assert!(Glob::new(&"a".repeat(MAX_GLOB_BYTES + 1)).is_none());
    }

    /// The definition by recursion, which takes exponential time.
    fn matches_by_definition(pattern: &[char], word: &[char]) -> bool {
        match (pattern.split_first(), word.split_first()) {
            (None, None) => true,
            (Some(('*', tail)), _) => {
                matches_by_definition(tail, word)
                    || word
                        .split_first()
                        .is_some_and(|(_, remainder)| matches_by_definition(pattern, remainder))
            }
            (Some((expected, tail)), Some((c, word))) => {
                (*expected == '?' || expected == c) && matches_by_definition(tail, word)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[aї*?]{0,7}", word in "[aї]{0,7}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(matches(&pattern, &word), matches_by_definition(&chars(&pattern), &chars(&word)));
        }
    }
}
