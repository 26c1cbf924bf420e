//! Vulgar words, which are never suggested.

/// Beginnings of vulgar words.
const PREFIXES: [&str; 8] = ["bullshit", "cunt", "fuck", "motherfuck", "piss", "shit", "turd", "wank"];

/// Other vulgar words.
const WORDS: [&str; 39] = [
    "arse", "arsehole", "arses", "ass", "asses", "asshole", "assholes", "bastard", "bastards", "bitch",
    "bitches", "bitching", "blowjob", "bollocks", "boner", "boobs", "cock", "cocks", "crap", "crappy", "cum",
    "dick", "dicks", "dildo", "fart", "farting", "farts", "pee", "peed", "peeing", "pees", "poop", "pooping",
    "porn", "pussy", "slut", "sluts", "tits", "whore",
];

/// Returns whether a normalized word is vulgar.
pub(crate) fn is_vulgar(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok() || PREFIXES.iter().any(|prefix| word.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::vulgar_words::*;

    #[test]
    fn vulgar_words_are_known() {
        assert!(WORDS.is_sorted());
        for (word, expected) in [("peeing", true), ("shitty", true), ("peking", false), ("assess", false)] {
            assert_eq!(is_vulgar(word), expected, "{word}");
        }
    }
}
