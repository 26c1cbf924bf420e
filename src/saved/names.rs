//! Lists of names: the cells of one column of a CSV file, in any encoding and with any usual separator.

mod columns;
mod list_marks;
mod listed_name;
mod taken_names;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use crate::corpus::decode_declared;
use crate::saved::csv_reader::{CsvRow, read_table};
use crate::saved::definitions::MAX_NAME;
use crate::saved::names::columns::{Columns, columns};
pub use crate::saved::names::columns::{NameColumn, NameListError};
use crate::saved::names::list_marks::{are_numbered, without_bullet, without_number};
pub use crate::saved::names::listed_name::ListedName;
pub use crate::saved::names::taken_names::{ChosenName, TakenNames};

/// List of names to search for.
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NameList {
    /// Names in their order.
    pub names: Vec<ListedName>,
    /// Rows that are not searched for.
    pub skipped: Vec<SkippedName>,
}

/// Row of a list that is not searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkippedName {
    /// Line of the file, from 1.
    pub line: u32,
    /// The name, or the text of the row, on one line.
    pub name: String,
    /// Reason why it is not searched for.
    pub reason: SkipReason,
}

/// Reason why a row of a list is not searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// It has no letter and no digit.
    Empty,
    /// It has a single letter or digit, which half of all articles have.
    OneCharacter,
    /// It has more characters than the maximum, a line that is no name.
    TooLong,
    /// It is the same as that of an earlier line.
    Repeated(u32),
    /// It is a comment, which begins with `#`.
    Comment,
    /// It stands above the header, as the title of a table does.
    AboveHeader,
}

impl NameList {
    /// Reads the names in `bytes`, a file of CSV or of one name a line.
    ///
    /// # Errors
    /// If the file is no text, or does not have `column`.
    pub fn read(bytes: Vec<u8>, column: &NameColumn) -> Result<Self, NameListError> {
        let text = decode_declared(bytes, None).map_err(|_| NameListError::NotText)?.text;
        let rows = read_table(text.strip_prefix('\u{feff}').unwrap_or(&text));
        let Columns { columns, header } = columns(&rows, column)?;
        let (above, below) = rows.split_at(header.map_or(0, |header| header + 1));
        let mut list = NameList::default();
        for row in above.iter().take(header.unwrap_or(0)).filter(|row| !row.is_blank()) {
            list.skip(row, if row.is_comment() { SkipReason::Comment } else { SkipReason::AboveHeader });
        }
        let mut names: Vec<(u32, String)> = Vec::new();
        for row in below.iter().filter(|row| !row.is_blank()) {
            match row.is_comment() {
                true => list.skip(row, SkipReason::Comment),
                false => {
                    let cells = columns.iter().filter_map(|column| row.cells.get(*column));
                    names.push((row.line, on_one_line(cells)));
                }
            }
        }
        let are_numbered = are_numbered(names.iter().map(|(_, name)| name.as_str()));
        let mut lines = FxHashMap::default();
        for (line, name) in &names {
            let name = if are_numbered { without_number(name) } else { name };
            list.add(*line, without_bullet(name).to_owned(), &mut lines);
        }
        Ok(list)
    }

    fn add(&mut self, line: u32, name: String, lines: &mut FxHashMap<String, u32>) {
        let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
        let reason = match letters {
            0 => Some(SkipReason::Empty),
            1 => Some(SkipReason::OneCharacter),
            _ if name.chars().count() > MAX_NAME => Some(SkipReason::TooLong),
            _ => {
                let first = *lines.entry(name.to_lowercase()).or_insert(line);
                (first != line).then_some(SkipReason::Repeated(first))
            }
        };
        match reason {
            Some(reason) => self.skipped.push(SkippedName { line, name, reason }),
            None => self.names.push(ListedName { line, name }),
        }
    }

    fn skip(&mut self, row: &CsvRow, reason: SkipReason) {
        self.skipped.push(SkippedName { line: row.line, name: on_one_line(row.cells.iter()), reason });
    }
}

/// Joins the words of cells. A name of a saved search has no control characters.
fn on_one_line<'c>(cells: impl Iterator<Item = &'c String>) -> String {
    let words = cells.flat_map(|cell| cell.split(|c: char| c.is_whitespace() || c.is_control()));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
