//! Reads what Westlaw, Lexis, Factiva and web searches write otherwise, with a note on each.

use crate::query::acronyms::join_capitals;
use crate::query::ast::{Near, Occur, Pattern, Query, Slot, Within};
use crate::query::canonical::operator;
use crate::query::lexer::TokenKind;
use crate::query::notes::excerpt;
use crate::query::operators::foreign::{
    Foreign, assigned, function, is_at_least, is_length, is_plural_or_mark,
};
use crate::query::operators::near::{DEFAULT_NEAR, MAX_NEAR, distance};
use crate::query::parser::{MAX_NEARS, Parser, near_chain, wildcards};
use crate::query::punctuation::{is_bare_near, is_operator};

/// Minimum number of letters before a `!` that cuts a word short.
const MIN_TRUNCATED: usize = 4;
/// Number of words from which a query reads like a sentence.
const MIN_SENTENCE: usize = 4;

impl<'q> Parser<'q> {
    /// Reads `word` if it is a field, function or ending of another search program. Returns `None` if it is
    /// none, and `Some(None)` if nothing is left of it.
    pub(crate) fn foreign(&mut self, word: &'q str, start: usize) -> Option<Option<Query>> {
        if is_length(word) {
            self.note(
                start,
                &format!("{word} asks for a length, which cannot be searched for; it was ignored"),
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
        if !self.is_attached_group() || self.group_text().is_none_or(is_plural_or_mark) {
            return None;
        }
        let foreign = function(word)?;
        let has_digit = || self.group_text().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()));
        if foreign == Foreign::Day && !has_digit() {
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
            Foreign::Day => format!("{name} was ignored: --since and --until ask for days"),
            Foreign::Form => format!("{name} was ignored: a word is found in any case and number"),
        };
        self.note(start, &note);
        let query = match foreign {
            Foreign::Field(field) => self.field_value(field, value, start),
            Foreign::WholeHeadline => self.words_that_follow(value, start),
            _ if value.is_empty() => self.primary(),
            _ => self.plain_word(value, start),
        }?;
        match foreign.field() {
            _ if foreign == Foreign::Day => None,
            Some(field) if query != Query::All => Some(Query::Field(field, Box::new(query))),
            _ => Some(query),
        }
    }

    /// Reads `NEAR(a b, 5)`: words near each other, in either order.
    fn near_call(&mut self, start: usize) -> Option<Query> {
        if self.depth >= self.max_depth {
            return self.primary();
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.index += 1;
        let (mut operands, mut words) = (Vec::new(), DEFAULT_NEAR);
        while let Some(kind) = self.peek().filter(|kind| *kind != TokenKind::Close) {
            let ends = self.tokens.get(self.index + 1).is_none_or(|next| next.kind == TokenKind::Close);
            if let TokenKind::Word(word) = kind
                && let (before, Some(distance)) = last_number(word)
                && ends
                && !(operands.is_empty() && before.is_empty())
            {
                self.index += 1;
                words = distance;
                operands.extend(self.plain_operand(before, start));
            } else if matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Near(..)) {
                operands.extend(self.operator_as_word());
            } else {
                operands.extend(self.unit());
            }
        }
        self.depth -= 1;
        self.index += usize::from(self.peek() == Some(TokenKind::Close));
        if let [(Occur::Must, Query::Bool(parts))] = operands.as_slice()
            && parts.iter().all(|(occur, _)| *occur == Occur::Must)
        {
            operands = parts.clone(); // `NEAR((a, b), 5)`
        }
        let fits = |(occur, query): &(Occur, Query)| *occur == Occur::Must && query.is_positional();
        let chain: usize = operands.iter().map(|(_, query)| 1 + near_chain(query)).sum();
        if operands.len() < 2 || !operands.iter().all(fits) || chain > MAX_NEARS {
            self.note(start, "NEAR() takes words, phrases and words joined by OR; this was read as AND");
            let query = Query::from_clauses(join_capitals(self.analyzer, operands));
            return Some(query).filter(|query| *query != Query::Nothing);
        }
        self.note(
            start,
            &format!("NEAR() was read as w/{words}: at most {words} words apart, in either order"),
        );
        let within = Within::Words(words);
        operands
            .into_iter()
            .map(|(_, query)| query)
            .reduce(|left, right| Query::Near(Box::new(Near { left, right, within, ordered: false })))
    }

    fn plain_operand(&mut self, word: &'q str, start: usize) -> Option<(Occur, Query)> {
        if word.is_empty() { None } else { self.plain_word(word, start).map(|query| (Occur::Must, query)) }
    }

    /// Reads `immigra!` as `immigra*`, unless it is a whole word with an exclamation mark.
    pub(crate) fn truncated(&mut self, word: &str, start: usize) -> Option<Query> {
        let stem = word.strip_suffix('!')?;
        let letters = stem.chars().count();
        let is_word = stem.chars().all(char::is_alphabetic);
        if letters < MIN_TRUNCATED || !is_word || stem.chars().skip(1).any(char::is_uppercase) {
            return None;
        }
        let is_lower = !stem.starts_with(char::is_uppercase);
        let ends_sentence = self.tokens.get(self.index).is_none() && reads_like_a_sentence(self.text);
        let is_truncated = match (self.is_whole_word)(stem) {
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

/// Splits the last number from `word`: `b,5` and `5`.
fn last_number(word: &str) -> (&str, Option<u32>) {
    let (before, number) = word.rsplit_once(',').unwrap_or(("", word));
    (before, distance(number))
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
            ("hd=(dam OR crew)", "title:(dam OR crew)", "hd= was read as title:"),
            ("by=\"Ann Lee\"", "author:\"Ann Lee\"", "by= was read as author:"),
            ("atleast5(dam) crew", "dam crew", "atleast5 was ignored"),
            ("atleast5 dam", "dam", "atleast5 was ignored"),
            ("allcaps(dam)", "dam", "allcaps() was ignored"),
            ("dam wc>500", "dam", "wc>500 asks for a length"),
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
