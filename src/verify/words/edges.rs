//! The edges of a passage.

use std::ops::Range;

use crate::verify::words::Words;

impl Words {
    /// Returns whether a passage begins and ends with whole words: *war protests* is no part of *anti-war
    /// protests*, and *5* none of *-5*, *<5*, or *5%*.
    pub(in crate::verify) fn is_whole(&self, words: &Range<usize>) -> bool {
        words.is_empty() || !self.is_bound(words.start) && !self.is_bound(words.end)
    }

    /// Returns whether the word at `index` makes another word of the one before it.
    pub(in crate::verify) fn is_bound(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.is_bound)
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::words::*;

    /// Returns whether `source` has the words of `quote` next to each other, as whole words.
    fn has_whole(source: &str, quote: &str) -> bool {
        let (source, quote) = (Words::of(source), Words::of(quote));
        (0..(source.len() + 1).saturating_sub(quote.len())).any(|start| {
            (0..quote.len()).all(|index| quote.is_word(index, &source, start + index))
                && source.is_whole(&(start..start + quote.len()))
        })
    }

    #[test]
    fn a_part_of_a_word_is_no_word() {
        for (source, quote) in [
            ("Non-citizens may vote", "citizens may vote"),
            ("a non-violent group", "violent group"),
            ("long-\nterm plan", "term plan"),
            ("der Ost-West Handel", "West Handel"),
            ("der Ost-West Handel", "der Ost"),
            ("at −5 degrees", "5 degrees"),
            ("lost −$5 million", "5 million"),
            ("lost −$5 million", "$5 million"),
            ("it is 50% now", "it is 50"),
            ("it is 50 % now", "it is 50"),
            ("it cost 100 € now", "it cost 100"),
            ("2½ cups", "½ cups"),
            ("it took 2½ cups", "it took 2"),
            ("of 5–10 cups", "10 cups"),
            ("<5 cups", "5 cups"),
            ("+5 cups", "5 cups"),
        ] {
            assert!(!has_whole(source, quote), "{source} / {quote}");
        }
        for (source, quote) in [
            ("it cost 50% - 60", "60"),
            ("Ost - West Handel", "West Handel"),
            ("we left—all of us", "all of us"),
            ("the anti-“woke” crowd", "woke crowd"),
            ("…then he left", "then he left"),
            ("$5 million", "$5 million"),
            ("朝鲜派兵", "鲜派"),
        ] {
            assert!(has_whole(source, quote), "{source} / {quote}");
        }
    }
}
