//! Marks of notes: *pelicans³*, *Eastmere\[4\]*, *the board\[note 2\]*.
//!
//! A mark that is attached to a word is a token at the position of that word, so that it breaks no phrase and
//! is still found.

use std::ops::Range;

use crate::analysis::normalize::{CharClass, class};
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::tokenizer::symbols::{Symbol, is_superscript, may_be_symbol, superscript_digit, symbol};

/// Maximum length of a mark in bytes.
const MAX_MARK_BYTES: usize = 96;

/// Beginnings of remarks in brackets that editors of wikis attach to a word.
const REMARKS: &[&str] = &[
    "according to",
    "a source",
    "attribution needed",
    "belege",
    "better source",
    "by whom",
    "bron?",
    "carece de",
    "citation",
    "citazione",
    "cita requerida",
    "clarification",
    "clarify",
    "disambiguation needed",
    "discuss",
    "dubious",
    "failed verification",
    "full citation",
    "how?",
    "kaynak",
    "needs update",
    "non-primary source",
    "original research",
    "page needed",
    "potrzebny przypis",
    "quelle",
    "réf. nécessaire",
    "senza fonte",
    "sic",
    "specify",
    "unreliable source",
    "update",
    "vague",
    "verification",
    "weasel words",
    "when",
    "where",
    "which",
    "who",
    "why?",
    "year needed",
    "источник",
    "уточнить",
    "когда?",
    "кто?",
    "джерело",
    "коли?",
    "хто?",
    "要出典",
    "要検証",
    "来源请求",
    "來源請求",
    "출처 필요",
    "مدرک",
    "بحاجة لمصدر",
];

impl TokenStream<'_> {
    /// Returns the symbol at `span`, if there is one.
    #[inline]
    pub(crate) fn symbol_at(&self, span: &Range<usize>) -> Option<Symbol> {
        let first = self.source.as_bytes().get(span.start).filter(|byte| may_be_symbol(**byte));
        first.and_then(|_| symbol(self.source[span.clone()].chars().next()?))
    }

    /// Looks for a mark in brackets at the offset `start` of an opening bracket. The words up to its end are
    /// marks.
    #[cold]
    pub(crate) fn begin_mark(&mut self, start: usize) {
        if let Some(end) = mark_end(self.source, start) {
            self.glue(start, end);
            self.mark_end = end;
        }
    }

    /// Reads the digits in superscript that begin with the folded digit `first` as a token. They are a mark
    /// if they are attached to something.
    pub(crate) fn read_superscript(&mut self, first: char, start: usize) {
        let tail = &self.source[start..];
        let length = tail.len() - tail.trim_start_matches(is_superscript).len();
        let end = start + length;
        self.pending.clear();
        self.word.push(first);
        let rest = tail[..length].chars().skip(1);
        self.word.extend(rest.take(8).filter_map(superscript_digit));
        (self.span, self.offset) = (start..end, end);
        if is_attached(self.source, start) {
            self.glue(start, end);
            self.mark_end = end;
        }
    }

    /// Appends the digits in superscript at `start` to the word.
    pub(crate) fn push_exponent(&mut self, start: usize) {
        let digits = self.source[start..].chars().map_while(superscript_digit);
        let length: usize =
            self.source[start..].chars().take_while(|c| is_superscript(*c)).map(char::len_utf8).sum();
        self.word.extend(digits.take(8));
        self.pending.clear();
        self.offset = start + length;
        self.span.end = self.offset;
    }

    /// Records that nothing but marks stands between the last character of a script without spaces and
    /// `end`.
    fn glue(&mut self, start: usize, end: usize) {
        if start == self.last_span.end || start == self.glue_end {
            self.glue_end = end;
        }
    }
}

/// Returns the offset after the marks of notes at `offset`.
pub(crate) fn skip_marks(text: &str, mut offset: usize) -> usize {
    loop {
        let tail = &text[offset..];
        let superscripts = tail.len() - tail.trim_start_matches(is_superscript).len();
        if superscripts > 0 && is_attached(text, offset) {
            offset += superscripts;
        } else if tail.starts_with('[')
            && let Some(end) = mark_end(text, offset)
        {
            offset = end;
        } else {
            return offset;
        }
    }
}

/// Returns whether something other than white space and an opening bracket or quote precedes `offset`.
fn is_attached(text: &str, offset: usize) -> bool {
    let before = text[..offset].chars().next_back();
    before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '{' | '“' | '„' | '«' | '‘'))
}

/// Returns whether a word and one space precede `offset`.
fn follows_word(text: &str, offset: usize) -> bool {
    let mut before = text[..offset].chars().rev();
    matches!(before.next(), Some(' ' | '\u{a0}'))
        && before.next().is_some_and(|c| class(c) == CharClass::Letter && !c.is_numeric())
}

/// Returns the offset after a mark in brackets that begins at `start`.
fn mark_end(text: &str, start: usize) -> Option<usize> {
    let is_attached = is_attached(text, start) || text[start..].starts_with("[^");
    if !is_attached && !follows_word(text, start) {
        return None;
    }
    let tail = text.as_bytes().get(start + 1..)?;
    let length = memchr::memchr3(b']', b'[', b'\n', &tail[..tail.len().min(MAX_MARK_BYTES)])?;
    let content = text.get(start + 1..start + 1 + length)?;
    let end = start + length + 2;
    if tail[length] != b']' || !is_mark(content) {
        return None;
    }
    // Apart from a word, a number is a mark, and nothing else.
    if !is_attached && !content.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let after = text[end..].chars().next();
    after.is_none_or(|c| class(c) != CharClass::Letter || is_superscript(c)).then_some(end)
}

/// Returns whether `content` in brackets marks a note: a number or letter, perhaps with a word (*note 2*),
/// the label of a footnote in Markdown, or a remark.
fn is_mark(content: &str) -> bool {
    if let Some(label) = content.strip_prefix('^') {
        return !label.is_empty() && !label.contains(char::is_whitespace);
    }
    let content = content.trim();
    if is_number(content) {
        return true;
    }
    let numbered = content.rsplit_once(char::is_whitespace).is_some_and(|(word, number)| {
        is_number(number) && word.chars().count() <= 12 && !word.contains(char::is_whitespace)
    });
    let lower = content.to_lowercase();
    numbered || REMARKS.iter().any(|remark| lower.starts_with(remark))
}

/// Returns whether `text` is one letter, a Roman number, or a list of numbers of at most three digits.
fn is_number(text: &str) -> bool {
    let mut letters = text.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_alphanumeric()
    {
        return true;
    }
    if !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| b"ivxIVX".contains(&byte)) {
        return true;
    }
    let mut numbers = text.split([',', ';', '-', '–', '—', ' ', ':', '.']);
    !text.is_empty()
        && numbers.all(|number| number.chars().count() <= 3 && number.chars().all(char::is_numeric))
        && text.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::tests::tokens_with_positions as tokens;

    #[test]
    fn marks_stand_at_the_position_of_their_word() {
        for (text, expected) in [
            ("The pelicans³ left", "the pelicans +3 left"),
            ("the pelicans.¹² Then", "the pelicans +12 then"),
            ("in 2023¹ the", "in 2023 +1 the"),
            ("Eastmere[4] voted", "eastmere +4 voted"),
            ("Eastmere[4][15]: voted", "eastmere +4 +15 voted"),
            ("closed,[note 2] then", "closed +note +2 then"),
            ("closed[4, 5] then", "closed +4 +5 then"),
            ("market[citation needed] for", "market +citation +needed for"),
            ("market[^long-name] for", "market +long +name for"),
            ("soldier[s] left", "soldier +s left"),
            ("рынок[7] закрыт", "рынок +7 закрыт"),
            ("see [4] there, in 5 [4]", "see +4 there in 5 4"),
            ("東京[4]は雨", "東京 +4 京は は雨"),
            ("東京³は雨", "東京 +3 京は は雨"),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_words() {
        for (text, expected) in [
            ("¹ Minutes of", "1 minutes of"),
            ("[4] Minutes", "4 minutes"),
            ("5 m² and 3 km³", "5 m2 and 3 km3"),
            ("10⁶ H₂O CO₂", "106 h2o co2"),
            ("he[the mayor] said", "he the mayor said"),
            ("re[s]pect", "re s pect"),
            ("in[2024] x", "in 2024 x"),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }
}
