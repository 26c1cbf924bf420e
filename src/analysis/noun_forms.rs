//! Forms of a noun in English: those in the other number and its possessives.

use crate::analysis::language::Language;
use crate::analysis::names::name_forms;
use crate::analysis::stem::{other_numbers, stem};

/// Returns the English forms of a normalized noun, beginning with itself: those of a name, and those of its
/// singular or plural, if the stemmer takes that for a form (`fires`: `fire`; `party`: `parties`; but `news`
/// has no `new`) or if it is irregular (`wife`: `wives`).
pub(crate) fn noun_forms(noun: &str) -> Vec<String> {
    let mut forms = name_forms(noun);
    let other = match (noun.strip_suffix("ies"), noun.strip_suffix('y')) {
        (Some(body), _) => [Some(format!("{body}y")), None],
        (None, Some(body)) if !body.ends_with(['a', 'e', 'i', 'o', 'u']) => {
            [Some(format!("{body}ies")), None]
        }
        _ => ["s", "es"].map(|ending| noun.strip_suffix(ending).map(str::to_owned)),
    };
    let has_stem = |other: &String| stem(other, Language::ENGLISH) == stem(noun, Language::ENGLISH);
    let other = other.into_iter().flatten().filter(has_stem);
    let other = other.chain(other_numbers(noun).map(str::to_owned));
    for form in other.flat_map(|other| name_forms(&other)) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use crate::analysis::noun_forms::*;

    #[test]
    fn a_noun_has_two_numbers() {
        for (noun, forms) in [
            ("fire", "fire fires"),
            ("fires", "fires firess fireses fire"),
            ("party", "party partys parties partiess partieses"),
            ("news", "news newss newses"),
            ("wife", "wife wifes wives wivess wiveses"),
            ("boxes", "boxes boxess boxeses boxe box boxs"),
        ] {
            assert_eq!(noun_forms(noun).join(" "), forms);
        }
    }
}
