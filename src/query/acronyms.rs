//! Acronyms typed as letters with spaces: text that lost its punctuation has *U S* for *U.S.*

use crate::analysis::{AnalyzerVersion, acronym_token};
use crate::query::ast::{Occur, Phrase, Query, Slot};

/// Joins single capitals that follow each other (`U S`) to a phrase, which finds the acronym, too.
pub(crate) fn join_capitals(analyzer: AnalyzerVersion, clauses: Vec<(Occur, Query)>) -> Vec<(Occur, Query)> {
    if analyzer < AnalyzerVersion::V7
        || !clauses.windows(2).any(|pair| pair.iter().all(|c| capital(c).is_some()))
    {
        return clauses;
    }
    let runs = clauses.chunk_by(|first, second| capital(first).is_some() && capital(second).is_some());
    let join = |run: &[(Occur, Query)]| match run {
        [clause] => clause.clone(),
        run => {
            let letters: Vec<&str> = run.iter().filter_map(capital).collect();
            let part = letters.iter().map(|letter| Slot::Word(letter.to_lowercase())).collect();
            (Occur::Must, Query::Phrase(Phrase { surface: letters.join(" "), parts: vec![part], slop: 0 }))
        }
    };
    runs.map(join).collect()
}

/// Returns the surface of a clause that is one ASCII capital.
fn capital((occur, query): &(Occur, Query)) -> Option<&str> {
    match (occur, query) {
        (Occur::Must, Query::Term(term)) if term.surface.len() == 1 => {
            Some(&*term.surface).filter(|surface| surface.as_bytes()[0].is_ascii_uppercase())
        }
        _ => None,
    }
}

impl Phrase {
    /// Returns the parts with each run of single letters as an acronym; `None` if there is no such run.
    pub(crate) fn parts_with_acronyms(&self) -> Option<Vec<Vec<Slot>>> {
        let has_run = |part: &Vec<Slot>| part.windows(2).any(|pair| pair.iter().all(|s| letter(s).is_some()));
        self.parts.iter().any(has_run).then(|| self.parts.iter().map(|part| join_letters(part)).collect())
    }
}

fn join_letters(part: &[Slot]) -> Vec<Slot> {
    let runs = part.chunk_by(|first, second| letter(first).is_some() && letter(second).is_some());
    let join = |run: &[Slot]| match run {
        [slot] => slot.clone(),
        run => Slot::Word(acronym_token(&run.iter().filter_map(letter).collect::<String>())),
    };
    runs.map(join).collect()
}

/// Returns the word of a slot that is one ASCII letter.
fn letter(slot: &Slot) -> Option<&str> {
    match slot {
        Slot::Word(word) if word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase() => Some(word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::query::acronyms::*;
    use crate::query::{Query, parse};

    fn joined(phrase: &str) -> Option<Vec<Vec<String>>> {
        let Query::Phrase(phrase) = parse(phrase).query else { return None };
        let word = |slot: &Slot| match slot {
            Slot::Word(word) | Slot::Glob(word) | Slot::Bigram(word) => word.clone(),
        };
        Some(phrase.parts_with_acronyms()?.iter().map(|part| part.iter().map(word).collect()).collect())
    }

    #[test]
    fn runs_of_letters_are_acronyms() {
        assert_eq!(
            joined("\"the U S  institutions\""),
            Some(vec![vec!["the".into(), "u.s".into(), "institutions".into()]])
        );
        assert_eq!(
            joined("\"F B I … a U S judge\"").map(|parts| parts[0].clone()),
            Some(vec!["fbi".to_owned()])
        );
        for phrase in ["\"plan B failed\"", "\"the U.S. army\"", "\"F 1 race\""] {
            assert_eq!(joined(phrase), None, "{phrase}");
        }
    }
}
