//! The words with which languages attribute quotations, a file for each language.

mod english;
mod words;

pub(super) use english::WORDS as ENGLISH;
pub(super) use words::SpeechWords;
