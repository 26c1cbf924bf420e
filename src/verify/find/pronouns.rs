//! Pronouns that editors replace by a name, beside the English ones.

/// Returns whether a word in lower case is a pronoun for a person or thing in the language with this code.
/// Words that are articles, too, are none.
pub(super) fn is_pronoun_in(word: &str, code: &str) -> bool {
    let has =
        |(language, words): &(&str, &str)| *language == code && words.split(' ').any(|other| other == word);
    PRONOUNS.iter().any(has)
}

/// Pronouns by the code of their language.
const PRONOUNS: &[(&str, &str)] = &[
    ("de", "er sie es ihn ihm ihr ihnen wir uns ihr euch dieser diese dieses jener jene"),
    ("fr", "il elle ils elles lui leur eux on nous vous celui-ci celle-ci ceux-ci celles-ci ce cela ça"),
    ("es", "él ella ellos ellas ello nosotros nosotras usted ustedes éste ésta éstos éstas"),
    ("it", "lui lei loro egli essa esso essi esse noi voi questi costui costei costoro"),
    ("pt", "ele ela eles elas nós você vocês este esta estes estas"),
    ("ru", "он она оно они его ему ей её ее им их ими него неё нее ним ней них нами мы нас нам это"),
    ("uk", "він вона воно вони його йому їй її ним нею їх їм ними нього неї них ми нас нам це"),
    ("pl", "on ona ono oni one jego jemu go mu jej ją ich im nim nią nimi nich my nas nam to"),
];

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::verify::find::tests::shown_in;

    #[test]
    fn names_stand_for_pronouns_of_the_language() {
        for (code, quote, source, expected) in [
            (
                "de",
                "[Velten] hat die Stadt geprellt",
                "„Er hat die Stadt geprellt“, sagte Ott.",
                "edited Er → Velten",
            ),
            ("de", "Sie [die Bauern] haben alles", "„Sie haben alles“, sagte Ott.", "edited  → die Bauern"),
            (
                "de",
                "[die Bauern] haben alles",
                "„Ja, sie haben alles“, sagte Ott.",
                "edited sie → die Bauern",
            ),
            (
                "fr",
                "[La mairie] a privé le port",
                "« Elle a privé le port », a dit Morel.",
                "edited Elle → La mairie",
            ),
            ("fr", "que [la mairie] a menti", "« Je sais que la Ville a menti », a dit Morel.", "no"),
            (
                "es",
                "[Pilar] debe pagar la obra",
                "«Ella debe pagar la obra», dijo Soto.",
                "edited Ella → Pilar",
            ),
            ("es", "[Pilar] debe pagar la obra", "«Debe pagar la obra», dijo Soto.", "edited  → Pilar"),
            (
                "it",
                "[Rossi] deve pagare tutto",
                "«Lui deve pagare tutto», ha detto Ferri.",
                "edited Lui → Rossi",
            ),
            ("pt", "[Silva] deve pagar tudo", "“Ele deve pagar tudo”, disse Ana.", "edited Ele → Silva"),
            (
                "ru",
                "[Громов] заплатит за мост",
                "«Он заплатит за мост», — сказала Анна.",
                "edited Он → Громов",
            ),
            (
                "uk",
                "[Громов] заплатить за міст",
                "«Він заплатить за міст», — сказала Ганна.",
                "edited Він → Громов",
            ),
            ("pl", "[Wrona] zapłaci za most", "„On zapłaci za most”, powiedziała Anna.", "edited On → Wrona"),
            ("de", "[nicht] hat die Stadt geprellt", "„Er hat die Stadt geprellt“, sagte Ott.", "no"),
            ("de", "[Alle] haben die Stadt geprellt", "„Sie haben die Stadt geprellt“, sagte Ott.", "no"),
        ] {
            let language = Language::named(code).expect("a language");
            assert_eq!(shown_in(quote, source, language), expected, "{quote} / {source}");
        }
    }
}
