//! The tables of inflections that are built in, by language.

use crate::analysis::language::Language;
use crate::analysis::stem::inflection_table::InflectionTable;

macro_rules! tables {
    ($($code:literal)*) => {
        /// Codes of the languages that have a table.
        #[cfg(all(test, feature = "inflections"))]
        const CODES: &[&str] = &[$($code),*];

        /// Returns the table of `language`, or `None` if there is none.
        #[cfg(feature = "inflections")]
        pub(super) fn table(language: Language) -> Option<&'static InflectionTable> {
            use std::sync::LazyLock;

            match language.code() {
                $($code => {
                    static TABLE: LazyLock<Option<InflectionTable>> = LazyLock::new(|| {
                        InflectionTable::read(include_bytes!(concat!(
                            env!("CARGO_MANIFEST_DIR"),
                            "/data/analysis/inflections/",
                            $code,
                            ".bin"
                        )))
                    });
                    TABLE.as_ref()
                })*
                // Serbian in Latin letters.
                "sr" => Language::named("hr").and_then(table),
                _ => None,
            }
        }
    };
}

/// Returns `None`: this program was built without tables.
#[cfg(not(feature = "inflections"))]
pub(super) fn table(_language: Language) -> Option<&'static InflectionTable> {
    None
}

tables! {
    "be" "bg" "ca" "cs" "da" "de" "el" "es" "et" "fi" "fr" "hi" "hr" "hu" "hy" "it" "ka" "lt" "lv" "mk" "nb" "nl" "pl"
    "pt" "ro" "ru" "sk" "sv" "tr" "uk"
}

#[cfg(all(test, feature = "inflections"))]
mod tests {
    use crate::analysis::stem::tables::*;
    use crate::analysis::tokenizer::tokenize;

    fn stem_in(code: &str, word: &str) -> String {
        let table = table(Language::named(code).expect("a language")).expect("a table");
        let folded = tokenize(word).next().map(|word| word.base().to_owned()).unwrap_or_default();
        table.stem(&folded).into_owned()
    }

    #[test]
    fn every_table_can_be_read() {
        for code in CODES {
            assert!(Language::named(code).is_some_and(|language| table(language).is_some()), "{code}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (code, forms) in [
            ("bg", "градът градове градовете"),
            ("cs", "Praha Praze Prahy Prahou"),
            ("de", "Haus Hauses Häuser Häusern"),
            ("de", "Weg Wege Weges"),
            ("el", "οικονομία οικονομίας οικονομίες"),
            ("es", "ojo ojos"),
            ("es", "año años"),
            ("es", "vez veces"),
            ("et", "linn linna linnas"),
            ("fi", "Suomi Suomen Suomessa"),
            ("fr", "journal journaux"),
            ("fr", "nouveau nouvelle nouveaux"),
            ("hu", "szerződés szerződések szerződésének"),
            ("it", "anno anni"),
            ("lt", "miestas mieste miestų"),
            ("nb", "statsminister statsministeren statsministerens"),
            ("nl", "kind kinderen"),
            ("pl", "Polska Polsce Polski"),
            ("pt", "eleição eleições"),
            ("pt", "cidadão cidadãos"),
            ("ru", "день дня дней"),
            ("ru", "Петров Петрова Петрову"),
            ("ru", "Путин Путина Путиным"),
            ("tr", "ev evde evler"),
            ("uk", "місто міста містом"),
            ("uk", "Київ Києва Києві"),
        ] {
            let stems: Vec<String> = forms.split(' ').map(|form| stem_in(code, form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{code}: {forms}: {stems:?}");
        }
    }

    #[test]
    fn function_words_join_nothing() {
        for (code, word, other) in [
            ("pt", "tem", "Temer"),
            ("pt", "para", "parar"),
            ("de", "sich", "Sicherheit"),
            ("de", "seit", "Seite"),
            ("el", "της", "τη"),
            ("el", "ως", "ω"),
            ("es", "así", "asir"),
            ("hu", "nem", "nemes"),
            ("it", "mila", "milo"),
            ("uk", "коли", "кола"),
            ("ru", "им", "имя"),
            ("ru", "Петров", "Пётр"),
        ] {
            assert_ne!(stem_in(code, word), stem_in(code, other), "{code}: {word}, {other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_word_has_a_stem(word in "[a-zа-яёα-ωşçğıöüäß]{1,12}|\\PC{1,8}") {
            for code in CODES {
                let table = Language::named(code).and_then(table).expect("a table");
                let stem = table.stem(&word);
                proptest::prop_assert!(!stem.is_empty() && word.starts_with(table.prefix(&stem)), "{code}: {stem}");
            }
        }
    }
}
