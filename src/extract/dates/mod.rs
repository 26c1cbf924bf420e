//! Days of publication: in lines of text, and as pages and archives declare them.
//!
//! [`find()`] looks for a date in a line of text and takes none that may be something else. [`declared`]
//! reads a value that its name says is a date, in the order of numbers and the names of months of the
//! page's language.

mod declared;
mod find;
mod locale;
mod numbers;
#[cfg(test)]
mod tests;

pub(crate) use declared::{NoDay, declared_in_text};
pub use find::find;
pub(crate) use find::find_open;
pub(crate) use locale::DateLocale;
pub(crate) use numbers::numeric_day;

use crate::text::dates::tokens::digit;

/// Returns whether `c` is a decimal digit of any script.
pub(crate) fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

/// Returns the day that `value` declares on a page in the language `tag`, if there is one.
///
/// ```
/// use clippings::internals::extract::dates::declared_day;
/// let day = |value, tag| declared_day(value, tag).map(|day| day.to_string());
/// assert_eq!(day("2. Mai 2024", "de").as_deref(), Some("2024-05-02"));
/// assert_eq!(day("5/2/2024", "en-US"), day("02/05/2024", "fr"));
/// assert_eq!(day("0001-01-01T00:00:00Z", "en"), None);
/// ```
pub fn declared_day(value: &str, tag: &str) -> Option<jiff::civil::Date> {
    declared::declared(value, &DateLocale::new([tag], None)).ok()
}
