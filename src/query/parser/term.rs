//! One typed word: plain, with wildcards, fuzzy (`~`), or in an exact form (`=`).

use jiff::civil::Date;

use crate::analysis::{AnalyzerVersion, exact_query_tokens, is_marked_term, is_unspaced_letter};
use crate::query::ast::{Field, Fuzzy, Occur, Pattern, Phrase, Query, Slot, Term};
use crate::query::dates;
use crate::query::operators::foreign::{
    assigned, clause, is_at_least, is_compared_date, is_length, prefixed, split_field,
};
use crate::query::operators::near::{is_near, is_segment};
use crate::query::parser::phrase;
use crate::query::parser::slots::{join_slots, pass_over_gaps};
use crate::query::parser::wildcards::{is_edge, is_pattern, slots, trim};
use crate::query::punctuation::{is_sign, straighten};

/// Maximum edit distance of a fuzzy word.
const MAX_DISTANCE: u8 = 2;

/// A parsed word.
pub(crate) struct ParsedWord {
    pub query: Query,
    /// Explanation, if the word was read differently from how it was typed.
    pub note: Option<String>,
}

/// Reads `word`, which contains no white space. Returns `None` if it has no letter or digit.
pub(crate) fn read(analyzer: AnalyzerVersion, word: &str) -> Option<ParsedWord> {
    let straight = straighten(word);
    let note = (straight.contains("**") && straight.trim_matches('*') != straight)
        .then(|| "double asterisks were ignored; a single asterisk stands for any letters".to_owned());
    let is_edge = |c: char| is_edge(analyzer, c);
    let (bare, exact) = match straight.trim_start_matches(|c: char| is_edge(c) && c != '=').strip_prefix('=')
    {
        Some(tail) => (tail, true),
        None => (straight.as_str(), false),
    };
    let read = read_bare(analyzer, trim(analyzer, bare), exact)?;
    let note = note.or_else(|| {
        let passed_over = if has_pattern(&read.query) {
            return None;
        } else if straight.contains('*') {
            "an asterisk is a wildcard only in a word without other symbols; it was ignored"
        } else if straight.trim_start_matches(|c: char| is_edge(c) && c != '?').starts_with('?') {
            "a question mark is a wildcard only after a letter; it was ignored"
        } else {
            return None;
        };
        Some(passed_over.to_owned())
    });
    Some(ParsedWord { note: read.note.or(note), ..read })
}

fn has_pattern(query: &Query) -> bool {
    match query {
        Query::Pattern(_) => true,
        Query::Phrase(phrase) => phrase.slots().any(|slot| matches!(slot, Slot::Glob(_))),
        _ => false,
    }
}

fn read_bare(analyzer: AnalyzerVersion, word: &str, exact: bool) -> Option<ParsedWord> {
    let plain = |query| ParsedWord { query, note: None };
    if let Some((bare, distance)) = fuzzy_suffix(word)
        && let Some(read) = fuzzy(analyzer, bare, distance)
    {
        return Some(read);
    }
    if is_pattern(analyzer, word) {
        let slots = slots(analyzer, word);
        return match slots.as_slice() {
            [] => None,
            [Slot::Glob(glob)] => Some(plain(Query::Pattern(Pattern { glob: glob.clone() }))),
            _ => {
                let surfaces = [&*join_slots(&slots), word];
                Some(plain(Query::Phrase(exact_phrase(analyzer, slots, surfaces))))
            }
        };
    }
    let term = Term::new(analyzer, word)?;
    // Without the surrounding punctuation the word may mean something else.
    if term.surface.len() < word.len() && !exact {
        return read_bare(analyzer, trim(analyzer, &term.surface), exact);
    }
    if let [piece] = term.tokens.as_slice()
        && is_unspaced_letter(piece)
    {
        return Some(plain(letter(piece)));
    }
    // Quote a word that would parse as an operator or a field in the canonical form.
    let is_operator = is_near(&term.surface) || is_segment(&term.surface) || is_at_least(&term.surface);
    if exact || is_operator || is_field_clause(&term.surface) {
        let marked = if exact { exact_query_tokens(analyzer, &term.surface) } else { Vec::new() };
        let is_marked = marked.iter().any(|token| is_marked_term(token.as_bytes()));
        let tokens = if is_marked { marked } else { term.tokens };
        let slots: Vec<_> = tokens.into_iter().map(Slot::Word).collect();
        let joined = join_slots(&slots);
        // With its marks, and without punctuation.
        let surfaces = match is_marked && !term.surface.contains(is_ascii_sign) {
            true => [&*term.surface, &joined],
            false => [&*joined, &term.surface],
        };
        return Some(plain(Query::Phrase(exact_phrase(analyzer, slots, surfaces))));
    }
    Some(plain(Query::Term(term)))
}

/// Returns the query of one letter of a script without spaces, which the index holds in bigrams with its
/// neighbors.
pub(crate) fn letter(letter: &str) -> Query {
    let bigram = |glob: String| (Occur::Should, Query::Pattern(Pattern { glob }));
    Query::Bool(vec![bigram(format!("{letter}*")), bigram(format!("*{letter}"))])
}

/// Returns the phrase of `slots`, with the first of `surfaces` that parses to them: apart, words may be cut
/// otherwise than as typed. If none does, the phrase is the one that the first parses to.
fn exact_phrase(analyzer: AnalyzerVersion, slots: Vec<Slot>, surfaces: [&str; 2]) -> Phrase {
    let mut parts = vec![slots];
    pass_over_gaps(analyzer, &mut parts);
    let read = surfaces.map(|surface| phrase::read(analyzer, surface, 0).map(|(phrase, _)| phrase));
    let same = read.iter().flatten().find(|phrase| phrase.parts == parts).cloned();
    let [first, _] = read;
    same.or(first).unwrap_or_else(|| Phrase { surface: surfaces[0].to_owned(), parts, slop: 0 })
}

/// Returns whether `c` is an ASCII sign other than a hyphen or an apostrophe.
fn is_ascii_sign(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '-' | '\'')
}

/// Returns whether `word` is a field clause.
fn is_field_clause(word: &str) -> bool {
    if is_length(word)
        || is_compared_date(word)
        || word.split_once('=').is_some_and(|(name, _)| assigned(name).is_some())
    {
        return true;
    }
    let Some((name, value)) = split_field(word) else { return false };
    let is_dates = || dates::dates(name, value, Some(Date::constant(2000, 1, 1))).is_some();
    let is_foreign = || clause(name, value).is_some() || dates::is_foreign_date_name(name) && is_dates();
    Field::named(name).is_some()
        || dates::is_date_name(name) && is_dates()
        || value.starts_with(char::is_alphanumeric) && is_foreign()
        || value.starts_with(is_sign) && prefixed(name).is_some_and(|foreign| foreign.field().is_some())
}

/// Splits `word` before a final `~`, `~1` or `~2`. Returns the word and the number.
fn fuzzy_suffix(word: &str) -> Option<(&str, Option<u32>)> {
    let (bare, number) = word.rsplit_once('~')?;
    match number {
        "" => Some((bare, None)),
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((bare, Some(number.parse().ok()?)))
        }
        _ => None,
    }
}

fn fuzzy(analyzer: AnalyzerVersion, bare: &str, distance: Option<u32>) -> Option<ParsedWord> {
    let term = Term::new(analyzer, bare)?;
    let [word] = term.tokens.as_slice() else {
        let note = "only a word of one piece can be approximate; this one was read as typed".to_owned();
        return read_bare(analyzer, bare, false).map(|read| ParsedWord { note: Some(note), ..read });
    };
    // Two edits turn a short word into another word.
    let default = if word.chars().count() < 6 { 1 } else { MAX_DISTANCE };
    let requested = distance.unwrap_or(u32::from(default));
    let distance = u8::try_from(requested).unwrap_or(MAX_DISTANCE).min(MAX_DISTANCE);
    let note = (requested > u32::from(MAX_DISTANCE))
        .then(|| format!("~{requested} was read as ~{MAX_DISTANCE}, the maximum"));
    let query = match distance {
        0 => {
            let parts = vec![vec![Slot::Word(word.clone())]];
            Query::Phrase(Phrase { surface: word.clone(), parts, slop: 0 })
        }
        distance => Query::Fuzzy(Fuzzy { word: word.clone(), distance }),
    };
    Some(ParsedWord { query, note })
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;
    use crate::query::parser::term::*;

    fn canonical(word: &str) -> String {
        read(AnalyzerVersion::CURRENT, word).map_or(String::new(), |read| read.query.to_string())
    }

    #[test]
    fn wildcards_need_a_letter_beside_them() {
        for (word, understood) in [
            ("Kurs*", "kurs*"),
            ("K?rsk", "k?rsk"),
            ("*grad", "*grad"),
            ("Kursk?", "Kursk"),
            ("?slip", "slip"),
            ("?k?rsk", "?k?rsk"),
            ("(Kurs*),", "kurs*"),
            ("Jong-u*", "\"jong u*\""),
            ("don’t*", "dont*"),
            ("Caf?s", "caf?s"),
            ("CAFÉ*", "cafe*"),
            ("Mu\u{308}nch*", "münch*"),
            ("*BÜRGER*meister", "*bürger*meister"),
            ("Größ*", "gröss*"),
            ("page?id=5", "page?id=5"),
            ("**Kursk**", "Kursk"),
            ("*", ""),
            ("??", ""),
        ] {
            assert_eq!(canonical(word), understood, "{word}");
        }
    }

    #[test]
    fn a_pattern_that_is_too_long_becomes_its_words() {
        let long = format!("a{}朝{}朝b*", "?".repeat(40), "?".repeat(40));
        assert_eq!(canonical(&format!("{long}-ї*")), "\"a朝朝 b* ї*\"");
    }

    #[test]
    fn an_exact_word_reads_back_as_it_is_cut() {
        for (word, understood) in [
            // A squared letter is cut otherwise than the letters that it stands for.
            ("=派🉐", "\"派🉐\""),
            ("=派㍻", "\"派㍻\""),
            ("派㍻*", "\"派㍻*\""),
            ("*派🉀a", "\"*派🉀a\""),
            ("a*-派🉀", "\"a*-派🉀\""),
            ("ぁ🈐a?᪐", "\"ぁ🈐a?᪐\""),
            // Apart the numbers would be one.
            ("=4~124派", "\"4~124派\""),
            ("=²41²", "\"²41²\""),
            ("*½124", "\"*½124\""),
            ("by=5-124", "\"by=5-124\""),
            // In quotes an ellipsis stands for words.
            ("=a…É", "\"a é\""),
        ] {
            let query = read(AnalyzerVersion::CURRENT, word).map(|read| read.query);
            assert_eq!(canonical(word), understood, "{word}");
            assert_eq!(Some(parse(understood).query), query, "{word}");
        }
    }

    #[test]
    fn fuzzy_and_exact_words() {
        for (word, understood) in [
            ("Zelensky~", "zelensky~2"),
            ("Kim~", "kim~1"),
            ("Kim~2", "kim~2"),
            ("Zelensky~9", "zelensky~2"),
            ("Zelensky~0", "\"zelensky\""),
            ("=troop", "\"troop\""),
            ("=F-16", "\"f 16\""),
            ("F-16~", "F-16"),
            ("~", ""),
        ] {
            assert_eq!(canonical(word), understood, "{word}");
        }
    }
}
