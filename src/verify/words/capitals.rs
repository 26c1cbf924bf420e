//! Words that are others with a capital.

/// Returns whether a word, in lower case, is another word with a capital: a name, a month, a people, a
/// party, or a polite pronoun.
pub(super) fn makes_another_word(word: &str) -> bool {
    OTHERS.binary_search(&word).is_ok()
}

/// English and German words, sorted.
const OTHERS: &[&str] = &[
    "amazon",
    "apple",
    "april",
    "august",
    "bill",
    "black",
    "brown",
    "bush",
    "catholic",
    "chad",
    "chase",
    "china",
    "conservative",
    "conservatives",
    "cook",
    "cruz",
    "dawn",
    "democrat",
    "democratic",
    "democrats",
    "dick",
    "drew",
    "earth",
    "faith",
    "frank",
    "gap",
    "gates",
    "god",
    "gore",
    "grace",
    "grant",
    "green",
    "greens",
    "guinea",
    "hope",
    "house",
    "hunt",
    "ihnen",
    "ihr",
    "ihre",
    "ihrem",
    "ihren",
    "ihrer",
    "ihres",
    "independent",
    "jack",
    "japan",
    "job",
    "jobs",
    "jordan",
    "joy",
    "june",
    "king",
    "labor",
    "labour",
    "lent",
    "liberal",
    "liberals",
    "lords",
    "march",
    "mark",
    "may",
    "mercury",
    "meta",
    "mobile",
    "nice",
    "pat",
    "pole",
    "poles",
    "polish",
    "reading",
    "republican",
    "republicans",
    "rice",
    "rich",
    "rob",
    "rose",
    "senate",
    "shell",
    "sie",
    "sue",
    "target",
    "turkey",
    "visa",
    "white",
    "will",
    "young",
];

#[cfg(test)]
mod tests {
    use crate::verify::words::capitals::*;

    #[test]
    fn words_are_sorted() {
        assert!(OTHERS.is_sorted());
        assert!(makes_another_word("polish") && !makes_another_word("plan"));
    }
}
