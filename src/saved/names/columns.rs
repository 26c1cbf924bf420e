//! Finds the columns of the names in a table, by their headers.

use unicode_normalization::UnicodeNormalization;

use crate::saved::csv_reader::CsvRow;

/// Number of rows among which the header is.
const MAX_HEADER_ROWS: usize = 5;
/// Headers of a column of whole names, in lower case. `name` may be that of family names as well.
const NAME_HEADERS: &[&str] = &[
    "name",
    "names",
    "full name",
    "fullname",
    "person",
    "nom complet",
    "nombre completo",
    "nome completo",
    "имя и фамилия",
    "фио",
    "піб",
    "ім'я",
];
/// Headers of a column of other things to search for.
const TERM_HEADERS: &[&str] = &[
    "entity",
    "query",
    "queries",
    "term",
    "terms",
    "keyword",
    "keywords",
    "search",
    "company",
    "organization",
    "organisation",
];
/// Headers of a column of given names.
const GIVEN_NAME_HEADERS: &[&str] = &[
    "first name",
    "firstname",
    "first",
    "name first",
    "first names",
    "given name",
    "given names",
    "forename",
    "forenames",
    "vorname",
    "vornamen",
    "prénom",
    "prénoms",
    "prenom",
    "nombre",
    "nome",
    "имя",
    "imię",
    "voornaam",
];
/// Headers of a column of family names.
const FAMILY_NAME_HEADERS: &[&str] = &[
    "last name",
    "lastname",
    "last",
    "name last",
    "surname",
    "family name",
    "nachname",
    "familienname",
    "nom",
    "nom de famille",
    "apellido",
    "apellidos",
    "cognome",
    "фамилия",
    "прізвище",
    "nazwisko",
    "achternaam",
];

/// Column of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameColumn {
    /// The column whose header says so, else the first that has words.
    Detected,
    /// The column of this number, from 1.
    Number(usize),
    /// The column of this header.
    Header(String),
}

/// Reason why a list has no names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameListError {
    /// The file is an image, a program or another binary file.
    #[error("not a text file: save the table as CSV")]
    NotText,
    /// No row of the file has the column.
    #[error("no column {0}; the columns are: {1}")]
    NoColumn(String, String),
}

/// Columns that make up a name, in the order of its words.
pub(super) struct Columns {
    pub columns: Vec<usize>,
    /// Row of the header.
    pub header: Option<usize>,
}

/// Finds the columns of the names.
pub(super) fn columns(rows: &[CsvRow], column: &NameColumn) -> Result<Columns, NameListError> {
    let is_header = |cell: &str| {
        [NAME_HEADERS, TERM_HEADERS, GIVEN_NAME_HEADERS, FAMILY_NAME_HEADERS]
            .iter()
            .any(|names| names.contains(&cell))
    };
    let header = match column {
        NameColumn::Header(wanted) => {
            let wanted = header_of(wanted);
            header_row(rows, |cell| cell == wanted)
        }
        NameColumn::Number(_) | NameColumn::Detected => header_row(rows, is_header),
    };
    let cells: Vec<String> = header.and_then(|header| rows.get(header)).map(headers_of).unwrap_or_default();
    match column {
        NameColumn::Number(number) => match number.checked_sub(1) {
            Some(column) if rows.iter().any(|row| column < row.cells.len()) => {
                Ok(Columns { columns: vec![column], header })
            }
            _ => Err(missing(rows, number.to_string())),
        },
        NameColumn::Header(wanted) => match cells.iter().position(|cell| *cell == header_of(wanted)) {
            Some(column) => Ok(Columns { columns: vec![column], header }),
            None => Err(missing(rows, wanted.clone())),
        },
        NameColumn::Detected => {
            let names = &rows[header.map_or(0, |header| header + 1)..];
            Ok(Columns { columns: detected(&cells, names), header })
        }
    }
}

/// Chooses the columns by the cells of the header, in lower case.
fn detected(header: &[String], rows: &[CsvRow]) -> Vec<usize> {
    let named = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.as_str()));
    let (given, family) = (named(GIVEN_NAME_HEADERS), named(FAMILY_NAME_HEADERS));
    match (named(NAME_HEADERS), given, family) {
        (None, Some(given), Some(family)) => vec![given, family],
        (Some(name), Some(given), None) if !is_whole(rows, name, given) => vec![given, name],
        (Some(name), None, Some(family)) if !is_whole(rows, name, family) => vec![name, family],
        (Some(name), ..) => vec![name],
        (None, given, family) => {
            let column = named(TERM_HEADERS).or(given).or(family);
            vec![column.unwrap_or_else(|| first_of_words(rows))]
        }
    }
}

/// Returns whether the names of a column have those of `part` within them, in most rows that have both.
fn is_whole(rows: &[CsvRow], name: usize, part: usize) -> bool {
    let cell = |row: &CsvRow, column: usize| {
        row.cells.get(column).map(|cell| cell.trim().to_lowercase()).filter(|cell| !cell.is_empty())
    };
    let both = rows.iter().filter_map(|row| cell(row, name).zip(cell(row, part)));
    let (num_whole, num_rows) = both
        .fold((0, 0), |(whole, rows), (name, part)| (whole + usize::from(name.contains(&part)), rows + 1));
    2 * num_whole > num_rows
}

/// Finds the header among the first rows. Those above it have one text at most, as titles of tables do; if
/// the table has one column, its header must be surely one.
fn header_row(rows: &[CsvRow], is_header: impl Fn(&str) -> bool) -> Option<usize> {
    let mut has_title = false;
    for (number, row) in rows.iter().enumerate().take(MAX_HEADER_ROWS) {
        if row.is_comment() {
            continue;
        }
        let cells = headers_of(row);
        let num_filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let is_sure = !has_title || num_filled > 1;
        let is_header =
            |cell: &String| is_header(cell) && (is_sure || NAME_HEADERS[..4].contains(&cell.as_str()));
        if cells.iter().any(is_header) {
            return Some(number);
        }
        if num_filled > 1 {
            return None;
        }
        has_title |= num_filled == 1;
    }
    None
}

/// Names the columns of the table in an error.
fn missing(rows: &[CsvRow], column: String) -> NameListError {
    let first = rows.iter().take(MAX_HEADER_ROWS).filter(|row| !row.is_comment());
    // The last of the longest rows would be the last of all.
    let header =
        first.rev().max_by_key(|row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count());
    NameListError::NoColumn(column, header.map(headers_of).unwrap_or_default().join(", "))
}

fn headers_of(row: &CsvRow) -> Vec<String> {
    row.cells.iter().map(|cell| header_of(cell)).collect()
}

/// Writes a header in lower case, with spaces between its words.
fn header_of(cell: &str) -> String {
    let lower: String =
        cell.nfc().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the first column most cells of which have letters, else the first.
fn first_of_words(rows: &[CsvRow]) -> usize {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let has_words = |column: &usize| {
        let cells =
            || rows.iter().filter_map(|row| row.cells.get(*column)).filter(|cell| !cell.trim().is_empty());
        let with_letters = cells().filter(|cell| cell.chars().any(char::is_alphabetic)).count();
        2 * with_letters > cells().count()
    };
    (0..columns).find(has_words).unwrap_or(0)
}
