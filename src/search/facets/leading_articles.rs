//! Names of sites with and without an article before them: *The Courier* and *Courier*.

/// Articles that names of sites begin with.
const ARTICLES: [&str; 27] = [
    "the", "der", "die", "das", "le", "la", "les", "l", "el", "los", "las", "il", "lo", "gli", "l'", "de",
    "het", "o", "os", "a", "as", "den", "det", "ha", "ta", "to", "al",
];

/// Returns `words` without an article before them. An article alone is a word.
pub(crate) fn without_article(words: &[String]) -> &[String] {
    match words {
        [first, tail @ ..] if !tail.is_empty() && ARTICLES.contains(&first.as_str()) => tail,
        words => words,
    }
}

/// Returns whether a name of the words `name` is called `words`: it has these next to each other, or begins
/// with them but for an article before either.
pub(crate) fn is_called(name: &[String], words: &[String]) -> bool {
    contains(name, words) || !words.is_empty() && without_article(name).starts_with(without_article(words))
}

/// Returns whether `words` stand next to each other in `all`.
pub(crate) fn contains(all: &[String], words: &[String]) -> bool {
    !words.is_empty() && all.windows(words.len()).any(|window| window == words)
}

#[cfg(test)]
mod tests {
    use crate::search::facets::leading_articles::*;

    #[test]
    fn an_article_before_a_name_makes_no_difference() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (name, typed, expected) in [
            ("new york times", "the new york times", true),
            ("the new york times", "new york times", true),
            ("die zeit", "zeit", true),
            ("zeit online", "die zeit", true),
            ("monde", "le monde", true),
            ("los angeles times", "los angeles", true),
            ("new york times", "york times", true),
            ("new york times", "the times", false), // another newspaper
            ("new york times", "the york times", false),
            ("the", "the", true),
            ("courier", "the", false),
        ] {
            assert_eq!(is_called(&words(name), &words(typed)), expected, "{name}: {typed}");
        }
    }
}
