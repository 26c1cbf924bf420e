//! A light stemmer for Ukrainian nouns and adjectives, for indexes older than the tables of inflections and
//! programs built without them.
//!
//! Strips one declension ending, then the suffix of cities and surnames (Харків, Харкова; Лавров), then a
//! fleeting vowel before the last consonant (українець, українця). Does not handle verbs, or vowels that
//! change within a word (рік, року). `eval/stems.py` measures it against a dictionary.

use std::borrow::Cow;

/// Endings of nouns and adjectives. An ending comes before those that are a suffix of it.
const ENDINGS: &str = "ьому ього іями ого ьої ями ьою ією іях ами іям ими іми ому ах ія ом ий їм єм их ях ії ім \
    ої єю ем їй ію ьо ей ям ам іх ею їх ою ій им є ї е о а и я у ю і ь й";

/// The forms of the suffix, with the minimum number of letters before each.
const SUFFIXES: [(&str, usize); 5] = [("ов", 3), ("ев", 3), ("ів", 3), ("єв", 2), ("їв", 2)];

/// Minimum number of letters before an ending.
const MIN_LETTERS: usize = 3;

/// Returns the stem of the normalized `word`.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let stem = ENDINGS.split(' ').find_map(|ending| strip(word, ending, MIN_LETTERS)).unwrap_or(word);
    let stem = SUFFIXES.iter().find_map(|(suffix, min)| strip(stem, suffix, *min)).unwrap_or(stem);
    let stem = Some(stem.trim_end_matches('ь')).filter(|hard| !hard.is_empty()).unwrap_or(stem);
    let fleeting = [("ец", "ц"), ("ок", "к")]
        .iter()
        .find_map(|(full, short)| Some([strip(stem, full, MIN_LETTERS)?, short].concat()));
    fleeting.map_or(Cow::Borrowed(stem), Cow::Owned)
}

/// Strips `ending` from `word` if at least `min` letters remain.
fn strip<'w>(word: &'w str, ending: &str, min: usize) -> Option<&'w str> {
    word.strip_suffix(ending).filter(|stem| stem.chars().count() >= min)
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::ukrainian::*;

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
            let stems: Vec<_> = forms.split(' ').map(stem).collect();
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
