//! Ukrainian nouns and adjectives without their endings.
//!
//! A light stemmer: one ending of declension goes, then the suffix of cities and surnames (Харків, Харкова; Лавров), then a
//! vowel that comes and goes before the last consonant (українець, українця). Verbs are left to chance, and so are vowels
//! that change within a word (рік, року). `tools/stems.py` holds it against a dictionary.

/// Endings of nouns and adjectives, those before others that they end with.
const ENDINGS: &str = "ьому ього іями ого ьої ями ьою ією іях ами іям ими іми ому ах ія ом ий їм єм их ях ії ім \
    ої єю ем їй ію ьо ей ям ам іх ею їх ою ій им є ї е о а и я у ю і ь й";

/// The suffix in its forms, and how many letters must stand before each.
const SUFFIXES: [(&str, usize); 5] = [("ов", 3), ("ев", 3), ("ів", 3), ("єв", 2), ("їв", 2)];

/// The fewest letters before an ending.
const SHORTEST: usize = 3;

/// The stem of the folded `word`.
pub(super) fn stem(word: &str) -> String {
    let without = |word: &str, ending: &str, least: usize| {
        word.strip_suffix(ending).filter(|rest| rest.chars().count() >= least).map(str::to_owned)
    };
    let ended = ENDINGS.split(' ').find_map(|ending| without(word, ending, SHORTEST));
    let mut stem = ended.unwrap_or_else(|| word.to_owned());
    if let Some(rest) = SUFFIXES.iter().find_map(|(suffix, least)| without(&stem, suffix, *least)) {
        stem = rest;
    }
    let hard = stem.trim_end_matches('ь').len();
    if hard > 0 {
        stem.truncate(hard);
    }
    for (full, short) in [("ец", "ц"), ("ок", "к")] {
        if let Some(rest) = without(&stem, full, SHORTEST) {
            return rest + short;
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            "військо війська військ військами військам",
            "київ києва києві києвом",
            "харків харкова харкові",
            "львів львова львові",
            "росія росії росію росією",
            "зеленський зеленського зеленському зеленським зеленська",
            "українець українця українці українців",
            "будинок будинку будинки",
            "президент президента президентові президентів",
            "адміністрація адміністрації адміністрацією",
            "останній останнього останню",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem).collect();
            assert!(stems.iter().all(|one| *one == stems[0]), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn other_words_and_short_ones_have_others() {
        let all = [
            "київський",
            "київ",
            "донецьк",
            "дон",
            "дім",
            "дніпро",
            "україна",
            "українка",
            "сім",
            "я",
            "",
            "ь",
        ];
        let stems: std::collections::BTreeSet<_> = all.map(stem).into_iter().collect();
        assert_eq!(stems.len(), all.len(), "{stems:?}");
    }
}
