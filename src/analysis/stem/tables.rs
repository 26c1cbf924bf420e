//! The tables of inflections that are built in, by language.

use crate::analysis::language::Language;
use crate::analysis::stem::inflection_table::InflectionTable;
use crate::analysis::version::AnalyzerVersion;

macro_rules! tables {
    ($($code:literal)*; before version 10: $($before:literal)*) => {
        /// Codes of the languages that have a table.
        #[cfg(all(test, feature = "inflections"))]
        const CODES: &[&str] = &[$($code),*];

        /// Returns the table that a version of the analyzer has for `language`, or `None` if there is none.
        #[cfg(feature = "inflections")]
        pub(super) fn table(
            analyzer: AnalyzerVersion,
            language: Language,
        ) -> Option<&'static InflectionTable> {
            use std::sync::LazyLock;

            match language.code() {
                $($before if analyzer < AnalyzerVersion::V10 => {
                    static TABLE: LazyLock<Option<InflectionTable>> = LazyLock::new(|| {
                        InflectionTable::read(include_bytes!(concat!(
                            env!("CARGO_MANIFEST_DIR"),
                            "/data/analysis/inflections/version_9/",
                            $before,
                            ".bin"
                        )))
                    });
                    TABLE.as_ref()
                })*
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
                "sr" => Language::named("hr").and_then(|croatian| table(analyzer, croatian)),
                _ => None,
            }
        }
    };
}

/// Returns `None`: this program was built without tables.
#[cfg(not(feature = "inflections"))]
pub(super) fn table(_analyzer: AnalyzerVersion, _language: Language) -> Option<&'static InflectionTable> {
    None
}

tables! {
    "be" "bg" "ca" "cs" "da" "de" "el" "es" "et" "fi" "fr" "hi" "hr" "hu" "hy" "it" "ka" "lt" "lv" "mk" "nb" "nl" "pl"
    "pt" "ro" "ru" "sk" "sv" "tr" "uk";
    before version 10: "be" "hr" "hu" "ro"
}

#[cfg(all(test, feature = "inflections"))]
mod tests {
    use crate::analysis::stem::tables::*;
    use crate::analysis::tokenizer::tokenize;

    fn stem_in(code: &str, word: &str) -> String {
        stem_with(AnalyzerVersion::CURRENT, code, word)
    }

    fn stem_with(analyzer: AnalyzerVersion, code: &str, word: &str) -> String {
        let table = table(analyzer, Language::named(code).expect("a language")).expect("a table");
        let folded = tokenize(word).next().map(|word| word.base().to_owned()).unwrap_or_default();
        table.stem(&folded).into_owned()
    }

    #[test]
    fn every_table_can_be_read() {
        for code in CODES {
            assert!(
                Language::named(code).is_some_and(|language| table(AnalyzerVersion::V8, language).is_some()),
                "{code}"
            );
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (code, forms) in [
            ("be", "дзеці дзяцей дзецям дзіця"),
            ("be", "горад гораду гарады гарадоў"),
            ("be", "Мінск Мінска Мінску"),
            ("be", "Віцебск Віцебска Віцебску"),
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
            ("hr", "Zagreb Zagreba Zagrebu Zagrebom"),
            ("hr", "predsjednik predsjednici predsjednicima"),
            ("hr", "umjetnik umjetnici umjetnicima"),
            ("hr", "Radović Radovića Radoviću Radovićem"),
            ("hu", "madár madarak madarat madarai madaraknak"),
            ("hu", "víz vizet vizek vízben"),
            ("hu", "szerződés szerződések szerződésének"),
            ("it", "anno anni"),
            ("lt", "miestas mieste miestų"),
            ("nb", "statsminister statsministeren statsministerens"),
            ("nl", "kind kinderen"),
            ("pl", "Polska Polsce Polski"),
            ("pt", "eleição eleições"),
            ("pt", "cidadão cidadãos"),
            ("ro", "copil copii copiilor copilul"),
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
    fn an_older_version_keeps_its_tables() {
        for (code, first, second) in
            [("be", "дзеці", "дзяцей"), ("hr", "Zagreb", "Zagrebu"), ("hu", "madár", "madarat")]
        {
            for analyzer in [AnalyzerVersion::V8, AnalyzerVersion::V9] {
                assert_ne!(stem_with(analyzer, code, first), stem_with(analyzer, code, second), "{code}");
            }
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
                let language = Language::named(code).expect("a language");
                let table = table(AnalyzerVersion::CURRENT, language).expect("a table");
                let stem = table.stem(&word);
                proptest::prop_assert!(!stem.is_empty() && word.starts_with(table.prefix(&stem)), "{code}: {stem}");
            }
        }
    }
}
