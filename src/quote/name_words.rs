//! The words of a name in a text: those before a surname, and what a page glues to them.

use crate::quote::lexicon::{SpeechLexicon, WordClass, is_occupation};

/// Length of a line that is wrapped rather than ended, at least, and of a nickname, at most, in bytes.
const WRAPPED_LINE: usize = 40;
const MAX_NICKNAME: usize = 20;

/// Length of the shortest name that is known again where another word is glued to it, in bytes.
const MIN_GLUED: usize = 4;

/// Returns the name to which another word is glued: *RoeSenate*.
pub(super) fn glued_name(word: &str) -> Option<&str> {
    let mut before = None;
    for (offset, c) in word.char_indices() {
        let is_joint = c.is_uppercase() && before.is_some_and(char::is_lowercase);
        if is_joint
            && offset >= MIN_GLUED
            && word.len() - offset >= MIN_GLUED - 1
            && !word.starts_with("Fitz")
        {
            return Some(&word[..offset]);
        }
        before = Some(c);
    }
    None
}

/// Returns the start of the name before the surname at `start`, and the given name.
pub(super) fn given_name_before<'t>(
    text: &'t str,
    start: usize,
    lexicon: &SpeechLexicon,
) -> Option<(usize, &'t str)> {
    let (mut first, mut word) = word_before(text, without_particles(text, start, lexicon))?;
    let is_given = |word: &str| lexicon.gender(word).is(WordClass::WOMAN | WordClass::MAN);
    for _ in 0..2 {
        // `Martin Luther King`
        let joins = |before: &str| is_given(before) || word.len() <= 2 && !is_given(word);
        let before = word_before(text, first).filter(|(_, before)| joins(before));
        let Some((earlier, before)) = before else { break };
        (first, word) = (earlier, before);
    }
    let other = WordClass::DETERMINER
        | WordClass::PREPOSITION
        | WordClass::CONJUNCTION
        | WordClass::FUNCTION
        | WordClass::TITLE
        | WordClass::TIME
        | WordClass::ADVERB
        | WordClass::BE
        | WordClass::SAYS
        | WordClass::CALLS
        | WordClass::SAYING
        | WordClass::WHO
        | WordClass::HE
        | WordClass::SHE
        | WordClass::THEY
        | WordClass::FIRST_PERSON
        | WordClass::ORGANIZATION
        | WordClass::PLACE;
    (is_given(word) || !lexicon.class(word).is(other) && !is_occupation(word)).then_some((first, word))
}

/// Returns the start of the particles before a surname at `start`: *Bill de Blasio*.
fn without_particles(text: &str, start: usize, lexicon: &SpeechLexicon) -> usize {
    let mut first = without_arabic_article(text, start);
    for _ in 0..2 {
        let Some(head) = text[..first].strip_suffix(' ') else { break };
        let word = head.rfind(' ').map_or(head, |space| &head[space + 1..]);
        let is_particle = word.starts_with(char::is_lowercase);
        if !is_particle || !lexicon.class(word).is(WordClass::PARTICLE) {
            break;
        }
        first -= word.len() + 1;
    }
    first
}

/// Returns the text before `start` without the space at its end, which may wrap a line.
fn before_space(text: &str, start: usize) -> Option<&str> {
    let head = &text[..start];
    let is_wrapped =
        |head: &&str| head.rfind('\n').map_or(head.len(), |line| head.len() - line) >= WRAPPED_LINE;
    head.strip_suffix([' ', '\u{a0}', '\u{202f}']).or_else(|| head.strip_suffix('\n').filter(is_wrapped))
}

/// Returns `head` without a nickname at its end: *Ruth “Ruthie”*.
fn without_nickname(head: &str) -> &str {
    let before = || {
        let inner = head.strip_suffix(['”', '"', '’', '\'', ')'])?;
        let open = inner.rfind(['“', '"', '‘', '\'', '('])?;
        let name = inner[open..].trim_start_matches(['“', '"', '‘', '\'', '(']);
        let is_name = name.len() > 2
            && name.len() <= MAX_NICKNAME
            && name.starts_with(char::is_uppercase)
            && name.chars().all(char::is_alphabetic);
        before_space(head, open).filter(|_| is_name)
    };
    before().unwrap_or(head)
}

/// Returns a name with one space between any two words, without a nickname.
pub(super) fn plain_name(name: &str) -> String {
    let is_nickname = |word: &str| word.starts_with(['“', '"', '‘', '\'', '(']) && word.len() > 2;
    name.split_whitespace().filter(|word| !is_nickname(word)).collect::<Vec<_>>().join(" ")
}

/// Returns the capitalized word or initial before `start`, with one space between.
fn word_before(text: &str, start: usize) -> Option<(usize, &str)> {
    let head = without_nickname(before_space(text, start)?);
    let word_start = head
        .rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.' | '’' | '\''))
        .map_or(0, |position| position + head[position..].chars().next().map_or(1, char::len_utf8));
    let word = &head[word_start..];
    let name = word.strip_suffix('.').unwrap_or(word);
    if !word.starts_with(char::is_uppercase) || name.is_empty() {
        return None;
    }
    let is_initial = name.chars().count() == 1 || name.contains('.');
    let fits = word.len() == name.len() || is_initial;
    let is_possessive =
        word.ends_with("'s") || word.ends_with("’s") || word.ends_with('\'') || word.ends_with('’');
    let is_acronym = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_name = fits && !is_possessive && !is_acronym && glued_name(word).is_none();
    is_name.then_some((word_start, name))
}

/// Articles before the hyphen of a surname: *al-Assad*.
const ARABIC_ARTICLES: [&str; 9] = ["al", "el", "ul", "as", "ash", "ad", "an", "ar", "at"];

/// Returns whether a word is a surname with such an article before it.
pub(super) fn has_arabic_article(word: &str) -> bool {
    word.split_once('-').is_some_and(|(article, surname)| {
        ARABIC_ARTICLES.contains(&article) && surname.starts_with(char::is_uppercase)
    })
}

/// Returns where the article before the surname at `start` begins, or `start` if there is none.
fn without_arabic_article(text: &str, start: usize) -> usize {
    let Some(head) = text[..start].strip_suffix('-') else { return start };
    let article = ARABIC_ARTICLES.iter().find(|article| {
        head.strip_suffix(**article).is_some_and(|before| before.ends_with([' ', '\u{a0}', '\n']))
    });
    article.map_or(start, |article| head.len() - article.len())
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::quote::find_quotations;

    #[test]
    fn names_have_particles_and_no_occupations() {
        for (text, expected) in [
            ("“We stay,” said Ursula von der Leyen.", "Ursula von der Leyen"),
            ("Ursula von der Leyen left. “We stay,” said President von der Leyen.", "Ursula von der Leyen"),
            ("“We stay,” said Oscar de la Renta.", "Oscar de la Renta"),
            ("“We stay,” said Bashar al-Assad.", "Bashar al-Assad"),
            ("We met Bashar al-Assad. “We stay,” said Assad.", "Bashar al-Assad"),
            ("“We stay,” said Abu Bakr.", "Abu Bakr"),
            ("Nurse Ute Brandt said: “We need forty beds.”", "Ute Brandt"),
            ("Plumber Karl Orwin said: “We need forty beds.”", "Karl Orwin"),
            ("We met Karl Orwin. Plumber Orwin said: “We need forty beds.”", "Karl Orwin"),
            ("Tanner Lee Smith said: “We need forty beds.”", "Tanner Lee Smith"),
        ] {
            let found = find_quotations(text, Language::ENGLISH);
            let name = found[0].speaker.as_ref().map_or("-", |speaker| speaker.name.as_str());
            assert_eq!(name, expected, "{text}");
        }
    }
}
