//! What editors put in brackets.

mod clauses;
mod numbers;

use crate::analysis::{Language, is_function_word_in};
use crate::verify::brackets::clauses::{is_noun_phrase_word, is_of_clause};
use crate::verify::brackets::numbers::is_number_word;

/// Maximum number of words in brackets that stand for a pronoun.
const MAX_WORDS: usize = 8;

/// Kind of the words in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BracketKind {
    /// A remark of an editor: *sic*.
    Remark,
    /// A name, or a noun with a word such as *the* before it.
    Name,
    /// Other words that may be a noun in the plural: *voters*.
    Plural,
    /// Other words that may be a noun, and may be an adjective.
    Bare,
    /// Words that change what is said: a negation, a number, a verb.
    Change,
}

impl BracketKind {
    /// Returns what `words`, in lower case and with whether each has a capital, are in the brackets of a
    /// draft in `language`.
    pub(super) fn of(words: &[(&str, bool)], language: Language) -> Self {
        let is_english = matches!(language, Language::ENGLISH | Language::UNKNOWN);
        match words {
            [] => BracketKind::Remark,
            [(word, _)] if MARKS.contains(word) => BracketKind::Remark,
            words if !is_english && is_of_clause(words, language) => BracketKind::Change,
            words if !is_editing(words) || changes_meaning(words) => BracketKind::Change,
            [("and", _), ..] => BracketKind::Bare,
            [(first, _), _, ..] if has(ARTICLES, first) => BracketKind::Name,
            words if words.iter().any(|(_, has_capital)| *has_capital) => BracketKind::Name,
            [.., (last, _)] if has(PLURALS, last) || is_plural(last) => BracketKind::Plural,
            _ => BracketKind::Bare,
        }
    }

    /// Returns whether it may stand in a quotation that is only edited.
    pub(super) fn is_editing(self) -> bool {
        self != BracketKind::Change
    }
}

/// Returns whether `words`, in lower case, may be a name or a noun. Negations, numbers and verbs change what
/// is said. `is_name` tells whether each word has a capital.
fn is_editing(words: &[(&str, bool)]) -> bool {
    match words {
        words if words.len() > MAX_WORDS => false,
        words => {
            let after_determiner = |index: usize| {
                let before = index.checked_sub(1).and_then(|before| words.get(before));
                before.is_some_and(|(word, _)| has(DETERMINERS, word))
            };
            let mut words_and_places = words.iter().enumerate();
            let all_allowed = words_and_places.all(|(index, (word, is_name))| {
                !is_negation(word)
                    && !is_number(word)
                    && !has(AUXILIARIES, word)
                    && !CONTRACTIONS.iter().any(|end| word.ends_with(end))
                    && (*is_name
                        || after_determiner(index)
                        || has(FUNCTION_WORDS, word)
                        || !may_be_verb(word))
            });
            all_allowed && words.iter().any(|(word, _)| !has(FUNCTION_WORDS, word))
        }
    }
}

/// Returns whether words set a condition, turn what follows them into its opposite, are an adverb, or end
/// before a noun. A verb with a capital at their beginning is none the less a verb.
fn changes_meaning(words: &[(&str, bool)]) -> bool {
    let is_adverb = |word: &str| word.ends_with("ly") && !has(NOUNS_LIKE_ADVERBS, word);
    let mut content = words.iter().filter(|(word, _)| !has(DETERMINERS, word));
    let is_changing = |(word, has_capital): &(&str, bool)| {
        has(CHANGES, word) || has(INDEFINITE, word) || !has_capital && is_adverb(word)
    };
    words.iter().any(is_changing)
        || matches!(words, [(word, true)] if is_function_word(word))
        || words.last().is_some_and(|(word, _)| has(PREPOSITIONS, word))
        || content.next().is_some_and(|(word, has_capital)| *has_capital && is_capital_verb(word))
}

/// Returns whether a word with a capital is a function word of some language.
fn is_function_word(word: &str) -> bool {
    let is_short = word.chars().nth(3).is_none();
    !is_short && is_function_word_in(word, |_| true)
}

/// Returns whether a word with a capital is a form of a common verb rather than a name.
fn is_capital_verb(word: &str) -> bool {
    let is_verb = |stem: &str| has(VERBS, stem) && !has(NAMES_LIKE_VERBS, stem);
    let has_verb = |stem: &str| is_verb(stem) || is_verb(&format!("{stem}e"));
    is_verb(word)
        || ["ed", "ing"].iter().any(|end| word.strip_suffix(end).is_some_and(has_verb))
        || word.strip_suffix("ying").is_some_and(|stem| is_verb(&format!("{stem}ie")))
        || ["s", "es"].iter().any(|end| word.strip_suffix(end).is_some_and(is_verb))
}

/// Returns whether a word of the source, in lower case, is one that editors replace by a noun.
pub(super) fn is_pronoun(word: &str) -> bool {
    has(PRONOUNS, word)
}

/// Returns whether a word of the source, in lower case, is a pronoun for several persons or things.
pub(super) fn is_plural_pronoun(word: &str) -> bool {
    has(PLURAL_PRONOUNS, word)
}

/// Returns whether a word denies.
pub(super) fn is_negation(word: &str) -> bool {
    let word = word.strip_suffix("'s").unwrap_or(word);
    has(NEGATIONS, word)
        || word.ends_with("n't")
        || word.ends_with("nt") && has(AUXILIARIES, &word[..word.len() - 2])
}

fn is_number(word: &str) -> bool {
    // *il* and *di* are words of other languages.
    let is_roman = word.len() > 1
        && word.bytes().all(|byte| b"ivxlcdm".contains(&byte))
        && word != "mix"
        && !is_noun_phrase_word(word);
    word.chars().any(char::is_numeric)
        || has(QUANTITIES, word)
        || is_number_word(word)
        || is_roman
        || !word.chars().any(char::is_alphabetic)
}

/// Returns whether a word looks like a noun in the plural.
fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
}

/// Returns whether a word that has no capital and follows no article may be a verb.
fn may_be_verb(word: &str) -> bool {
    let is_verb = |stem: &str| has(VERBS, stem);
    let cut = |end: &str| word.strip_suffix(end).map(str::to_owned);
    let doubled = |stem: String| {
        let mut letters = stem.chars();
        let last = letters.next_back()?;
        letters.as_str().ends_with(last).then(|| letters.as_str().to_owned())
    };
    word.ends_with("ed")
        || word.ends_with("ing")
        || is_verb(word)
        || cut("s").is_some_and(|stem| is_verb(&stem))
        || cut("es").is_some_and(|stem| is_verb(&stem))
        || cut("ies").is_some_and(|stem| is_verb(&format!("{stem}y")))
        || cut("n").and_then(doubled).is_some_and(|stem| is_verb(&stem))
}

/// Returns whether a list has a word.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|other| other == word)
}

/// Remarks of editors.
const MARKS: &[&str] = &["sic"];

const DETERMINERS: &str = "the a an his her its their our my your this that these those of new old former";

/// Words that begin a noun phrase.
const ARTICLES: &str = "the a an his her its their our my your this that these those";

/// Nouns in the plural that do not end with *-s*.
const PLURALS: &str = "people men women children police media folks";

/// Words that are allowed beside names and nouns.
const FUNCTION_WORDS: &str = "the a an his her its their our my your this that these those of in at for on to with from by and mr \
    mrs ms dr &";

const PRONOUNS: &str = "he she it they him her them his hers its their theirs this that these those we us our ours you your \
    yours i me my mine there here himself herself itself themselves";

const PLURAL_PRONOUNS: &str = "they them we us you those these ourselves yourselves themselves";

const NEGATIONS: &str = "not no never none nothing nobody nowhere neither nor cannot without hardly barely scarcely few \
    little against anti non dis un false untrue unlikely only \
    nicht nichts nie niemals niemand niemanden nirgends kein keine keinen keinem keiner keines keinerlei weder \
    ohne kaum ne non pas jamais rien aucun aucune personne sans nunca jamás nada nadie ningún ninguno ninguna \
    sin tampoco não nem jamais ninguém nenhum nenhuma sem mai nessuno nessuna niente senza né \
    не нет ни никогда никто ничего нельзя без нікого ні ніколи ніхто нічого немає nie nigdy nikt nic bez \
    nikdy nikdo není inte aldrig ingen inget inga ej utan ikke aldri aldrig intet uten uden niet geen nooit \
    niemand niets zonder ei eivät älä nu nici niciodată nem soha değil yok asla";

/// Words that set a condition, or make the opposite of what follows.
const CHANGES: &str = "if unless until when whenever while because although though whether or but yet so as than except \
    almost nearly perhaps maybe always sometimes often seldom again still afterwards nowadays besides supposed alleged opposite contrary reverse lack absence failure refusal denial \
    rejection ban end loss \
    immer oft manchmal vielleicht angeblich beinahe fast toujours souvent parfois peut-être prétendument \
    presque siempre quizás quizá casi sempre spesso forse quasi talvez altijd soms misschien bijna всегда \
    часто иногда возможно якобы почти завжди інколи можливо навряд майже zawsze często czasem może prawie \
    alltid ofta kanske nästan";

/// Words that stand for anybody or anything.
const INDEFINITE: &str = "everyone everybody everything anyone anybody anything someone somebody something who whom whose \
    what which whoever whatever whichever else other others another each either";

/// Words that a noun follows.
const PREPOSITIONS: &str = "of in at for on to with from by the a an";

/// Nouns that end like adverbs.
const NOUNS_LIKE_ADVERBS: &str = "family ally supply reply assembly anomaly bully monopoly italy";

/// Verbs that are names, too.
const NAMES_LIKE_VERBS: &str = "rose hope pay hurt chose lay win";

/// Words for a number that is not told.
const QUANTITIES: &str = "many most all some several both every more less fewer";

const AUXILIARIES: &str = "am is are was were be been being do does did done have has had having will would shall should can \
    could may might must ought wo ca";

/// Ends of words with a verb in them.
const CONTRACTIONS: &[&str] = &["'re", "'ll", "'ve", "'d", "'m"];

/// Common verbs that do not end with *-ed* or *-ing*.
const VERBS: &str = "accept accuse act add admit agree aim allow answer appear apply argue ask attack avoid back ban beat \
    became become began begin begun believe block blame bought break bring broke broken brought build \
    built buy call came cancel carry catch caught cause change choose chose chosen claim close come \
    confirm consider continue control cost create cut decide deny destroy die disagree doubt drew drive \
    drove drop eat end ensure expect explain face fail fall fear feel fell felt fight find fire follow \
    forget forgot fought found gave get give given go goes gone got grew grow happen hate hear heard \
    held help hit hold hope hurt ignore include increase intend join keep kept kill knew know known lay \
    lead learn leave led left let lie like listen live look lose lost love made make mean meant meet met \
    move need offer open oppose own paid pass pay plan play prove pull push put quit raise ran reach \
    read reduce refuse reject remain remember remove resign resist return reveal rise rose run said sang \
    saw say see seek seem seen sell send sent serve set shoot shot show shown sign sit sold sought speak \
    spend spent spoke spoken stand start stay steal stole stood stop struck suffer suggest support take \
    taken talk taught teach tell think thought threaten threw throw told took try turn understand \
    understood use violate vote wait walk want warn watch went win wish withdraw withdrew won work worry \
    write written wrote yield";

#[cfg(test)]
mod tests {
    use crate::verify::brackets::*;
    use crate::verify::words::Words;

    #[test]
    fn names_and_nouns_are_editing_and_what_changes_the_meaning_is_not() {
        for (text, expected) in [
            ("sic", true),
            ("Putin", true),
            ("King", true),
            ("Rose", true),
            ("the United States", true),
            ("the family", true),
            ("Emily", true),
            ("Refused To", false),
            ("Stop", false),
            ("Lying", false),
            ("always", false),
            ("sometimes", false),
            ("everyone", false),
            ("What", false),
            ("III", false),
            ("Fünf", false),
            ("Trois", false),
            ("Immer", false),
            ("n-word", true),
            ("rock n roll", true),
            ("Nobody’s", false),
            ("falsely", false),
            ("the opposite of", false),
            ("President Trump", true),
            ("the president", true),
            ("the mayor’s office", true),
            ("Smith’s", true),
            ("the plan", true),
            ("Republicans", true),
            ("people", true),
            ("not", false),
            ("never", false),
            ("didn’t", false),
            ("cannot", false),
            ("will", false),
            ("resigned", false),
            ("is", false),
            ("they’re", false),
            ("resign", false),
            ("denies", false),
            ("going", false),
            ("50", false),
            ("fifty", false),
            ("5 percent", false),
            ("$", false),
            ("the president will not", false),
            ("and", false),
            ("the president said he would not seek a second term", false),
        ] {
            assert_eq!(kind(text, Language::ENGLISH).is_editing(), expected, "{text}");
        }
    }

    #[test]
    fn words_of_other_languages_are_known_by_what_they_do() {
        for (code, text, expected) in [
            ("de", "der Bürgermeister", true),
            ("de", "ein Sprecher", true),
            ("de", "Merkel und Scholz", true),
            ("de", "sie", true),
            ("de", "dreizehn", false),
            ("de", "Einundzwanzig", false),
            ("de", "wenn nötig", false),
            ("de", "sagte Merkel", false),
            ("de", "aber Merkel", false),
            ("de", "auch", false),
            ("fr", "le maire", true),
            ("fr", "le premier ministre", true),
            ("fr", "quand le maire", false),
            ("fr", "ne", false),
            ("fr", "quinze", false),
            ("es", "el alcalde", true),
            ("es", "dieciséis", false),
            ("es", "cuando el alcalde", false),
            ("it", "il sindaco", true),
            ("it", "ventuno", false),
            ("pt", "o presidente", true),
            ("pt", "dezesseis", false),
            ("ru", "президент", true),
            ("ru", "тринадцать", false),
            ("ru", "никогда", false),
            ("uk", "тринадцять", false),
            ("pl", "trzynaście", false),
            ("pl", "zawsze", false),
            ("cs", "třináct", false),
            ("cs", "protože", false),
            ("nl", "altijd", false),
        ] {
            let language = Language::named(code).expect("a language");
            assert_eq!(kind(text, language).is_editing(), expected, "{code} {text}");
        }
    }

    fn kind(text: &str, language: Language) -> BracketKind {
        let words = Words::of(text);
        let capital = |index: usize| text[words.words[index].span.clone()].starts_with(char::is_uppercase);
        let pairs: Vec<_> = (0..words.len()).map(|index| (words.text(index), capital(index))).collect();
        BracketKind::of(&pairs, language)
    }
}
