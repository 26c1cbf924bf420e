//! Quotations: what is said in a text, and by whom.
//!
//! Speakers are found in two ways. English has rules of its own (`attribution`, `names`, `lexicon`): it has
//! few endings, so the order of words and capitals tell who speaks, and verbs in no list can be read by their
//! place. In the other languages (`frames`) capitals tell less and endings more; a smaller set of frames is
//! shared, and a file of words for each language says the rest. Both share the spans and the given names.

mod attribution;
mod family_names;
mod frames;
mod given_names;
mod kinds;
mod languages;
mod lexicon;
mod name_words;
mod names;
mod nobody;
mod pronouns;
mod roles;
mod spans;
mod speakers;
mod steps;
#[cfg(test)]
mod tests;
mod tokens;
mod transcript;
mod unclosed;

use crate::analysis::Language;
use crate::article::Quotation;
use crate::quote::lexicon::{WordClass, lexicon};
use crate::quote::spans::{find_spans, has_dialogue, speech};
use crate::quote::speakers::with_speakers;

pub(crate) use crate::quote::frames::{LANGUAGES_WITH_ROLES, WordRole, has_word_roles, word_role};
pub(crate) use crate::quote::given_names::{PersonGender, gender_of, title_case};
pub(crate) use crate::quote::kinds::is_title;
pub(crate) use crate::quote::lexicon::is_occupation;
pub(crate) use crate::quote::spans::{is_double_mark, is_mark};
pub(crate) use crate::quote::unclosed::unclosed_marks;

/// Returns the quotations of `text` in order, and the turns of a transcript. The words of a quotation within
/// another one, or within a turn, belong to the outer one.
pub fn find_quotations(text: &str, language: Language) -> Vec<Quotation> {
    find_quotations_of(text, "", language)
}

/// Returns the quotations of an article as [`find_quotations`] does. A name that `text` never has in full
/// may be in its title.
pub(crate) fn find_quotations_of(text: &str, title: &str, language: Language) -> Vec<Quotation> {
    let marked = find_marked_quotations(text, title, language);
    let turns = transcript::turns(text, title, language);
    if turns.is_empty() { marked } else { transcript::with_turns(marked, turns) }
}

/// Returns the turns of `text` in order if it is a transcript.
pub(crate) fn find_turns(text: &str, title: &str, language: Language) -> Vec<Quotation> {
    transcript::turns(text, title, language)
}

/// Returns the quotations of `text` between marks, or behind dashes. Nothing outside a paragraph decides
/// where a quotation in it ends.
pub(crate) fn find_marked_quotations(text: &str, title: &str, language: Language) -> Vec<Quotation> {
    let found = find_spans(text, has_dialogue(language));
    match lexicon(language) {
        Some(_) if found.spans.is_empty() => Vec::new(),
        Some(lexicon) => with_speakers((text, title), &found, lexicon),
        None => {
            let mut quotations: Vec<Quotation> = found.spans.into_iter().map(speech).collect();
            frames::attribute(text, title, language.code(), &mut quotations);
            quotations
        }
    }
}

/// Returns whether `word`, in lower case, is a verb of speech in a language, or a word that stands for one:
/// *sagte*, *so*.
pub(crate) fn is_verb_of_speech(word: &str, language: Language) -> bool {
    match lexicon(language) {
        Some(lexicon) => lexicon.class(word).is(WordClass::SAYS | WordClass::SAYING),
        None => frames::is_verb_of_speech(word, language.code()),
    }
}

/// Returns whether speakers are found in texts of a language.
pub(crate) fn knows_speakers(language: Language) -> bool {
    lexicon(language).is_some() || frames::has_table(language.code())
}
