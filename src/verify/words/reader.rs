//! Reads the words of a text.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analysis::is_unspaced;
use crate::quote::is_mark;
use crate::verify::words::chars::{
    binds, is_apostrophe, is_arabic, is_bullet, is_currency, is_dash, is_fraction, is_gershayim, is_hebrew,
    is_hyphen, is_invisible, is_letters, is_sound_mark, is_tag, is_unit, opens_number, separator, sign,
};
use crate::verify::words::forms::{ellipsis_length, is_acronym};
use crate::verify::words::punctuation::Punctuation;
use crate::verify::words::{ELLIPSIS, Joint, Opening, WordPlacement, Words};

/// Reads the words of `text`. `is_english` tells whether a comma may be left out before the last item of a
/// list.
pub(super) fn read(text: &str, is_english: bool) -> Words {
    let (words, gap) = (Words::default(), Gap::default());
    let mut reader = WordReader { text, is_english, offset: 0, words, gap, brackets: Vec::new() };
    reader.words.words.reserve(text.len() / 6);
    reader.words.buffer.reserve(text.len());
    let mut word = String::new();
    while let Some(c) = reader.next() {
        if c == ' ' {
            reader.gap.has_space = true;
            reader.offset += 1;
            continue;
        }
        reader.read(c, &mut word);
    }
    reader.words.end_mark = reader.gap.punctuation;
    reader.words.find_shouting();
    reader.words
}

/// Characters between the last word and the next.
#[derive(Default)]
struct Gap {
    has_space: bool,
    has_line_end: bool,
    hyphens: usize,
    has_dash: bool,
    /// Whether the only dash is as short as the hyphen of a compound may be.
    is_short_dash: bool,
    /// Whether a quotation has ended, and whether one has begun after that.
    has_end: bool,
    has_begun: bool,
    /// Whether a straight mark stands in it, without space before it.
    straight: bool,
    /// Punctuation in it.
    punctuation: Punctuation,
    /// Whether a quotation mark stands in it.
    has_quote: bool,
    /// Whether a sentence ends in it.
    has_stop: bool,
    /// Number of line ends in it.
    line_ends: usize,
    /// Whether anything stands in it but spaces, and a hyphen.
    is_parted: bool,
}

pub(super) struct WordReader<'t> {
    pub text: &'t str,
    /// Whether the text is English, or may be.
    is_english: bool,
    pub offset: usize,
    pub words: Words,
    gap: Gap,
    /// Ends of the brackets around the next word, and their numbers.
    pub brackets: Vec<(usize, u32)>,
}

impl<'t> WordReader<'t> {
    pub(super) fn next(&self) -> Option<char> {
        self.text[self.offset..].chars().next()
    }

    pub(super) fn last(&self) -> Option<char> {
        self.text[..self.offset].chars().next_back()
    }

    /// Returns the next character after the one at the offset, which is `c`.
    pub(super) fn after(&self, c: char) -> Option<char> {
        self.text[self.offset + c.len_utf8()..].chars().next()
    }

    fn read(&mut self, c: char, word: &mut String) {
        let start = self.offset;
        let dots = ellipsis_length(&self.text[start..]);
        if dots > 0 {
            self.offset += dots;
            self.push(ELLIPSIS, start, false);
        } else if self.note(c) || c == '[' && self.bracket() {
        } else if is_fraction(c) || is_unspaced(c) {
            self.offset += c.len_utf8();
            word.clear();
            word.extend(c.nfc());
            self.marks(word);
            if matches!(c, '\u{ff66}'..='\u{ff9d}') {
                *word = word.nfkc().collect();
            }
            self.push(word, start, false);
        } else if c.is_alphanumeric() || is_letters(c) || c == '[' || (c == '.' && self.begins_decimal()) {
            self.word(word);
        } else if self.sign(c, word) {
        } else if is_hyphen(c) || matches!(c, '–' | '−') {
            match self.is_minus(c) {
                true => {
                    self.offset += c.len_utf8();
                    self.push("-", start, false);
                }
                false => self.separate(c),
            }
        } else {
            self.separate(c);
        }
    }

    /// Reads a sign that counts as a word. Returns whether there is one.
    fn sign(&mut self, c: char, word: &mut String) -> bool {
        let start = self.offset;
        let tail = &self.text[start..];
        word.clear();
        match c {
            '!' if tail.starts_with("!=") => {
                word.push('≠');
                self.offset += 2;
            }
            // Letters that are masked, but no emphasis.
            '*' | '_' => {
                let length = tail.len() - tail.trim_start_matches(c).len();
                let is_inside = self.last().is_some_and(char::is_alphanumeric)
                    && tail[length..].starts_with(char::is_alphanumeric);
                if !is_inside && length < 3 {
                    return false;
                }
                word.push_str(&tail[..length]);
                self.offset += length;
            }
            '′' | '″' if self.last().is_some_and(char::is_numeric) => {
                word.push(c);
                self.offset += c.len_utf8();
            }
            '℃' | '℉' => {
                self.offset += c.len_utf8();
                self.push("°", start, false);
                self.push(if c == '℃' { "C" } else { "F" }, self.offset, false);
                return true;
            }
            c if is_bullet(c)
                && self.last().is_none_or(char::is_whitespace)
                && self.after(c).is_none_or(char::is_whitespace) =>
            {
                return false;
            }
            c => {
                let Some(form) = sign(c) else { return false };
                word.push(form);
                self.offset += c.len_utf8();
                self.marks(word);
            }
        }
        self.push(word, start, false);
        true
    }

    /// Reads the marks of a letter or sign, and composes it.
    fn marks(&mut self, word: &mut String) {
        let mut has_marks = false;
        while let Some(mark) =
            self.next().filter(|mark| is_combining_mark(*mark) || is_tag(*mark) || is_sound_mark(*mark))
        {
            if !is_invisible(mark) {
                word.push(mark);
                has_marks = true;
            }
            self.offset += mark.len_utf8();
        }
        if has_marks {
            *word = word.nfc().collect();
        }
    }

    /// Reads a separator.
    fn separate(&mut self, c: char) {
        let gap = &mut self.gap;
        gap.has_stop |= matches!(c, '.' | '!' | '?' | '。' | '！' | '？');
        gap.is_parted |= !(c.is_whitespace() || is_hyphen(c) || is_dash(c) || is_invisible(c));
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => {
                gap.has_line_end |= gap.hyphens > 0;
                gap.line_ends += 1;
                gap.has_space = true;
            }
            c if c.is_whitespace() => gap.has_space = true,
            c if is_hyphen(c) => {
                gap.has_dash |= gap.has_space;
                gap.hyphens += 1;
            }
            c if is_invisible(c) => {}
            c if is_dash(c) => {
                gap.is_short_dash = !gap.has_dash && matches!(c, '‒' | '–' | '−');
                gap.has_dash = true;
            }
            '”' | '»' | '」' | '』' => gap.has_end = true,
            '“' | '«' | '„' | '「' | '『' => gap.has_begun |= gap.has_end,
            '"' => {
                // One that has space before it begins a quotation if one has ended.
                gap.has_begun |= gap.straight && gap.has_space;
                gap.has_end |= gap.straight && gap.has_space;
                gap.straight |= !gap.has_space;
            }
            c => {
                let mark = Punctuation::behind(&self.text[..self.offset], c);
                gap.punctuation = gap.punctuation.max(mark);
                gap.has_stop |= mark == Punctuation::Question;
            }
        }
        gap.has_quote |= is_mark(c);
        self.offset += c.len_utf8();
    }

    /// Appends a word that has been read.
    pub(super) fn push(&mut self, word: &str, start: usize, is_edited: bool) {
        let gap = std::mem::take(&mut self.gap);
        let after_mark = gap.punctuation != Punctuation::None || gap.has_dash;
        let punctuation = self.words.counted(gap.punctuation, word, self.is_english);
        let after_quote = gap.has_quote;
        let is_apart = gap.is_parted;
        let has_space = gap.has_space;
        let opening = match self.words.words.last() {
            None => Opening::Sentence,
            Some(last) if gap.has_stop && !last.is_dotted || gap.line_ends > 1 => Opening::Sentence,
            Some(_) if is_apart && !self.is_behind_comma(start) => Opening::Mark,
            Some(_) => Opening::Inside,
        };
        let joint = match gap {
            _ if self.words.words.is_empty() => Joint::Space,
            Gap { has_end: true, has_begun: true, .. } => Joint::Closed,
            Gap { has_dash: true, punctuation: Punctuation::None, .. }
            | Gap { hyphens: 1.., punctuation: Punctuation::None, .. }
                if self.is_between_numbers(start) =>
            {
                match gap {
                    Gap { hyphens: 1, has_dash: false, has_space: false, .. } => Joint::Hyphen,
                    _ => Joint::Range,
                }
            }
            Gap { is_short_dash: true, has_space: false, hyphens: 0, .. } => Joint::ShortDash,
            Gap { has_dash: true, .. } | Gap { hyphens: 2.., .. } => Joint::Dash,
            Gap { hyphens: 1, has_line_end: true, .. } => Joint::Wrapped,
            Gap { hyphens: 1, has_space: false, .. } => Joint::Hyphen,
            Gap { hyphens: 1, .. } => Joint::Dash,
            _ => Joint::Space,
        };
        self.brackets.retain(|(end, _)| *end > start);
        let bracket = self.brackets.last().map_or(0, |(_, number)| *number);
        let is_bound = !is_apart && self.is_bound(word, start, joint, has_space);
        let place = WordPlacement { joint, punctuation, after_mark, after_quote, is_bound, opening, bracket };
        self.words.push(word, start..self.offset, place, is_edited);
    }

    /// Returns whether a comma or semicolon stands before `start`.
    fn is_behind_comma(&self, start: usize) -> bool {
        self.text[..start].trim_end().ends_with([',', ';', '，', '、'])
    }

    /// Returns whether numbers stand on both sides of the gap before `start`, with their signs.
    fn is_between_numbers(&self, start: usize) -> bool {
        let of_number = |c: char| c.is_numeric() || is_unit(c);
        let before = self.words.words.last().map_or("", |before| &self.text[..before.span.end]);
        before.ends_with(of_number) && self.text[start..].starts_with(of_number)
    }

    /// Returns whether a word that begins at `start`, and that no mark parts from the one before it, makes
    /// another word of it: as a part of a compound, a sign, or a part of a number.
    fn is_bound(&self, word: &str, start: usize, joint: Joint, has_space: bool) -> bool {
        let Some(before) = self.words.words.last() else { return false };
        let last = self.text[..before.span.end].chars().next_back().unwrap_or(' ');
        let first = word.chars().next().unwrap_or(' ');
        let of_number = |sign: char, other: char| is_unit(sign) && other.is_numeric();
        match joint {
            Joint::Hyphen | Joint::Wrapped => true,
            Joint::Range if !has_space => true,
            Joint::Space if has_space => of_number(first, last) || of_number(last, first),
            Joint::Space if before.span.end == start => binds(first) || binds(last),
            _ => false,
        }
    }

    /// Reads a word of letters and digits.
    fn word(&mut self, word: &mut String) {
        let start = self.offset;
        let (mut is_edited, mut end, mut is_plain) = (false, start, true);
        word.clear();
        while let Some(c) = self.next() {
            if c.is_ascii_alphanumeric() {
                let tail = &self.text[self.offset..];
                let length = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
                word.push_str(&tail[..length]);
                self.offset += length;
                end = self.offset;
                continue;
            }
            match c {
                c if is_fraction(c) || is_unspaced(c) => break,
                '\u{ad}' if self.is_wrapped() => self.offset += 1,
                // Between the parts of a Persian word it is a space.
                '\u{200c}' if self.joins(c, is_arabic) => break,
                c if is_invisible(c) => {}
                '[' | ']' if self.is_inside_word(c) => is_edited = true,
                ']' if is_edited => {}
                c if is_apostrophe(c) && self.joins(c, |c| c.is_alphanumeric() || is_edited && c == ']') => {
                    word.push('\'');
                }
                c if is_gershayim(c) && self.joins(c, is_hebrew) => word.push('"'),
                '.' if word.is_empty() || self.is_inner_stop() => word.push('.'),
                c if separator(c).is_some() && self.joins(c, char::is_numeric) => word.extend(separator(c)),
                c if c.is_ascii() || matches!(c, '‘'..='”' | '–' | '—') => break,
                c if c.is_alphanumeric() || is_combining_mark(c) || is_letters(c) => {
                    is_plain = false;
                    word.push(c);
                }
                _ => break,
            }
            self.offset += c.len_utf8();
            end = if is_invisible(c) { end } else { self.offset };
        }
        if word.is_empty() {
            let c = self.next().unwrap_or(' ');
            self.separate(c);
            return;
        }
        self.offset = end.max(start + 1);
        if !is_plain {
            // The letter of an ordinal (*nº*) is not the letter *o*.
            let parts = word.split_inclusive(['ª', 'º']);
            *word = parts
                .flat_map(|part| {
                    let letters = part.trim_end_matches(['ª', 'º']);
                    letters.nfkc().chain(part[letters.len()..].chars())
                })
                .collect();
        }
        let is_dotted = is_acronym(word) || self.is_half_of_day(word);
        if is_dotted {
            word.retain(|c| c != '.');
        }
        self.push(word, start, is_edited);
        if let Some(last) = self.words.words.last_mut() {
            last.is_dotted = is_dotted;
        }
    }

    /// Returns whether the sign `c` at the offset stands between two characters of a kind.
    fn joins(&self, c: char, kind: impl Fn(char) -> bool) -> bool {
        self.last().is_some_and(&kind) && self.after(c).is_some_and(&kind)
    }

    /// Returns whether the stop at the offset stands inside a word: in a number, an acronym, or an address,
    /// but not before a sentence whose space is missing.
    fn is_inner_stop(&self) -> bool {
        let (Some(before), Some(after)) = (self.last(), self.after('.')) else { return false };
        match (before, after) {
            (a, b) if a.is_numeric() && b.is_numeric() => true,
            (a, b) => a.is_alphabetic() && b.is_alphabetic() && (a.is_uppercase() || b.is_lowercase()),
        }
    }

    /// Returns whether the stop at the offset begins a number such as `.5`.
    fn begins_decimal(&self) -> bool {
        self.after('.').is_some_and(|c| c.is_ascii_digit())
            && self.last().is_none_or(|c| !c.is_alphanumeric() && c != '.')
    }

    /// Returns whether the hyphen or dash `c` at the offset is a minus: before a number, and not behind a
    /// word or number that it joins to this one.
    fn is_minus(&self, c: char) -> bool {
        let tail = self.text[self.offset + c.len_utf8()..].trim_start_matches(is_currency);
        let tail = tail.strip_prefix(['.', ',']).unwrap_or(tail);
        if c == '−' {
            return tail.trim_start().starts_with(char::is_numeric);
        }
        let head = &self.text[..self.offset];
        let is_behind_number = |head: &str| head.trim_end().ends_with(char::is_numeric);
        tail.starts_with(char::is_numeric)
            && head.chars().next_back().is_none_or(|last| match last {
                last if is_currency(last) => !is_behind_number(head.trim_end_matches(is_currency)),
                last => last.is_whitespace() || opens_number(last),
            })
    }
}
