//! Compounds: typed words of several tokens, such as `F-16` and `prime-minister`.

use crate::analysis::{Token, Unjoined, bigram_letters, is_stop_word, is_unspaced_letter, query_tokens};
use crate::query::ast::Term;
use crate::query::spans::term_matcher::TermMatcher;

/// Minimum length of a part that is inflected, in letters.
const MIN_LETTERS: usize = 3;
/// The same in scripts that write no vowels, or a syllable with a letter: those from Hebrew on.
const MIN_LETTERS_WITHOUT_VOWELS: usize = 2;
/// The first letter of these scripts.
const FIRST_WITHOUT_VOWELS: char = '\u{5d0}';

impl Term {
    /// Returns the phrases that a compound is found as, with a matcher for each token. A word beside a hyphen
    /// is inflected: as a name if it has a capital, as a noun if not. Stop words, numbers and short words are
    /// not. A word with ä, ö or ü has a second phrase, as written with ae, oe or ue.
    pub(crate) fn compound_phrases(&self) -> Vec<Vec<TermMatcher>> {
        let tokens: Vec<Token> = query_tokens(self.analyzer, &self.surface).collect();
        let is_hyphenated = |first: &Token, second: &Token| {
            self.surface.get(first.span.end..second.span.start).is_some_and(|gap| gap.contains(is_hyphen))
        };
        let hyphens: Vec<bool> = tokens.windows(2).map(|pair| is_hyphenated(&pair[0], &pair[1])).collect();
        let beside_hyphen = |index: usize| {
            let before = index.checked_sub(1).and_then(|before| hyphens.get(before));
            before == Some(&true) || hyphens.get(index) == Some(&true)
        };
        let typed = |token: &Token| &self.surface[token.span.clone()];
        let matcher = |index: usize, token: &Token, text: &str, base: &str| {
            if !beside_hyphen(index) || !is_inflected(base) {
                TermMatcher::Exact(text.to_owned())
            } else if typed(token).starts_with(char::is_uppercase) {
                TermMatcher::Name(base.to_owned(), Unjoined::default())
            } else {
                TermMatcher::Noun(base.to_owned())
            }
        };
        let plain = tokens.iter().enumerate();
        let plain = plain.map(|(index, token)| matcher(index, token, &token.text, token.base())).collect();
        if self.surface.is_ascii() {
            return vec![plain];
        }
        let other_spelling = |token: &Token| {
            let word = Term::new(self.analyzer, typed(token))?.marked_token()?;
            word.is_ascii().then_some(word)
        };
        let others: Vec<Option<String>> = tokens.iter().map(other_spelling).collect();
        if others.iter().all(Option::is_none) {
            return vec![plain];
        }
        let respelled = tokens.iter().zip(&others).enumerate().map(|(index, (token, other))| match other {
            Some(other) => matcher(index, token, other, other),
            None => matcher(index, token, &token.text, token.base()),
        });
        vec![plain, respelled.collect()]
    }

    /// Returns whether any token of a compound is inflected.
    pub(crate) fn is_inflected_compound(&self) -> bool {
        self.base.is_none() && {
            let mut matchers = self.compound_phrases().into_iter().flatten();
            matchers.any(|matcher| !matches!(matcher, TermMatcher::Exact(_)))
        }
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{5be}')
}

/// Returns whether the part `word` of a compound is inflected.
fn is_inflected(word: &str) -> bool {
    let min = match word.starts_with(|c: char| c >= FIRST_WITHOUT_VOWELS) {
        true => MIN_LETTERS_WITHOUT_VOWELS,
        false => MIN_LETTERS,
    };
    word.chars().count() >= min
        && !word.contains(|c: char| c.is_numeric() || c == '.')
        && !is_stop_word(word)
        && !is_unspaced_letter(word)
        && bigram_letters(word).is_none()
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;
    use crate::query::{Query, TermMatcher};

    fn read(word: &str) -> String {
        let Query::Term(term) = parse(word).query else { return String::new() };
        let show = |matcher: &TermMatcher| match matcher {
            TermMatcher::Exact(word) => format!("={word}"),
            TermMatcher::Name(word, _) => format!("+{word}"),
            TermMatcher::Noun(word) => word.clone(),
            matcher => format!("{matcher:?}"),
        };
        let phrase = |phrase: &Vec<TermMatcher>| phrase.iter().map(show).collect::<Vec<_>>().join(" ");
        term.compound_phrases().iter().map(phrase).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn words_beside_hyphens_are_inflected() {
        for (word, expected) in [
            ("cease-fire", "cease fire"),
            ("Санкт-Петербург", "+санкт +петербург"),
            ("прем’єр‑міністр", "премєр міністр"),
            ("F-16", "=f =16"),
            ("COVID-19", "+covid =19"),
            ("U-Boot", "=u +boot"),
            ("mother-in-law", "mother =in law"),
            ("Jong-un's", "+jong =uns"),
            ("U.S.-backed", "=u.s backed"),
            ("AT&T", "=at =t"),
            ("km/h", "=km =h"),
            ("l'après-midi", "=l apres midi"),
            ("l'Ukraine", "=l =ukraine"),
            ("KF-21전투기", "=kf =21전투기"),
            ("תל-אביב", "תל אביב"),
            ("부산-서울", "부산 서울"),
            ("东京-北京", "=东京 =京、北 =北京"),
            ("Baden-Württemberg", "+baden +wurttemberg | +baden +wuerttemberg"),
        ] {
            assert_eq!(read(word), expected, "{word}");
        }
    }
}
