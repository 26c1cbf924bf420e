//! Reads what Westlaw, Lexis, Factiva and web searches write otherwise, with a note on each.

mod near_call;
mod weights;

use crate::query::ast::{Occur, Pattern, Query, Slot, Within};
use crate::query::canonical::operator;
use crate::query::lexer::TokenKind;
use crate::query::notes::excerpt;
use crate::query::operators::foreign::{
    Foreign, assigned, function, is_at_least, is_compared_date, is_length, is_plural_or_mark,
};
use crate::query::operators::near::{MAX_NEAR, is_segment};
use crate::query::parser::{Parser, wildcards};
use crate::query::punctuation::{is_bare_near, is_operator};

/// Minimum number of letters before a `!` that cuts a word short.
const MIN_TRUNCATED: usize = 4;
/// Number of digits of a year.
const YEAR_DIGITS: usize = 4;
/// Number of words from which a query reads like a sentence.
const MIN_SENTENCE: usize = 4;

impl<'q> Parser<'q> {
    /// Reads `word` if it is a field, function or ending of another search program. Returns `None` if it is
    /// none, and `Some(None)` if nothing is left of it.
    pub(crate) fn foreign(&mut self, word: &'q str, start: usize) -> Option<Option<Query>> {
        if is_length(word) {
            self.note(start, &of_length(word));
            return Some(None);
        }
        if is_compared_date(word) {
            self.note(start, &of_day(word));
            return Some(None);
        }
        if is_segment(word) && self.is_behind_operand() && self.operand_is_next() {
            self.note(
                start,
                &format!(
                    "{word} was read as AND: the parts of an article cannot be told apart; /p asks for one paragraph"
                ),
            );
            return Some(None);
        }
        if let Some((name, value)) = word.split_once('=')
            && let Some(foreign) = assigned(name)
        {
            let is_value = value.chars().next().map_or_else(|| self.is_attached(), char::is_alphanumeric);
            return is_value.then(|| self.foreign_value(&format!("{name}="), foreign, value, start));
        }
        if is_at_least(word) && self.operand_is_next() {
            return Some(self.foreign_value(word, Foreign::Count, "", start));
        }
        if word == "NEAR" && self.is_attached_group() {
            return Some(self.near_call(start));
        }
        if !self.is_attached_group() {
            return None;
        }
        let foreign = function(word)?;
        let is_day = |text: &str| foreign == Foreign::Day && text.trim().len() >= YEAR_DIGITS;
        if self.group_text().is_none_or(|text| is_plural_or_mark(text) && !is_day(text)) {
            return None;
        }
        let has_digit = || self.group_text().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()));
        if matches!(foreign, Foreign::Day | Foreign::Length) && !has_digit() {
            return None;
        }
        Some(self.foreign_value(&format!("{word}()"), foreign, "", start))
    }

    /// Reads the value of what `name` stands for: the text `value`, or the next operand.
    pub(crate) fn foreign_value(
        &mut self,
        name: &str,
        foreign: Foreign,
        value: &'q str,
        start: usize,
    ) -> Option<Query> {
        let note = match foreign {
            Foreign::Field(field) => format!("{name} was read as {}:", field.name()),
            Foreign::HeadlineAndLead => {
                format!("{name} was read as title:, since the lead cannot be searched for alone")
            }
            Foreign::WholeHeadline => format!("{name} was read as title: for all words that follow"),
            Foreign::Address => format!(
                "{name} was read as path:, the path of the file; the host of an address is asked for with site:"
            ),
            Foreign::PartOfText => {
                format!("{name} was ignored: what is in it is searched for in the whole article")
            }
            Foreign::Count => {
                format!("{name} was ignored: how often a word occurs cannot be asked for, but ranks")
            }
            Foreign::Day => of_day(name),
            Foreign::Length => of_length(name),
            Foreign::Form => format!("{name} was ignored: a word is found in any case and number"),
        };
        self.note(start, &note);
        let query = match foreign {
            Foreign::Field(field) => self.field_value(field, value, start),
            Foreign::WholeHeadline => self.words_that_follow(value, start),
            _ if value.is_empty() => self.primary().map(|(role, query)| match role {
                Occur::MustNot => Query::Bool(vec![(role, query)]),
                _ => query,
            }),
            _ => self.plain_word(value, start),
        }?;
        match foreign.field() {
            _ if matches!(foreign, Foreign::Day | Foreign::Length) => None,
            Some(field) if query != Query::All => Some(Query::Field(field, Box::new(query))),
            _ => Some(query),
        }
    }

    /// Reads `immigra!` and `immigra$` as `immigra*`, unless it is a whole word with an exclamation mark.
    pub(crate) fn truncated(&mut self, word: &str, start: usize) -> Option<Query> {
        let stem = word.strip_suffix(['!', '$'])?;
        let letters = stem.chars().count();
        let is_word = stem.chars().all(char::is_alphabetic);
        if letters < MIN_TRUNCATED || !is_word || stem.chars().skip(1).any(char::is_uppercase) {
            return None;
        }
        let is_lower = !stem.starts_with(char::is_uppercase);
        let ends_sentence = self.tokens.get(self.index).is_none() && reads_like_a_sentence(self.text);
        let is_truncated = match (self.is_whole_word)(stem) {
            _ if word.ends_with('$') => true,
            Some(is_whole) => !is_whole,
            None => is_lower && !ends_sentence,
        };
        let advised = format!("{}*", stem.to_lowercase());
        if !is_truncated {
            if is_lower && !reads_like_a_sentence(self.text) {
                self.note(start, &format!("{word} was read as a word; {advised} finds all that begin so"));
            }
            return None;
        }
        let slots = wildcards::slots(self.analyzer, &advised);
        let [Slot::Glob(glob)] = slots.as_slice() else { return None };
        let glob = glob.clone();
        self.note(start, &format!("{word} was read as {glob}: all words that begin so"));
        self.admit(Query::Pattern(Pattern { glob }), start)
    }

    /// Adds a note if a proximity operator at `start`, spelled `surface`, may have been meant otherwise, or
    /// its distance is not the one typed.
    pub(crate) fn note_near(&mut self, surface: &str, start: usize, within: Within, ordered: bool) {
        let order = if ordered { "in this order" } else { "in either order" };
        let place = match within {
            Within::Words(1) if ordered => "next to each other".to_owned(),
            Within::Words(words) => format!("at most {words} words apart"),
            Within::Sentence => "in the same sentence".to_owned(),
            Within::Paragraph => "in the same paragraph".to_owned(),
        };
        let canonical = operator(within, ordered);
        let is_sign =
            surface.starts_with('+') || surface.starts_with('/') && matches!(within, Within::Words(_));
        let is_spaced = surface.contains(' ') && !surface.contains('(');
        if is_sign || is_spaced || is_bare_near(surface) {
            self.note(start, &format!("{surface} was read as {canonical}: {place}, {order}"));
            return;
        }
        let Within::Words(words) = within else { return };
        let digits = surface.trim_start_matches(|c: char| !c.is_ascii_digit());
        let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
        if digits.parse() != Ok(words) {
            let bound = if words >= MAX_NEAR { "maximum" } else { "minimum" };
            let read = surface.replace(digits, &words.to_string());
            self.note(start, &format!("{surface} was read as {read}, the {bound}"));
        }
    }

    /// Adds a note on a sign of exclusion that is not ours.
    pub(crate) fn note_exclusion(&mut self) {
        let Some(token) = self.tokens.get(self.index) else { return };
        let (start, surface) = (token.span.start, &self.text[token.span.clone()]);
        let next = self.tokens.get(self.index + 1).map_or("", |next| &self.text[next.span.clone()]);
        match surface {
            "!" => self.note(start, &format!("!{0} was read as -{0}: articles without it", excerpt(next))),
            "%" => self.note(start, &format!("% was read as NOT: articles without {}", excerpt(next))),
            _ => {}
        }
    }

    /// Returns whether the next token is a phrase or a group, without a space before it.
    pub(crate) fn is_attached(&self) -> bool {
        let next = self.tokens.get(self.index);
        next.is_some_and(|next| {
            !next.spaced && matches!(next.kind, TokenKind::Phrase { .. } | TokenKind::Open)
        })
    }

    fn is_attached_group(&self) -> bool {
        self.is_attached() && self.peek() == Some(TokenKind::Open)
    }

    /// Returns whether a word, a phrase or a group stands before the token that was read.
    fn is_behind_operand(&self) -> bool {
        let before = self.index.checked_sub(2).and_then(|index| self.tokens.get(index));
        before.is_some_and(|before| {
            matches!(before.kind, TokenKind::Word(_) | TokenKind::Phrase { .. } | TokenKind::Close)
        })
    }

    /// Returns whether a word, a phrase or a group comes next.
    fn operand_is_next(&self) -> bool {
        matches!(self.peek(), Some(TokenKind::Word(_) | TokenKind::Phrase { .. } | TokenKind::Open))
    }

    /// Returns the text in the next parentheses, which may not be closed.
    fn group_text(&self) -> Option<&'q str> {
        let inner = self.text.get(self.tokens.get(self.index)?.span.end..)?;
        Some(inner.split(')').next().unwrap_or(inner))
    }
}

/// Returns the note on what asks for a length.
fn of_length(name: &str) -> String {
    format!("{name} asks for a length, which cannot be searched for; it was ignored")
}

/// Returns the note on what asks for days.
fn of_day(name: &str) -> String {
    format!("{name} was ignored: --since and --until ask for days")
}

/// Returns whether a query is a text with punctuation, or long.
fn reads_like_a_sentence(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_of_a_search = |word: &str| is_operator(word) || word == "|" || word.contains(['/', '*', ':']);
    let has_operators = words.clone().any(is_of_a_search);
    let has_commas = words.clone().any(|word| word.ends_with([',', '.', ';', '?']));
    !has_operators && (has_commas || words.nth(MIN_SENTENCE - 1).is_some())
}

#[cfg(test)]
mod tests {
    use crate::analysis::AnalyzerVersion;
    use crate::query::parser::tests::read_back;
    use crate::query::parser::{ParseContext, parse, parse_in};

    #[test]
    fn operators_of_other_programs_are_read_and_noted() {
        for (text, understood, note) in [
            ("dam /5 crew", "dam w/5 crew", "/5 was read as w/5: at most 5 words apart, in either order"),
            ("dam +5 crew", "dam pre/5 crew", "+5 was read as pre/5: at most 5 words apart, in this order"),
            ("dam +s crew", "dam pre/s crew", "in the same sentence, in this order"),
            (
                "dam NEAR crew",
                "dam w/10 crew",
                "NEAR was read as w/10: at most 10 words apart, in either order",
            ),
            ("dam ADJ crew", "dam pre/1 crew", "ADJ was read as pre/1: next to each other, in this order"),
            ("dam SAME crew", "dam /p crew", "SAME was read as /p"),
            ("dam AROUND(5) crew", "dam w/5 crew", ""),
            ("dam AROUND (5) crew", "dam w/5 crew", ""),
            ("dam around(5) crew", "dam w/5 crew", ""),
            ("dam NEAR(5) crew", "dam w/5 crew", ""),
            ("dam AROUND 5 crew", "dam w/5 crew", "AROUND 5 was read as w/5: at most 5 words apart"),
            ("dam w/ 5 crew", "dam w/5 crew", "w/ 5 was read as w/5"),
            ("dam pre/ 5 crew", "dam pre/5 crew", "pre/ 5 was read as pre/5"),
            ("DA(aft 2017) dam", "dam", "DA() was ignored: --since and --until"),
            ("date(>2018) dam", "dam", "date() was ignored: --since and --until"),
            ("dam AROUND(5000) crew", "dam w/999 crew", "AROUND(5000) was read as AROUND(999), the maximum"),
            ("NEAR(dam crew, 5)", "dam w/5 crew", "NEAR() was read as w/5"),
            ("NEAR((dam, \"a crew\"),5) x", "dam w/5 \"a crew\" x", "NEAR() was read as w/5"),
            ("NEAR(dam crew river)", "dam w/10 crew w/10 river", "NEAR() was read as w/10"),
            ("\"the dam\" /5 (crew OR team)", "\"the dam\" w/5 (crew OR team)", "/5 was read as w/5"),
            ("immigra!", "immigra*", "immigra! was read as immigra*"),
            ("border /s immigra!", "border /s immigra*", "immigra! was read as immigra*"),
            ("putin !russia", "putin -russia", "!russia was read as -russia"),
            ("!(a OR b) x", "-(a OR b) x", "!( was read as -("),
            ("dam BUT NOT crew", "dam -crew", ""),
            ("dam % crew", "dam -crew", "% was read as NOT"),
            ("headline(dam crew)", "title:(dam crew)", "headline() was read as title:"),
            ("HLEAD(dam)", "title:dam", "the lead cannot be searched for alone"),
            ("hd=dam crew", "title:dam crew", "hd= was read as title:"),
            ("dam^2 crew", "dam crew", "^2 was ignored: words cannot be weighed"),
            ("\"the dam\"^3.5 crew", "\"the dam\" crew", "^3.5 was ignored"),
            ("(dam OR crew)^2 river", "(dam OR crew) river", "^2 was ignored"),
            ("dam~0.8 crew", "dam~1 crew", "~0.8 was read as ~"),
            ("title:dam,crew", "title:dam,crew", "title:(dam OR crew) asks for either"),
            ("rst=reuters dam", "site:reuters dam", "rst= was read as site:"),
            ("allintitle: dam crew", "title:(dam crew)", "allintitle: was read as title:"),
            ("allintext: dam crew", "dam crew", "allintext: was ignored"),
            ("hd=(dam OR crew)", "title:(dam OR crew)", "hd= was read as title:"),
            ("by=\"Ann Lee\"", "author:\"Ann Lee\"", "by= was read as author:"),
            ("atleast5(dam) crew", "dam crew", "atleast5 was ignored"),
            ("atleast5 dam", "dam", "atleast5 was ignored"),
            ("allcaps(dam)", "dam", "allcaps() was ignored"),
            ("dam wc>500", "dam", "wc>500 asks for a length"),
            ("length(>500) dam", "dam", "length() asks for a length"),
            ("dam date>2018", "dam", "date>2018 was ignored: --since and --until"),
            ("title=dam crew", "title:dam crew", "title= was read as title:"),
            ("source=\"Coast Courier\"", "site:\"Coast Courier\"", "source= was read as site:"),
            ("atl5(dam) crew", "dam crew", "atl5 was ignored"),
            ("subject(dam)", "dam", "subject() was ignored: what is in it is searched for in the whole"),
            ("econom$ dam", "econom* dam", "econom$ was read as econom*: all words that begin so"),
            ("dam w/seg crew", "dam crew", "w/seg was read as AND"),
            ("dam PRE/SEG \"the river\"", "dam \"the river\"", "PRE/SEG was read as AND"),
            ("dam w/sent crew", "dam /s crew", ""),
            ("dam pre/sent crew", "dam pre/s crew", ""),
            ("dam pre/para crew", "dam pre/p crew", ""),
            ("NATO NEAR KURSK", "NATO near KURSK", "in a query that is all in capitals, NEAR is a word"),
        ] {
            let (actual, notes) = read_back(text);
            assert_eq!(actual, understood, "{text}");
            assert!(notes.contains(note) && notes.is_empty() == note.is_empty(), "{text}: {notes}");
        }
    }

    #[test]
    fn text_is_left_as_it_is() {
        for (text, understood) in [
            ("and/or", "and/or"),
            ("open 24/7 in Kursk", "open 24/7 in Kursk"),
            ("open 24 /7 in Kursk", "open 24 7 in Kursk"),
            ("call +1 555 0100", "call 1 555 0100"),
            ("call +44 (0) 20", "call 44 0 20"),
            ("C+5 C++", "C+5 C"),
            ("/5", "5"),
            ("+5", "5"),
            ("Wow!", "Wow"),
            ("Yahoo! News", "Yahoo News"),
            ("wow! a dam", "wow a dam"),
            ("They did it, and the crowd cheered!", "They did it and the crowd cheered"),
            ("10/12 and 10/12/2024", "10/12 and 10/12/2024"),
            ("it is NEAR the dam", "it is near the dam"),
            ("NEAR Kursk", "near Kursk"),
            ("the SAME dam", "the same dam"),
            ("5 % of voters", "5 of voters"),
            ("title(s) and source(s)", "title s and source s"),
            ("sad but not surprised", "sad but not surprised"),
            ("id=5 page?id=5", "id=5 page?id=5"),
            ("cos(x)", "cos x"),
            ("person(s) and subject(s)", "person s and subject s"),
            ("w/seg dam", "\"w seg\" dam"),
            ("US$ 5$ per$", "US 5 per"),
            ("near(by) around (x)", "near by around x"),
            ("50!", "50"),
            ("*atleast5 | w/3", "*atleast5 \"w 3\""),
            ("no!! way", "no way"),
        ] {
            assert_eq!(read_back(text).0, understood, "{text}");
        }
    }

    #[test]
    fn the_index_tells_a_word_from_a_beginning() {
        let known = |word: &str| match word {
            "child" | "Yahoo" => Some(true),
            "immigra" | "Ukrain" => Some(false),
            _ => None,
        };
        let context = ParseContext { is_whole_word: &known, ..ParseContext::new(AnalyzerVersion::CURRENT) };
        let read = |text| parse_in(context, text);
        for (text, understood, notes) in [
            ("child!", "child", 1),
            ("Yahoo!", "Yahoo", 0),
            ("Ukrain! border", "ukrain* border", 1),
            ("immigra!", "immigra*", 1),
            ("child, you did it! child!", "child you did it child", 0),
        ] {
            let parsed = read(text);
            assert_eq!(
                (parsed.query.to_string().as_str(), parsed.notes.len()),
                (understood, notes),
                "{text}"
            );
        }
    }

    #[test]
    fn names_that_nest_do_not_go_too_deep() {
        for open in ["NEAR(a ", "headline(", "hd=(", "atleast5(", "NEAR((a b OR "] {
            let parsed = parse(&format!("{}朝 b{}", open.repeat(500), ")".repeat(500)));
            assert_eq!(parse(&parsed.query.to_string()).query, parsed.query, "{open}");
        }
    }
}
