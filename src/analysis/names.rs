//! Finds the names of people in a text, as evidence that a word is a name.
//!
//! A capital alone tells little: news writes Health Department and Justice Department, too. A capitalized
//! word directly after a given name (`Don Banks`), an initial (`J. Harris`) or a title (`Gov. Price`) is a
//! name so surely that the share of the articles with such an occurrence, among those with the word at all,
//! separates names from words
//! (`docs/adr/0021-names-are-not-inflected.md`).

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What comes before a surname: given names, and titles.
static ANNOUNCERS: LazyLock<FxHashMap<&str, Announcer>> = LazyLock::new(|| {
    let titles = TITLES.into_iter().map(|title| (title, Announcer::Title));
    GIVEN_NAMES.split_ascii_whitespace().map(|name| (name, Announcer::GivenName)).chain(titles).collect()
});

/// The commonest given names of the United States, written by `eval/given_names.py`.
const GIVEN_NAMES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/analysis/given_names.txt"));

/// Titles before a surname, as they are abbreviated; most with a period.
const TITLES: [&str; 29] = [
    "Adm", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Det", "Dr", "Gen", "Gov", "Govs", "Hon", "Lt", "Maj",
    "Messrs", "Mr", "Mrs", "Ms", "Mx", "Pfc", "Prof", "Pvt", "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt",
    "Supt",
];

/// What may follow a surname and is no part of it.
const SUFFIXES: [&str; 6] = ["II", "III", "IV", "Jr", "Sr", "Esq"];

/// Words before a given name that make it the name of a place (`St. Louis`), or of a thing.
const NO_PERSON_BEFORE: [&str; 22] = [
    "A", "An", "Cape", "East", "El", "Fort", "Lake", "Las", "Los", "Mount", "New", "North", "Port", "Saint",
    "San", "Santa", "Santo", "Sao", "South", "St", "The", "West",
];

/// Words before a person's name that make it the name of a thing: `the Roosevelt Room`.
const DETERMINERS: [&str; 11] = ["the", "a", "an", "this", "that", "its", "his", "her", "our", "their", "my"];

/// What is called after people, and how they are addressed without their name (`Mr. Speaker`), normalized
/// and sorted: no evidence that the word is a name.
#[rustfmt::skip]
const CALLED_AFTER_PEOPLE: [&str; 141] = [
    "academy", "act", "acts", "administration", "airport", "ambassador", "amendment", "arena", "attorney",
    "avenue", "award", "awards", "bank", "bay", "beach", "board", "boulevard", "bridge", "bros",
    "brothers", "building", "bunch", "bureau", "campaign", "canyon", "care", "castle", "catholics", "cemetery",
    "center", "centre", "chair", "chairman", "chairwoman", "chancellor", "church", "city", "clinic", "club",
    "co", "college", "commission", "committee", "company", "corp", "council", "county", "court", "creek",
    "day", "defense", "department", "director", "dispatch", "district", "doctrine", "elementary", "energy",
    "estate", "family", "farm", "farms", "file", "files", "foundation", "fund", "garden", "gardens", "general",
    "giants", "governor", "group", "health", "herald", "hills", "hospital", "hotel", "house", "inc",
    "institute", "island", "islands", "journal", "judge", "justice", "lake", "lakes", "law", "laws", "library",
    "list", "llc", "machine", "mansion", "mayor", "medal", "memorial", "middle", "minister", "mountain",
    "mountains", "museum", "news", "palace", "parish", "park", "peninsula", "plan", "plaza", "point", "post",
    "president", "prize", "project", "ranch", "report", "river", "road", "room", "school", "schools",
    "secretary", "senate", "senator", "show", "speaker", "springs", "square", "stadium", "state", "street",
    "theater", "theatre", "times", "tower", "town", "tribune", "trust", "university", "valley", "village",
];

/// A word that comes before a surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announcer {
    GivenName,
    Title,
}

/// The no-break space.
const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();

/// Maximum length of a given name, in bytes.
const MAX_GIVEN_NAME: usize = 12;

/// Minimum length of a long word, in bytes: short ones are in lower case even in a title.
const LONG: usize = 4;

/// Returns whether a word comes before surnames: a given name or an abbreviated title.
pub(crate) fn announces_name(word: &str) -> bool {
    ANNOUNCERS.contains_key(word)
}

/// Returns the commonest given names, each with a capital.
pub(crate) fn given_names() -> impl Iterator<Item = &'static str> {
    GIVEN_NAMES.split_ascii_whitespace()
}

/// Returns whether a normalized word is one of the commonest given names.
pub(crate) fn is_given_name(word: &str) -> bool {
    let mut buffer = [0; MAX_GIVEN_NAME];
    let Some(capitalized) = buffer.get_mut(..word.len()) else { return false };
    capitalized.copy_from_slice(word.as_bytes());
    capitalized[..1.min(word.len())].make_ascii_uppercase();
    std::str::from_utf8(capitalized)
        .is_ok_and(|capitalized| ANNOUNCERS.get(capitalized) == Some(&Announcer::GivenName))
}

/// Returns the forms of a normalized name: the name, its plural, and its possessive as a token (`price`,
/// `prices`; `harris`, `harriss`, `harrises`).
pub(crate) fn name_forms(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned(), format!("{name}s")];
    if ends_with_sibilant(name) {
        forms.push(format!("{name}es"));
    }
    forms
}

fn ends_with_sibilant(word: &str) -> bool {
    word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh")
}

/// Finder of the names in a text, which is given its tokens one after the other.
pub(crate) struct NameFinder<'t> {
    text: &'t str,
    /// Byte ranges of the capitalized words that stand together before the next token.
    run: Vec<Range<usize>>,
    /// Number of long words of the block: in lower case, and with a capital.
    long_words: [u32; 2],
    /// Byte ranges of the names.
    names: Vec<Range<usize>>,
    /// Number of names in complete blocks.
    complete: usize,
}

impl<'t> NameFinder<'t> {
    /// Creates a finder that stands before the first token of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        NameFinder { text, run: Vec::new(), long_words: [0; 2], names: Vec::new(), complete: 0 }
    }

    /// Reads the next token.
    pub(crate) fn push(&mut self, span: Range<usize>) {
        if self.text.as_bytes().get(span.start).is_some_and(u8::is_ascii_uppercase) {
            self.long_words[1] += u32::from(span.len() >= LONG);
            self.push_capital(span);
        } else {
            self.push_lower_case(span.len());
        }
    }

    /// Reads the next token, which has no capital and is of this length.
    #[inline]
    pub(crate) fn push_lower_case(&mut self, length: usize) {
        self.long_words[0] += u32::from(length >= LONG);
        if !self.run.is_empty() {
            self.end_run();
        }
    }

    /// Ends a block: a line or a paragraph. In a title, where most words have capitals, they tell nothing.
    pub(crate) fn end_block(&mut self) {
        self.end_run();
        let [lower, capital] = std::mem::take(&mut self.long_words);
        if lower == 0 || lower * 2 < capital {
            self.names.truncate(self.complete);
        }
        self.complete = self.names.len();
    }

    /// Ends the text and returns the names in it: surnames, and the given names before them.
    pub(crate) fn finish(mut self) -> impl Iterator<Item = &'t str> {
        self.end_block();
        let text = self.text;
        self.names.into_iter().filter_map(move |span| text.get(span))
    }

    fn push_capital(&mut self, span: Range<usize>) {
        if let Some(last) = self.run.last() {
            let bytes = self.text.as_bytes();
            let joined = match bytes.get(last.end..span.start) {
                Some(b" " | NO_BREAK_SPACE) => match last.end.checked_sub(1).and_then(|end| bytes.get(end)) {
                    // An acronym with dots (`U.S.`) is no part of a name; initials (`J. K.`) are.
                    Some(b'.') => self.are_initials(last),
                    Some(b's') => !self.is_possessive(last),
                    _ => true,
                },
                Some(b". " | b".\xc2\xa0") => {
                    last.len() == 1
                        || self.announcer(last) == Some(Announcer::Title)
                        || self.word(last) == "St"
                }
                _ => false,
            };
            if !joined {
                self.end_run();
            }
        }
        self.run.push(span);
    }

    /// Ends the capitalized words that stand together.
    fn end_run(&mut self) {
        if self.run.len() > 1 {
            let run = std::mem::take(&mut self.run);
            self.find_name(&run);
            self.run = run;
        }
        self.run.clear();
    }

    /// Finds the name of a person in capitalized words that stand together: the last of them is a surname if
    /// a given name, an initial or a title comes before it.
    fn find_name(&mut self, mut run: &[Range<usize>]) {
        while let [others @ .., last] = run
            && others.len() > 1
            && SUFFIXES.contains(&self.word(last))
        {
            run = others;
        }
        let [.., before, surname] = run else { return };
        let index = run.len() - 2;
        let announcers = [Some(index), index.checked_sub(1)]
            .map(|index| index.and_then(|index| Some((index, self.announcer(&run[index])?))));
        if announcers == [None; 2] && !self.is_initial(before) || !self.may_be_name(surname) {
            return;
        }
        // A middle name or an initial may stand between.
        let [near, far] = announcers;
        let far = far.filter(|_| self.may_be_name(before) || self.is_initial(before));
        let announcers = || [near, far].into_iter().flatten();
        let is_given = |(index, announcer): &(usize, Announcer)| {
            *announcer == Announcer::GivenName && self.is_given(run, *index)
        };
        let given = announcers().find(is_given).map(|(index, _)| run[index].clone());
        let titled = announcers().any(|(_, announcer)| announcer == Announcer::Title);
        if given.is_some() || titled || self.is_initial(before) {
            self.names.push(surname.clone());
            self.names.extend(given);
        }
    }

    /// Returns what a word is before a surname.
    fn announcer(&self, span: &Range<usize>) -> Option<Announcer> {
        // Most capitalized words are longer than given names.
        let second = self.text.as_bytes().get(span.start + 1).filter(|_| span.len() <= MAX_GIVEN_NAME)?;
        if second.is_ascii_lowercase() { ANNOUNCERS.get(self.word(span)).copied() } else { None }
    }

    /// Returns whether a word is written as a name is, and is none of those that are called after people.
    fn may_be_name(&self, span: &Range<usize>) -> bool {
        let word = self.word(span);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let folded = || word.bytes().map(|byte| byte.to_ascii_lowercase());
        word.bytes().any(|byte| byte.is_ascii_lowercase())
            && CALLED_AFTER_PEOPLE.binary_search_by(|known| known.bytes().cmp(folded())).is_err()
    }

    /// Returns whether the given name at `index` of a run is that of a person.
    fn is_given(&self, run: &[Range<usize>], index: usize) -> bool {
        match index.checked_sub(1) {
            Some(before) => !NO_PERSON_BEFORE.contains(&self.word(&run[before])),
            None => {
                let before = self.text.get(..run[index].start).unwrap_or_default();
                let before = before.strip_suffix(' ').unwrap_or_default();
                let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |start| start + 1);
                !before.get(start..).is_some_and(|word| DETERMINERS.contains(&word))
            }
        }
    }

    /// Returns whether a word is an initial: `J.`, but not the end of `U.S.` or `World War I.`
    fn is_initial(&self, span: &Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        match span.len() {
            1 => {
                let before = span.start.checked_sub(1).and_then(|before| bytes.get(before));
                bytes.get(span.end) == Some(&b'.')
                    && bytes.get(span.start) != Some(&b'I')
                    && before.is_none_or(u8::is_ascii_whitespace)
            }
            _ => self.are_initials(span),
        }
    }

    /// Returns whether a token is several initials: `J. K.`
    fn are_initials(&self, span: &Range<usize>) -> bool {
        let second = self.text.as_bytes().get(span.start + 1);
        second == Some(&b'.') && self.word(span).contains([' ', '\u{a0}'])
    }

    fn is_possessive(&self, span: &Range<usize>) -> bool {
        let word = self.word(span);
        word.ends_with("'s") || word.ends_with("’s")
    }

    fn word(&self, span: &Range<usize>) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::AnalyzerVersion;
    use crate::analysis::names::*;
    use crate::analysis::tokenizer::TokenStream;

    fn names(text: &str) -> Vec<&str> {
        let mut finder = NameFinder::new(text);
        let mut last_end = 0;
        let mut tokens = TokenStream::new(AnalyzerVersion::CURRENT, text);
        while tokens.advance() {
            if tokens.span().end <= last_end {
                continue; // another form of the last token
            }
            if text[last_end..tokens.span().start].contains('\n') {
                finder.end_block();
            }
            last_end = tokens.span().end;
            finder.push(tokens.span());
        }
        finder.finish().collect()
    }

    #[test]
    fn a_capital_after_a_given_name_an_initial_or_a_title_is_a_name() {
        for (text, expected) in [
            ("the banker Don Banks went home", &["Banks", "Don"][..]),
            ("reported by J. Harris of this paper", &["Harris"]),
            ("said J. K. Rowling, the author", &["Rowling"]),
            ("under George W. Bush, taxes went down", &["Bush", "George"]),
            ("he asked Gov. Price, who declined", &["Price"]),
            ("then Sen. Orrin Hatch rose to speak", &["Hatch"]),
            ("but Mr Hunt’s plan was rejected", &["Hunt’s"]),
            ("then Martin Luther King Jr. spoke there", &["King", "Luther"]),
            ("and Sarah Jessica Parker was there with others", &["Parker", "Jessica"]),
            ("before Tom Price's Health plan was read", &["Price's", "Tom"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn other_capitals_are_no_names() {
        for text in [
            "the Justice Department and the Health Department said",
            "the U.S. Congress met in Washington D.C. Police said",
            "after World War I. Health was better then",
            "studied at Alice Lloyd College before that",
            "read The Kelly Chronicle before dinner",
            "met in the Roosevelt Lounge before dinner",
            "the people of St. Louis Heights were asked",
            "thank you, Mr. President, for coming here",
            "they met Don. Banks were closed then",
            "as DON BANKS told the paper yesterday",
            "Tom Price Quits Over Use of Private Planes",
        ] {
            assert_eq!(names(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn titles_are_no_evidence_and_other_lines_are() {
        let text =
            "Tom Price Resigns From His Office\n\nthe secretary Tom Price resigned on Friday\nBy Ann Holder";
        assert_eq!(names(text), ["Price", "Tom"]);
    }

    #[test]
    fn a_name_has_a_plural_and_a_possessive() {
        assert_eq!(name_forms("harris"), ["harris", "harriss", "harrises"]);
        assert_eq!(name_forms("reid"), ["reid", "reids"]);
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(CALLED_AFTER_PEOPLE.is_sorted());
        assert!(ANNOUNCERS.len() > 1_000 && announces_name("Ann") && announces_name("Gov"));
    }
}
