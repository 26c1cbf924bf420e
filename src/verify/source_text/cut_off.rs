//! Negations that a quotation leaves out at its ends, without an ellipsis.

use crate::verify::source_text::SourceText;

impl SourceText {
    /// Returns the negation right before the word at `index`, in its clause.
    pub(in crate::verify) fn negation_before(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let word = self.words.words.get(index)?;
        let between = self.text.get(self.words.words[before].span.end..word.span.start)?;
        let is_negation = has(BEFORE, self.language.code(), self.words.text(before));
        (is_negation && between.chars().all(|c| c.is_whitespace() && c != '\n')).then_some(before)
    }

    /// Returns the negation right before the word at `end` if it ends its clause.
    pub(in crate::verify) fn negation_behind(&self, end: usize) -> Option<usize> {
        let word = self.words.words.get(end)?;
        let before = &self.words.words[end.checked_sub(1)?];
        let between = self.text.get(before.span.end..word.span.start)?;
        let rest = self.text.get(word.span.end..)?.trim_start_matches(' ');
        let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let is_negation = ends && has(BEHIND, self.language.code(), self.words.text(end));
        (is_negation && between.chars().all(|c| c.is_whitespace() && c != '\n')).then_some(end)
    }
}

/// Returns whether what stands before a quotation of a draft ends with a negation.
pub(in crate::verify) fn ends_with_negation(head: &str) -> bool {
    let line = head.rsplit('\n').next().unwrap_or_default();
    let words = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = words.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || is_apostrophe(*c));
    let start = start.last().map_or(words.len(), |(start, _)| start);
    has_any(BEFORE, &words[start..])
}

/// Returns whether what stands behind a quotation of a draft begins with a negation.
pub(in crate::verify) fn begins_with_negation(tail: &str) -> bool {
    let line = tail.split('\n').next().unwrap_or_default();
    let words = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    has_any(BEHIND, words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Returns whether a list has a word, in lower case, for a language.
fn has(list: &[(&str, &str)], code: &str, word: &str) -> bool {
    let is_contraction = code == "en" && word.ends_with("n't");
    is_contraction
        || list.iter().any(|(codes, words)| {
            codes.split(' ').any(|other| other == code) && words.split(' ').any(|other| other == word)
        })
}

/// Returns whether a list has a word for any language.
fn has_any(list: &[(&str, &str)], word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    word.ends_with("n't") || list.iter().any(|(_, words)| words.split(' ').any(|other| other == word))
}

/// Negations before what they deny, by the codes of languages.
const BEFORE: &[(&str, &str)] = &[
    ("en", "not no never none nothing nobody neither nor cannot without hardly scarcely barely few only"),
    ("de", "nicht nichts nie niemals niemand kein keine keinen keinem keiner keines weder kaum nur"),
    ("fr", "ne pas jamais rien aucun aucune sans ni nul nulle"),
    ("es gl ca", "no nunca jamás nada nadie ningún ninguno ninguna sin tampoco ni non mai cap sense"),
    ("pt", "não nunca jamais nada ninguém nenhum nenhuma sem nem"),
    ("it", "non mai nessuno nessuna nessun niente nulla senza né"),
    ("ro", "nu niciodată nimeni nimic niciun nicio fără"),
    ("nl af", "niet geen nooit niemand niets zonder nie"),
    (
        "sv da no nb nn",
        "inte ej icke aldrig ingen inget inga ikke aldri ingenting intet ikkje utan uten uden",
    ),
    ("fi", "ei en et emme ette eivät älä älkää"),
    ("et", "ei ära ärge"),
    ("hu", "nem ne soha sem senki semmi nincs"),
    ("ru", "не ни никогда никто ничего никакой никакие нет нельзя без"),
    ("uk", "не ні ніколи ніхто нічого жоден жодна немає без"),
    ("be", "не ні ніколі ніхто нічога без"),
    (
        "bg mk sr hr bs sl",
        "не никога никой нищо ниту нито без ne nikad nikada nitko niko ništa nije nisu није нису нема bez",
    ),
    ("pl", "nie nigdy nikt nic żaden żadna żadne bez ani"),
    ("cs sk", "ne nikdy nikdo nikto nic nič žádný žádná žiadny bez nie není"),
    ("lt lv", "ne niekada niekas nė nekad neviens bez"),
    ("el", "δεν δε μη μην ποτέ κανείς κανένας καμία κανένα κανέναν χωρίς ούτε όχι"),
    ("tr az", "hiç hiçbir asla"),
    ("ar", "لا لم لن ليس ليست ليسوا غير دون بدون"),
    ("fa", "نه هیچ هرگز بدون نباید"),
    ("ur", "نہیں نہ مت بغیر"),
    ("he", "לא אין אל בלי אף איננו אינו אינה ללא"),
    ("hi mr ne", "नहीं न मत बिना नाही"),
    ("zh", "不 没 沒 未 别 別 勿 莫 無 无"),
    ("ko", "안 못"),
    ("id ms", "tidak bukan jangan tak belum"),
    ("vi", "không chưa chẳng đừng"),
    ("th", "ไ"),
];

/// Negations behind what they deny.
const BEHIND: &[(&str, &str)] = &[
    ("en", "not never"),
    ("de", "nicht nie niemals"),
    ("nl af", "niet nooit nie"),
    ("sv da no nb nn", "inte ej icke ikke ikkje aldrig aldri"),
    ("fr", "pas jamais point"),
    ("es", "no nunca"),
    ("pt", "não nunca"),
    ("it", "no mai"),
    ("ru", "нет нельзя"),
    ("uk", "немає ні"),
    ("tr az", "değil deyil"),
    ("hu", "nem"),
    ("hi", "नहीं"),
    ("ur", "نہیں"),
    ("bn", "না"),
];

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::verify::find::tests::shown_in;

    #[test]
    fn negations_that_are_cut_off_are_shown() {
        for (code, quote, source, expected) in [
            (
                "en",
                "All of our ships are safe",
                "“Not all of our ships are safe,” she said.",
                "elided Not → ",
            ),
            ("en", "Trust the master", "“Never trust the master,” she said.", "elided Never → "),
            ("en", "Trust the master", "“Don’t trust the master,” she said.", "elided Don’t → "),
            ("en", "[T]rust the master", "“Never trust the master,” she said.", "elided Never → "),
            ("en", "trust the master", "“Never trust the master,” she said.", "verbatim"),
            ("en", "We will go", "“No, we will go,” she said.", "verbatim"),
            ("en", "Trust the master", "“Never trust the master. Trust the master,” she said.", "verbatim"),
            (
                "de",
                "Alle Schiffe sind sicher",
                "„Nicht alle Schiffe sind sicher“, sagte sie.",
                "elided Nicht → ",
            ),
            ("de", "Wir verkaufen den Kran", "„Wir verkaufen den Kran nicht“, sagte sie.", "elided nicht → "),
            (
                "de",
                "Wir verkaufen den Kran",
                "„Wir verkaufen den Kran nicht an Fremde“, sagte sie.",
                "verbatim",
            ),
            ("fr", "Un seul navire est sûr", "« Pas un seul navire est sûr », a dit Anne.", "elided Pas → "),
            ("ru", "Верьте начальнику порта", "«Не верьте начальнику порта», — сказала она.", "elided Не → "),
            ("el", "Θα πουλήσουμε τον γερανό", "«Δεν θα πουλήσουμε τον γερανό», είπε.", "elided Δεν → "),
            ("ar", "تثقوا بمدير الميناء", "«لا تثقوا بمدير الميناء»، قالت ليلى.", "elided لا → "),
            ("he", "נמכור את המנוף הישן", "\"לא נמכור את המנוף הישן\", אמרה דנה.", "elided לא → "),
            ("tr", "Bu liman güvenli", "“Bu liman güvenli değil,” dedi.", "elided değil → "),
        ] {
            let language = Language::named(code).expect("a language");
            assert_eq!(shown_in(quote, source, language), expected, "{quote} / {source}");
        }
    }
}
