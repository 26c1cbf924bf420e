//! Words as a fact-checker compares them.
//!
//! Typography is folded: the form of marks, apostrophes, dashes and spaces, soft hyphens, line wraps, and the
//! punctuation around words. What may change the meaning counts: letters with their marks, numbers with their
//! separators, signs such as `$` and `%`, apostrophes inside words, hyphens between words, ellipses, and what
//! stands in brackets.

mod bracketed;
mod capitals;
mod chars;
mod contractions;
mod edges;
pub(super) mod folded;
mod forms;
mod joints;
mod punctuation;
mod reader;
mod reading;
mod stops;
mod symbols;
mod word_parts;

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::analysis::unify_letters;

pub(super) use joints::Joint;
pub(super) use punctuation::Punctuation;

/// Case of the letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Without a capital, or without letters that have capitals.
    Lower,
    /// With a capital at its beginning.
    Capital,
    /// In two capitals or more.
    Capitals,
    /// With a capital elsewhere.
    Mixed,
}

/// Place of a word in its sentence, as far as its capital depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// At the beginning.
    Sentence,
    /// Behind a mark that may have a capital after it.
    Mark,
    /// Elsewhere.
    Inside,
}

/// Place of a word behind the one before it.
struct WordPlacement {
    joint: Joint,
    punctuation: Punctuation,
    after_mark: bool,
    after_quote: bool,
    is_bound: bool,
    opening: Opening,
    bracket: u32,
}

/// A word, a sign or an ellipsis of a text.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// The word in lower case, in the buffer of its text.
    text: Range<u32>,
    /// Hash of these letters.
    pub key: u64,
    /// Place in the text, in bytes.
    pub span: Range<usize>,
    /// Joint to the word before it.
    pub joint: Joint,
    case: Case,
    /// Whether its whole sentence is in capitals.
    shouts: bool,
    /// Whether it is an acronym with stops (*U.S.*).
    is_dotted: bool,
    /// Place in the sentence.
    opening: Opening,
    /// Punctuation before it.
    punctuation: Punctuation,
    /// Whether punctuation or a dash stands before it.
    after_mark: bool,
    /// Whether a quotation mark stands before it.
    after_quote: bool,
    /// Whether it makes another word of the one before it, as the parts of *anti-war* and *50%* do.
    is_bound: bool,
    /// Number of the brackets around it, from 1; 0 if there are none.
    pub bracket: u32,
    /// Whether some of its letters stand in brackets (`[T]he`).
    pub is_edited: bool,
}

/// The words of a text, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    buffer: String,
    pub words: Vec<Word>,
    /// Mark behind the last word.
    pub end_mark: Punctuation,
}

/// The text of an ellipsis.
pub(super) const ELLIPSIS: &str = "…";
/// Minimum number of letters of a sentence in capitals that is no acronym.
const NO_ACRONYM: usize = 6;

impl Words {
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns a word in lower case.
    pub(super) fn text(&self, index: usize) -> &str {
        let range = &self.words[index].text;
        &self.buffer[range.start as usize..range.end as usize]
    }

    /// Returns whether the whole sentence of a word is in capitals.
    pub(super) fn is_shouted(&self, index: usize) -> bool {
        self.words[index].shouts
    }

    /// Returns whether a word is an ellipsis.
    pub(super) fn is_ellipsis(&self, index: usize) -> bool {
        self.text(index) == ELLIPSIS
    }

    /// Returns whether the word at `index` is the word at `other_index` of another text.
    pub(super) fn is_word(&self, index: usize, other: &Words, other_index: usize) -> bool {
        self.words[index].key == other.words[other_index].key
            && self.text(index) == other.text(other_index)
            && self.words[index].is_written_like(&other.words[other_index], self.text(index))
    }

    /// Returns whether the first word begins a sentence as far as its letters tell: with a capital, or in a
    /// script that has none.
    pub(super) fn opens_sentence(&self) -> bool {
        let is_caseless = |c: char| c.is_alphabetic() && !c.is_lowercase();
        self.words
            .first()
            .is_some_and(|word| word.case != Case::Lower || self.text(0).starts_with(is_caseless))
    }

    /// Returns where the words from `first` up to `last` stand in the text.
    pub(super) fn span(&self, words: Range<usize>) -> Range<usize> {
        match self.words.get(words) {
            Some([first, .., last]) => first.span.start..last.span.end,
            Some([only]) => only.span.clone(),
            _ => 0..0,
        }
    }

    /// Folds how the first word from `offset` on is joined to the one before it.
    pub(super) fn fold_joint(&mut self, offset: usize) {
        if let Some(word) = self.words.iter_mut().find(|word| word.span.start >= offset) {
            word.joint = Joint::Folded;
        }
    }

    /// Appends a word.
    fn push(&mut self, text: &str, span: Range<usize>, place: WordPlacement, is_edited: bool) {
        let WordPlacement { joint, punctuation, after_mark, after_quote, is_bound, opening, bracket } = place;
        let start = self.buffer.len() as u32;
        let case = match case_of(text) {
            // The first letter is in brackets: *[f]BI*.
            Case::Mixed if is_edited && !text.chars().skip(1).any(char::is_lowercase) => Case::Capitals,
            case => case,
        };
        match text.is_ascii() {
            true => {
                self.buffer.push_str(text);
                self.buffer[start as usize..].make_ascii_lowercase();
            }
            false => {
                let mut lower: String = text.chars().flat_map(char::to_lowercase).collect();
                unify_letters(&mut lower);
                self.buffer.push_str(&lower);
            }
        }
        let text = start..self.buffer.len() as u32;
        let mut hasher = FxHasher::default();
        hasher.write(&self.buffer.as_bytes()[text.start as usize..]);
        let key = hasher.finish();
        self.words.push(Word {
            text,
            key,
            span,
            joint,
            case,
            shouts: false,
            is_dotted: false,
            opening,
            punctuation,
            after_mark,
            after_quote,
            is_bound,
            bracket,
            is_edited,
        });
    }

    /// Marks the words of sentences that are all in capitals.
    fn find_shouting(&mut self) {
        let buffer = &self.buffer;
        for sentence in self.words.chunk_by_mut(|_, next| next.opening != Opening::Sentence) {
            let (mut letters, mut is_all) = (0, true);
            for word in sentence.iter() {
                let text = &buffer[word.text.start as usize..word.text.end as usize];
                match word.case {
                    Case::Capitals => letters += text.chars().count(),
                    // “I” and “A” are in capitals anyway, numbers and signs never.
                    Case::Capital if text.chars().nth(1).is_none() => letters += 1,
                    Case::Lower if !text.contains(char::is_alphabetic) => {}
                    _ => is_all = false,
                }
                if !is_all {
                    break;
                }
            }
            if is_all && letters >= NO_ACRONYM {
                sentence.iter_mut().for_each(|word| word.shouts = true);
            }
        }
    }
}

impl Word {
    /// Returns whether a word of a quotation is joined to the one before it as `source`, which `joint` joins
    /// to the one before it there. A sentence that an attribution ends must not run on into the next one
    /// without a mark, and the words of a speaker not into those around them.
    pub(super) fn is_joined_as(&self, source: &Word, joint: Joint) -> bool {
        let is_like = |joint| self.joint.is_like(joint) && self.punctuation.is_like(source.punctuation);
        match (self.joint, joint) {
            (Joint::Folded, joint) => joint != Joint::Closed,
            (_, Joint::Attributed) => self.after_mark,
            (_, Joint::Folded) => true,
            (_, Joint::Quoted) => self.after_quote && is_like(source.joint),
            (_, joint) => is_like(joint),
        }
    }

    /// Returns whether the same letters, `text`, are written alike: with or without a capital at the
    /// beginning, unless that makes another word within a sentence (*Polish*, *polish*), and in capitals
    /// only if the whole sentence is (*US*, *us*).
    fn is_written_like(&self, other: &Word, text: &str) -> bool {
        match (self.case, other.case) {
            (Case::Capitals, Case::Capitals) => match self.shouts == other.shouts {
                true => true,
                // *US* may be *us* there.
                false => self.is_dotted == other.is_dotted || self.shouts == self.is_dotted,
            },
            (Case::Capitals, _) => self.shouts,
            (_, Case::Capitals) => other.shouts,
            (Case::Capital, Case::Lower) | (Case::Lower, Case::Capital) => {
                self.is_edited
                    || self.opening != Opening::Inside
                    || other.opening != Opening::Inside
                    || !capitals::makes_another_word(text)
            }
            _ => true,
        }
    }
}

/// Returns how the letters of `word` are written.
fn case_of(word: &str) -> Case {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Case::Lower;
    }
    let (mut upper, mut lower, mut first) = (0, 0, None);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        first = first.or(Some(c.is_uppercase()));
        upper += usize::from(c.is_uppercase());
        lower += usize::from(!c.is_uppercase());
    }
    match (upper, lower) {
        (0, _) => Case::Lower,
        (1, _) if first == Some(true) => Case::Capital,
        (_, 0) => Case::Capitals,
        // The plural or possessive of an acronym (*MPs*, *US’s*).
        (2.., 1) if word.ends_with('s') => Case::Capitals,
        _ => Case::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::words::*;

    fn shown(text: &str) -> String {
        let words = Words::of(text);
        let mut shown = String::new();
        for (index, word) in words.words.iter().enumerate() {
            shown.push_str(match word.joint {
                Joint::Space if index == 0 => "",
                Joint::Space => " ",
                Joint::Hyphen => "-",
                Joint::Wrapped => "~",
                Joint::Dash | Joint::ShortDash | Joint::Range => " – ",
                Joint::Closed | Joint::Attributed | Joint::Folded | Joint::Quoted => " | ",
            });
            shown.push_str(words.text(index));
            if word.bracket > 0 {
                shown.push('*');
            }
            if word.is_edited {
                shown.push('!');
            }
        }
        shown
    }

    #[test]
    fn words_keep_what_counts() {
        for (text, expected) in [
            ("The plan, he’s sure, works.", "the plan he's sure works"),
            ("It cost $1,000.50 (5%).", "it cost $ 1,000.50 5 %"),
            ("1.5 15 9/11 911 9:30 .5", "1.5 15 9/11 911 9:30 .5"),
            ("re-sign resign long-\nterm well — no 10–12", "re-sign resign long~term well – no 10 – 12"),
            ("U.S. and us at 9 a.m. on cnn.com", "us and us at 9 am on cnn.com"),
            ("the end.Next one", "the end next one"),
            ("set\u{ad}tle\u{ad}ment \u{200b}here", "settlement here"),
            ("cafe\u{301} Łódź", "café łódź"),
            ("well … yes... no . .\n. so", "well … yes … no … so"),
            ("[T]he walk[ed] [sic] he [the mayor] [...] x", "the! walked! sic* he the* mayor* …* x"),
            ("[A] plan [of I] think", "a! plan of* i* think"),
            ("“One.” “Two” \"a\" \"b\"", "one | two a | b"),
            ("“One.\n\n“Two", "one two"),
            ("10² 102 5½ m²", "10 ² 102 5 ½ m ²"),
            ("at -5 degrees, at −5", "at - 5 degrees at - 5"),
            ("€–5bn $−5 −.5 x=−5 «−5» ~-5 /−5", "€ - 5bn $ - 5 - .5 x = - 5 - 5 ~ - 5 / - 5"),
            ("to−5 5 − 3 $5–$7 5€–7€ B-52", "to - 5 5 - 3 $ 5 – $ 7 5 € – 7 € b-52"),
            ("AT&T and/or #MeToo @me", "at & t and / or # metoo @ me"),
            ("‘tapes’ of the workers’ 'em", "tapes of the workers em"),
            ("１．５ １，５ ١٫٥ ١٬٥ 1⁄2 5·5", "1.5 1,5 1.5 1,5 1/2 5·5"),
            (
                "not\u{200b}able no\u{200d}table \u{feff}so no\u{200c}w می\u{200c}رود",
                "notable notable so now مي رود",
            ),
            ("朝鲜 派兵", "朝 鲜 派 兵"),
            ("会[不]留 [ไม่]ไป a[不]b", "会 不* 留 ไ* ม่* ไ ป a 不* b"),
            ("50 % of 100 € f**k", "50 % of 100 € f ** k"),
            ("f***ing ****** *so* **it** is ■■ 5*3", "f *** ing ****** so it is ■ ■ 5 * 3"),
            ("5 ℃ 5 °C 100㎞走る 5㎎ ℉", "5 ° c 5 ° c 100km 走 る 5mg ° f"),
            ("5′ 5″ don′t ‰ ‱ a ≠ b = c != d ¬e ⊄", "5 ′ 5 ″ don't ‰ ‱ a ≠ b = c ≠ d ¬ e ⊄"),
            ("=\u{338} 👍 👎\u{fe0f} 🇩🇪 ☐ ☑ nº 5 ª", "≠ 👍 👎 🇩 🇪 ☐ ☑ nº 5 ª"),
            ("donʼt Hawaiʻi צה״ל צה\"ל צה”ל", "don't hawai'i צה\"ל צה\"ל צה\"ל"),
            ("か\u{3099} ｶﾞ ﾊﾟ", "が ガ パ"),
            ("costs[1] rose.[12] hall¹ was.² So[3][4] he", "costs rose hall was so he"),
            ("he [50] m² 10² [5] it", "he 50* m ² 10 ² 5* it"),
            ("Apple™ ■ point ©", "apple point"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn capitals_count_where_they_may_make_another_word() {
        for (a, b, expected) in [
            ("The plan", "the Plan", true),
            ("U.S.", "US", true),
            ("U.S.", "us", false),
            ("US", "us", false),
            ("WHO said so", "who said so", false),
            ("MAKE IT GREAT", "Make it great", true),
            ("AMERICA", "America", true),
            ("McConnell", "Mcconnell", true),
            ("[f]BI", "FBI", true),
            ("[u]S", "us", false),
            ("gave us FBI files", "gave US FBI files", false),
            ("told us NATO allies", "told US NATO allies", false),
            ("HE TOLD US NOW", "He told U.S. now", false),
            ("HE TOLD US NOW", "He told us now", true),
            ("THE U.S. IS GREAT", "The US is great", true),
            ("it is MURDER now", "it is murder now", false),
            ("the Polish car", "the polish car", false),
            ("in March he", "in march he", false),
            ("he may win", "he May win", false),
            ("so. May it be", "so. may it be", true),
            ("the “March on”", "the “march on”", true),
            ("the [M]arch on", "the march on", true),
            ("weil Sie das", "weil sie das", false),
        ] {
            let (a, b) = (Words::of(a), Words::of(b));
            let equal = a.len() == b.len() && (0..a.len()).all(|index| a.is_word(index, &b, index));
            assert_eq!(equal, expected, "{:?}", (a.buffer, b.buffer));
        }
    }
}
