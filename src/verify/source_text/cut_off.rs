//! Negations that a quotation leaves out at its ends, without an ellipsis.

use crate::verify::source_text::SourceText;

impl SourceText {
    /// Returns the negation right before the word at `index`, in its clause.
    pub(in crate::verify) fn negation_before(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let is_negation = has(BEFORE, self.language.code(), self.words.text(before));
        (is_negation && self.is_beside(before)).then_some(before)
    }

    /// Returns the negation before the word at `index` with nothing between them but words such as *going
    /// to*, which it denies with what follows.
    pub(in crate::verify) fn negation_of(&self, index: usize) -> Option<usize> {
        let code = self.language.code();
        let mut negation = self.negation_before(index);
        for back in 1..=MAX_BETWEEN {
            let between = index.checked_sub(back)?;
            let is_open = negation.is_none()
                && self.is_beside(between)
                && has_word(BETWEEN, code, self.words.text(between));
            if !is_open {
                break;
            }
            negation = self.negation_before(between);
        }
        negation
    }

    /// Returns whether nothing but spaces stands between the word at `index` and the next one.
    fn is_beside(&self, index: usize) -> bool {
        let words = &self.words.words;
        let Some(next) = words.get(index + 1) else { return false };
        let between = self.text.get(words[index].span.end..next.span.start).unwrap_or("\n");
        between.chars().all(|c| c.is_whitespace() && c != '\n')
    }

    /// Returns the negation right before the word at `end` if it ends its clause, or denies the auxiliary
    /// before it: *he is | not allowed*.
    pub(in crate::verify) fn negation_behind(&self, end: usize) -> Option<usize> {
        let word = self.words.words.get(end)?;
        let (before, code) = (end.checked_sub(1)?, self.language.code());
        let rest = self.text.get(word.span.end..)?.trim_start_matches(' ');
        let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let is_denied = ends || has_word(AUXILIARIES, code, self.words.text(before));
        let is_negation = is_denied && has(BEHIND, code, self.words.text(end));
        (is_negation && self.is_beside(before)).then_some(end)
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

/// Returns whether a list of negations has a word, in lower case, for a language.
fn has(list: &[(&str, &str)], code: &str, word: &str) -> bool {
    code == "en" && word.ends_with("n't") || has_word(list, code, word)
}

/// Returns whether a list has a word, in lower case, for a language.
fn has_word(list: &[(&str, &str)], code: &str, word: &str) -> bool {
    list.iter().any(|(codes, words)| {
        codes.split(' ').any(|other| other == code) && words.split(' ').any(|other| other == word)
    })
}

/// Returns whether a list has a word for any language.
fn has_any(list: &[(&str, &str)], word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    word.ends_with("n't") || list.iter().any(|(_, words)| words.split(' ').any(|other| other == word))
}

/// Words between a negation and the word that it denies with them.
const BETWEEN: &[(&str, &str)] = &[
    (
        "en",
        "to be been being go going gone have had having get getting got ever even yet able allowed want a an",
    ),
    ("de", "mehr zu sein gewesen worden so sehr etwa einmal"),
    ("fr", "plus à de être été encore"),
    ("es", "a ser sido está estar va ha he voy vamos van"),
    ("it", "più a è sono stato essere ho ha va"),
    ("pt", "a ser sido vou vai vamos está estar"),
    ("ru", "быть был была буду будем будет собираюсь собираемся"),
    ("uk", "бути був була буду будемо буде збираюся збираємося"),
    ("zh", "会 會 能 要 想 可 再 是 有"),
];

/// Auxiliaries before a negation.
const AUXILIARIES: &[(&str, &str)] = &[
    (
        "en",
        "is are was were am be has have had do does did will would shall should can could may might must ought i'm \
         he's she's it's we're they're you're that's i've we've they've you've i'd he'd she'd we'd they'd i'll he'll \
         she'll we'll they'll you'll it'll",
    ),
    (
        "de",
        "bin ist sind war waren hat habe haben hatte hatten wird werde werden wurde wurden kann können will wollen soll \
         sollen darf dürfen muss müssen würde würden wäre wären hätte hätten konnte konnten sollte sollten",
    ),
    ("nl af", "is zijn was waren heeft hebben zal zullen kan kunnen wil willen mag mogen moet"),
    ("sv da no nb nn", "är er var har hade kan vil vill ska skal får må måste kommer blir blev"),
];

/// Maximum number of words between a negation and what it denies.
const MAX_BETWEEN: usize = 3;

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
            (
                "en",
                "He knows that he is",
                "“He knows that he is not allowed to sell it,” she said.",
                "elided not → ",
            ),
            ("en", "The church has", "“The church has never sold a bell,” she said.", "elided never → "),
            ("en", "We sell it", "“We sell it not for money,” she said.", "verbatim"),
            (
                "en",
                "Support the sale",
                "“I’m not going to support the sale,” she said.",
                "elided not going to → ",
            ),
            ("en", "Happy about a war", "“I would not be happy about a war,” she said.", "elided not be → "),
            (
                "en",
                "Happy about a war",
                "“I wouldn’t be happy about a war,” she said.",
                "elided wouldn’t be → ",
            ),
            ("en", "Support the sale", "“Not today. I am going to support the sale,” she said.", "verbatim"),
            ("zh", "卖掉吊车", "“我们不会卖掉吊车，”她说。", "elided 不会 → "),
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
