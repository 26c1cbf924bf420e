//! The spellings of names: which words of the index are one name, compared at each commit.
//!
//! A search must answer at once, and comparing a word with all others takes a while. So the last commit of a
//! run compares the words that articles write with a capital, and stores the sets of those that are one name
//! ([`table`]). Two words are one name if they are alike (`crate::analysis::spelling`), and if the articles
//! that have them are about the same things ([`contexts`]), unless given names tell that they are of other
//! people ([`given_names`]).

pub(crate) mod contexts;
pub(crate) mod evidence;
mod given_names;
mod name_word;
pub(crate) mod sets;
mod slips;
pub(crate) mod table;
