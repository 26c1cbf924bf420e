//! `US`, which is the country in a query and the pronoun where all is in capitals.

use crate::analysis::dotted;
use crate::query::ast::Query;
use crate::query::punctuation::{is_bare_near, is_operator};

/// Returns whether several words of `text` are in capitals, and no letter is a small one.
pub(super) fn is_all_capitals(text: &str) -> bool {
    let in_capitals =
        |word: &&str| word.contains(char::is_uppercase) && !is_operator(word) && !is_bare_near(word);
    let words = text.split(|c: char| !c.is_alphanumeric());
    !text.contains(char::is_lowercase) && words.filter(in_capitals).count() > 1
}

/// Writes `US` with its stop if `query` prints in capitals throughout, in which it would be the pronoun: the
/// small letters that were typed are in no word.
pub(crate) fn dot_us(query: &mut Query) {
    let mut has_us = false;
    visit_us(query, &mut |_| has_us = true);
    if has_us && is_all_capitals(&query.to_string()) {
        visit_us(query, &mut |surface| "U.S".clone_into(surface));
    }
}

/// Calls `visit` with the surface of each `US` that is the country.
fn visit_us(query: &mut Query, visit: &mut impl FnMut(&mut String)) {
    match query {
        Query::Term(term) if term.surface == "US" && term.tokens == [dotted("us")] => {
            visit(&mut term.surface);
        }
        Query::Bool(parts) => parts.iter_mut().for_each(|(_, query)| visit_us(query, visit)),
        Query::Near(near) => {
            [&mut near.left, &mut near.right].into_iter().for_each(|side| visit_us(side, visit))
        }
        Query::Field(_, query) => visit_us(query, visit),
        _ => {}
    }
}
