//! What editors put in brackets.

use crate::analysis::is_function_word_in;
use crate::quote::{PersonGender, gender_of, title_case};

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
    /// Returns what `words`, in lower case and with whether each has a capital, are in brackets.
    pub(super) fn of(words: &[(&str, bool)]) -> Self {
        match words {
            [] => BracketKind::Remark,
            [(word, _)] if MARKS.contains(word) => BracketKind::Remark,
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

/// Returns whether a word with a capital is a function word of some language, and no given name.
fn is_function_word(word: &str) -> bool {
    let is_short = word.chars().nth(3).is_none();
    !is_short && gender_of(&title_case(word)) == PersonGender::Unknown && is_function_word_in(word, |_| true)
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
    let is_roman = word.len() > 1 && word.bytes().all(|byte| b"ivxlcdm".contains(&byte)) && word != "mix";
    word.chars().any(char::is_numeric)
        || has(NUMBERS, word)
        || has(OTHER_NUMBERS, word)
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

const NUMBERS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred \
    hundreds thousand thousands million millions billion billions trillion trillions dozen dozens \
    percent half twice once double triple first second third many most all some several both every more \
    less fewer";

const OTHER_NUMBERS: &str = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig einmal zweimal dreimal vierzig fünfzig \
    hundert tausend millionen milliarde milliarden hälfte doppelt \
    deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante cent \
    cents mille moitié double \
    uno dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta cien \
    ciento mil millón millones mitad doble \
    due tre quattro cinque sei sette otto nove dieci venti trenta quaranta cinquanta cento mila milioni metà \
    dois três quatro oito dez vinte trinta cinquenta cem milhão milhões metade \
    een twee drie zes zeven negen tien twintig honderd duizend helft \
    один одна два две три четыре пять шесть семь восемь девять десять двадцать сто тысяча тысяч миллион миллионов половина \
    дві чотири п'ять шість сім вісім дев'ять десять двадцять тисяча тисяч мільйон мільйонів половина \
    jeden dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc milion połowa \
    två tre fyra fem sex sju åtta nio tio hundra tusen hälften";

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
            let words = Words::of(text);
            let capital =
                |index: usize| text[words.words[index].span.clone()].starts_with(char::is_uppercase);
            let pairs: Vec<_> = (0..words.len()).map(|index| (words.text(index), capital(index))).collect();
            assert_eq!(BracketKind::of(&pairs).is_editing(), expected, "{text}");
        }
    }
}
