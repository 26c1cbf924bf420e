//! The tables of inflections that are built in, by language.

use crate::analysis::language::Language;
use crate::analysis::stem::inflection_table::InflectionTable;

/// Returns the table of `language`, or `None` if there is none.
#[cfg(feature = "inflections")]
pub(super) fn table(language: Language) -> Option<&'static InflectionTable> {
    use std::sync::OnceLock;

    static TABLES: [OnceLock<Option<InflectionTable>>; 128] = [const { OnceLock::new() }; 128];
    let table = TABLES.get(usize::from(language.ordinal()))?;
    table.get_or_init(|| built_in(language.code()).and_then(InflectionTable::read)).as_ref()
}

/// Returns `None`: this program was built without tables.
#[cfg(not(feature = "inflections"))]
pub(super) fn table(_language: Language) -> Option<&'static InflectionTable> {
    None
}

macro_rules! tables {
    ($($code:literal)*) => {
        /// Codes of the languages that have a table.
        #[cfg(all(test, feature = "inflections"))]
        const CODES: &[&str] = &[$($code),*];

        /// Returns the packed table of a language.
        #[cfg(feature = "inflections")]
        fn built_in(code: &str) -> Option<&'static [u8]> {
            Some(match code {
                $($code => include_bytes!(
                    concat!(env!("CARGO_MANIFEST_DIR"), "/data/analysis/inflections/", $code, ".bin")
                ),)*
                "sr" => return built_in("hr"),
                _ => return None,
            })
        }
    };
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
}
