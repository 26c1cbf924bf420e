//! Acronyms: letters with dots between them (*U.S.C.*, *e.g.*, *J. K.*) are one word, as without dots.
//!
//! Two ASCII letters without dots are often another word (*us*, *la*). Such an acronym is also a token with a
//! dot (`u.s`), and so is a word of two capitals: that form finds both spellings and no other word.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::analysis::indic::{fold_nasals, may_be_indic};
use crate::analysis::normalize::{CharClass, class, common_letter, digit, mark_folds, push_folded};
use crate::analysis::stop_words::is_stop_word;
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::tokenizer::look_alikes::is_of_both_scripts;
use crate::analysis::version::AnalyzerVersion;

/// Maximum number of letters of an acronym.
const MAX_LETTERS: usize = 24;
/// Number of letters on either side of a word that show whether a text is all capitals.
const CONTEXT: usize = 24;

impl TokenStream<'_> {
    /// Reads the letters with dots whose first letter is at `start` as one word. Returns whether there are
    /// any.
    pub(crate) fn read_acronym(&mut self, start: usize) -> bool {
        if self.analyzer >= AnalyzerVersion::V8
            && let Some(letters) = doubled(&self.source[start..])
            && (self.analyzer >= AnalyzerVersion::V9 || self.source[start + letters..].starts_with('.'))
        {
            // An acronym of a plural: EE. UU.
            let (second, dot) = (start + letters - 2, self.source[start + letters..].starts_with('.'));
            self.read_parts(&[start..start + 2, second..second + 2], start..second + 2 + usize::from(dot));
            return true;
        }
        let Some((letters, length)) = acronym(&self.source[start..]) else { return false };
        self.begin_word(start..start + length);
        for letter in letters {
            push_letter(self.analyzer, &mut self.word, letter);
        }
        if self.analyzer >= AnalyzerVersion::V9 {
            if is_of_both_scripts(&self.word) {
                let letters = self.word.clone();
                self.unify_scripts(&letters);
            } else if may_be_indic(&self.word) {
                fold_nasals(&mut self.word);
            }
        }
        if is_ambiguous(&self.word) {
            let dotted = dotted(&self.word);
            self.alternatives.push((std::mem::replace(&mut self.word, dotted), self.span.clone()));
        }
        self.skip_possessive();
        true
    }

    /// Reads `parts` of the source, which are letters of ASCII or digits, as one word. Each is a token at its
    /// position, too.
    pub(crate) fn read_parts(&mut self, parts: &[Range<usize>], span: Range<usize>) {
        let fold = |c: char| digit(c).unwrap_or(c.to_ascii_lowercase());
        let part = |range: &Range<usize>| {
            (self.source[range.clone()].chars().map(fold).collect::<String>(), range.clone())
        };
        let parts: Vec<_> = parts.iter().map(part).collect();
        self.begin_word(span);
        self.word.extend(parts.iter().map(|(part, _)| part.as_str()));
        self.alternatives.extend(parts.into_iter().rev());
    }

    /// Begins a word with this span, after which the next one is read.
    fn begin_word(&mut self, span: Range<usize>) {
        self.word.clear();
        self.borrowed = None;
        self.apostrophe = None;
        self.pending.clear();
        self.offset = span.end;
        self.span = span;
    }

    /// Adds the form with dots to a word of two ASCII capitals. A function word (*IT*, *IS*) in a text of
    /// nothing but capitals is no acronym.
    pub(crate) fn add_dotted(&mut self) {
        let capitals = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_ambiguous(&self.word)
            && capitals(&self.source[self.span.clone()])
            && (!is_stop_word(&self.word) || self.has_small_letters_around())
        {
            self.alternatives.push((dotted(&self.word), self.span.clone()));
        }
    }

    /// Returns whether a small letter stands near the word.
    fn has_small_letters_around(&self) -> bool {
        if self.analyzer >= AnalyzerVersion::V9 {
            // In letters, so that the same text in another normal form is read alike.
            let is_base = |c: &char| !is_combining_mark(*c);
            let before = self.source[..self.span.start].chars().rev().filter(is_base).take(CONTEXT);
            let after = self.source[self.span.end..].chars().filter(is_base).take(CONTEXT);
            return before.chain(after).any(char::is_lowercase);
        }
        let bytes = self.source.as_bytes();
        let start = self.span.start.saturating_sub(CONTEXT);
        let end = bytes.len().min(self.span.end + CONTEXT);
        bytes[start..end].iter().any(u8::is_ascii_lowercase)
    }

    /// Skips a possessive `'s`.
    fn skip_possessive(&mut self) {
        let mut tail = self.source[self.offset..].chars();
        if let (Some(apostrophe), Some('s' | 'S')) = (tail.next(), tail.next())
            && class(apostrophe) == CharClass::Apostrophe
            && tail.next().is_none_or(|c| class(c) != CharClass::Letter)
        {
            self.offset += apostrophe.len_utf8() + 1;
        }
    }
}

/// Returns whether an acronym of these folded letters is often another word.
fn is_ambiguous(letters: &str) -> bool {
    let two = letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    letters == "who" || two && !matches!(letters, "am" | "pm" | "eg" | "ie" | "zb")
}

/// Appends the folded form of a letter and of its accents.
fn push_letter(analyzer: AnalyzerVersion, word: &mut String, letter: char) {
    let mut base = None;
    decompose_compatible(letter, |part| match class(part) {
        CharClass::Letter => {
            push_folded(word, common_letter(analyzer, part));
            base = word.chars().next_back();
        }
        CharClass::Mark if base.is_some_and(|base| !mark_folds(analyzer, base, part)) => word.push(part),
        _ => {}
    });
    if !word.is_ascii() {
        *word = word.nfc().collect();
    }
}

/// Returns the token of an acronym of these folded ASCII letters.
pub(crate) fn acronym_token(letters: &str) -> String {
    if is_ambiguous(letters) { dotted(letters) } else { letters.to_owned() }
}

/// Returns folded ASCII letters with dots between them.
pub(crate) fn dotted(letters: &str) -> String {
    let mut dotted = String::with_capacity(2 * letters.len());
    for letter in letters.chars() {
        if !dotted.is_empty() {
            dotted.push('.');
        }
        dotted.push(letter);
    }
    dotted
}

/// Returns the length in bytes of initials with spaces between them at the start of `text` (*J. K.*).
pub(crate) fn spaced_initials(text: &str) -> Option<usize> {
    acronym(text).map(|(_, length)| length).filter(|length| text[..*length].contains(char::is_whitespace))
}

/// Reads letters with dots at the start of `text`. Returns the letters and the length in bytes; `None` if
/// there are fewer than two parts.
fn acronym(text: &str) -> Option<(Vec<char>, usize)> {
    let mut parts = DottedLetters { text, offset: 0, letters: Vec::new() };
    let first = parts.next_part()?;
    if parts.take(is_dot_space) {
        // Initials with spaces: all capitals, or small letters after the first, each with its dot.
        let mut capitals = first.is_uppercase();
        let mut end = None;
        while let Some(letter) = parts.next_part() {
            let german = parts.letters.as_slice() == ['z', 'B'];
            if parts.letters.len() == 2 && letter.is_lowercase() {
                capitals = false; // the beginning of a sentence
            }
            if letter.is_uppercase() != capitals && !german || !parts.text[parts.offset..].starts_with('.') {
                parts.letters.pop();
                break;
            }
            end = Some(parts.offset + 1);
            if german || !parts.take(is_dot_space) {
                break;
            }
        }
        let end = end?;
        return Some((parts.letters, end));
    }
    let (mut end, mut count) = (0, 1);
    while parts.take(|tail| tail.strip_prefix('.').map(|_| 1)) {
        end = parts.offset;
        if parts.next_part().is_none() {
            break;
        }
        if parts.text[parts.offset..].starts_with(is_mark) {
            parts.letters.pop();
            break;
        }
        count += 1;
        end = parts.offset;
    }
    (count > 1).then_some((parts.letters, end))
}

/// Returns the length of an acronym of a plural that `text` begins with.
pub(crate) fn doubled_acronym(text: &str) -> Option<usize> {
    let letters = doubled(text)?;
    Some(letters + usize::from(text[letters..].starts_with('.')))
}

/// Returns the length without its last dot of an acronym of a plural in Spanish (*EE. UU.*, *FF.AA.*) that
/// `text` begins with: two letters, each doubled.
fn doubled(text: &str) -> Option<usize> {
    let pair = |text: &str| match text.as_bytes() {
        [first, second, ..] => first.is_ascii_uppercase() && first == second,
        _ => false,
    };
    let space = if pair(text) && text[2..].starts_with('.') {
        is_dot_space(&text[2..]).unwrap_or(1)
    } else {
        return None;
    };
    let second = &text[2 + space..];
    let ends = |c: char| !is_letter(c) && !is_mark(c);
    let tail = pair(second).then(|| second[2..].strip_prefix('.').unwrap_or(&second[2..]))?;
    tail.chars().next().is_none_or(ends).then_some(4 + space)
}

fn is_mark(c: char) -> bool {
    class(c) == CharClass::Mark
}

/// Reads the parts of an acronym.
struct DottedLetters<'t> {
    text: &'t str,
    offset: usize,
    letters: Vec<char>,
}

impl DottedLetters<'_> {
    /// Reads a letter, or the first part of a degree (*Ph.D.*). Returns the first letter.
    fn next_part(&mut self) -> Option<char> {
        if self.letters.len() >= MAX_LETTERS {
            return None;
        }
        let mut tail = self.text[self.offset..].chars();
        let first = tail.next().filter(|c| c.is_alphabetic() && is_letter(*c))?;
        let mut length = first.len_utf8();
        let mut letters = vec![first];
        if let Some(second) = tail.next().filter(|c| is_letter(*c)) {
            let degree = matches!((first, second), ('P' | 'T', 'h') | ('S', 'c') | ('E', 'd'));
            if !degree || tail.next() != Some('.') {
                return None;
            }
            length += second.len_utf8();
            letters.push(second);
        }
        self.offset += length;
        self.letters.append(&mut letters);
        Some(first)
    }

    /// Skips what `length` finds at the start of the tail. Returns whether it finds anything.
    fn take(&mut self, length: impl Fn(&str) -> Option<usize>) -> bool {
        let length = length(&self.text[self.offset..]);
        self.offset += length.unwrap_or(0);
        length.is_some()
    }
}

/// Returns the length of a dot and a space at the start of `tail`.
fn is_dot_space(tail: &str) -> Option<usize> {
    let space = tail.strip_prefix('.')?.chars().next()?;
    matches!(space, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}').then(|| 1 + space.len_utf8())
}

fn is_letter(c: char) -> bool {
    class(c) == CharClass::Letter
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::acronyms::acronym;
    use crate::analysis::tokenizer::tokenize;

    fn first(text: &str) -> String {
        acronym(text).map_or(String::new(), |(letters, length)| {
            format!("{}|{}", letters.into_iter().collect::<String>(), &text[length..])
        })
    }

    #[test]
    fn letters_with_dots_are_one_word() {
        for (text, expected) in [
            ("U.S.C. 7", "USC| 7"),
            ("U.S.-led", "US|-led"),
            ("U.S troops", "US| troops"),
            ("e.g., a", "eg|, a"),
            ("Ph.D. in", "PhD| in"),
            ("M.P.s said", "MPs| said"),
            ("J.K.Rowling", "JK|Rowling"),
            ("J. K. Rowling", "JK| Rowling"),
            ("J. R. R. Tolkien", "JRR| Tolkien"),
            ("А. С. Пушкин", "АС| Пушкин"),
            ("Т.С.", "ТС|"),
            ("Т. е. всё", "Те| всё"),
            ("z. B. heute", "zB| heute"),
            ("U.S. A. Smith", "US| A. Smith"),
        ] {
            assert_eq!(first(text), expected, "{text}");
        }
        for text in
            ["J. Smith", "J.Smith", "г. А. С. Пушкин", "Go.I", "a. ", "x", "x.", "St.Gallen", "v.1.2", "a.bc"]
        {
            assert_eq!(first(text), "", "{text}");
        }
    }

    #[test]
    fn two_letters_have_a_form_that_is_no_other_word() {
        let tokens = |text| tokenize(text).map(|token| (token.text, token.position)).collect::<Vec<_>>();
        let both = |first: &str, second: &str| vec![(first.to_owned(), 0), (second.to_owned(), 0)];
        assert_eq!(tokens("U.S."), both("u.s", "us"));
        assert_eq!(tokens("u.s"), both("u.s", "us"));
        assert_eq!(tokens("US"), both("us", "u.s"));
        assert!(tokens("the IT budget").contains(&("i.t".to_owned(), 1)));
        assert!(!tokens("THE IT BUDGET OF 1963").iter().any(|(token, _)| token.contains('.')));
        for (text, only) in [("us", "us"), ("p.m.", "pm"), ("e.g.", "eg"), ("F.B.I.", "fbi")] {
            assert_eq!(tokens(text), [(only.to_owned(), 0)]);
        }
        let eeuu = ["eeuu", "ee", "uu"].map(|token| (token.to_owned(), 0));
        for text in ["EE. UU.", "EE.UU.", "EE.\u{a0}UU.", "EE.UU", "EE. UU"] {
            assert_eq!(tokens(text), eeuu, "{text}");
        }
        assert_eq!(tokens("AA. BBC")[0].0, "aa");
        assert_eq!(tokens("S.p.A."), [("spa".to_owned(), 0)]);
        assert_eq!(tokens("N.A.T.O.’s"), [("nato".to_owned(), 0)]);
    }
}
