//! Lists of names: the cells of one column of a CSV file, in any encoding and with any usual separator.

use rustc_hash::FxHashMap;

use crate::corpus::decode_declared;
use crate::saved::csv_reader::{CsvRow, SEPARATORS, rows};
use crate::saved::definitions::MAX_NAME;

/// Number of rows that the separator is chosen by.
const SAMPLED_ROWS: usize = 200;
/// Headers of a column of whole names, in lower case.
const NAME_HEADERS: &[&str] = &[
    "name",
    "names",
    "full name",
    "fullname",
    "person",
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
    "nom complet",
    "nombre completo",
    "nome completo",
    "имя и фамилия",
    "фио",
    "піб",
    "ім'я",
];
/// Headers of a column of given names.
const GIVEN_NAME_HEADERS: &[&str] = &[
    "first name",
    "firstname",
    "first",
    "given name",
    "given names",
    "forename",
    "vorname",
    "prénom",
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
    "surname",
    "family name",
    "nachname",
    "familienname",
    "nom",
    "apellido",
    "apellidos",
    "cognome",
    "фамилия",
    "прізвище",
    "nazwisko",
    "achternaam",
];

/// List of names to search for.
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NameList {
    /// Names in their order.
    pub names: Vec<ListedName>,
    /// Rows that are not searched for.
    pub skipped: Vec<SkippedName>,
}

/// Name of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedName {
    /// Line of the file, from 1.
    pub line: u32,
    /// The name on one line.
    pub name: String,
}

/// Row of a list that is not searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkippedName {
    /// Line of the file, from 1.
    pub line: u32,
    /// The name on one line.
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
    /// It is one letter, which half of all articles have.
    OneLetter,
    /// It has more characters than the maximum, a line that is no name.
    TooLong,
    /// It is the same as that of an earlier line.
    Repeated(u32),
}

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
struct Columns {
    columns: Vec<usize>,
    has_header: bool,
}

impl NameList {
    /// Reads the names in `bytes`, a file of CSV or of one name a line.
    ///
    /// # Errors
    /// If the file is no text, or does not have `column`.
    pub fn read(bytes: Vec<u8>, column: &NameColumn) -> Result<Self, NameListError> {
        let text = decode_declared(bytes, None).map_err(|_| NameListError::NotText)?.text;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let rows = rows(text, separator(text));
        let Columns { columns, has_header } = columns(&rows, column)?;
        let mut list = NameList::default();
        let mut lines: FxHashMap<String, u32> = FxHashMap::default();
        for row in rows.iter().skip(usize::from(has_header)) {
            let cells = columns.iter().filter_map(|column| row.cells.get(*column));
            let words: Vec<&str> = cells.flat_map(|cell| cell.split_whitespace()).collect();
            list.add(row.line, words.join(" "), &mut lines);
        }
        Ok(list)
    }

    fn add(&mut self, line: u32, name: String, lines: &mut FxHashMap<String, u32>) {
        let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
        let reason = match letters {
            0 => Some(SkipReason::Empty),
            1 => Some(SkipReason::OneLetter),
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
}

impl ListedName {
    /// Returns a query for the name: exactly these words in this order. A name with the family name first
    /// (`Doe, Jane`) is found in both orders. With `inflected`, the words match their inflections as well.
    pub fn query(&self, inflected: bool) -> String {
        let phrase = |text: &str| if inflected { inflected_phrase(text) } else { exact_phrase(text) };
        let parts: Vec<&str> = self.name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [family, given] => {
                format!(
                    "{} OR {}",
                    phrase(&format!("{given} {family}")),
                    phrase(&format!("{family} {given}"))
                )
            }
            _ => phrase(&self.name),
        }
    }
}

/// Writes a phrase. Marks of quotation within it would end it.
fn exact_phrase(text: &str) -> String {
    let words = text.split(is_quotation_mark).flat_map(str::split_whitespace);
    format!("\"{}\"", words.collect::<Vec<_>>().join(" "))
}

/// Writes words that follow each other in any of their forms.
fn inflected_phrase(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'));
    let words: Vec<&str> = words.filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    match words[..] {
        [] => exact_phrase(text),
        [word] => word.to_owned(),
        _ => format!("({})", words.join(" pre/1 ")),
    }
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』')
}

/// Chooses the separator that splits the most of the first rows into the same number of cells. Without one,
/// every line is a cell.
fn separator(text: &str) -> Option<char> {
    let num_alike = |separator: &char| {
        let sample: Vec<CsvRow> = rows(text, Some(*separator)).into_iter().take(SAMPLED_ROWS).collect();
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for row in sample.iter().filter(|row| !row.is_blank()) {
            *counts.entry(row.cells.len()).or_default() += 1;
        }
        let split = counts.iter().filter(|(cells, _)| **cells > 1).map(|(_, rows)| *rows).max().unwrap_or(0);
        let rows = counts.values().sum::<usize>();
        // A comma with a space behind it in every row stands between the parts of a name.
        let is_within = *separator == ','
            && sample.iter().all(|row| row.cells.len() <= 2 && !row.has_quotes)
            && sample.iter().all(|row| row.cells.get(1).is_none_or(|cell| cell.starts_with(' ')));
        if is_within || 2 * split < rows { 0 } else { split }
    };
    // The first of the best: tabs and semicolons separate more surely than commas.
    let best = SEPARATORS.iter().map(|separator| (num_alike(separator), *separator));
    best.rev().max_by_key(|(alike, _)| *alike).filter(|(alike, _)| *alike > 0).map(|(_, separator)| separator)
}

/// Finds the columns of the names.
fn columns(rows: &[CsvRow], column: &NameColumn) -> Result<Columns, NameListError> {
    let header: Vec<String> =
        rows.first().map(|row| row.cells.iter().map(|cell| header_of(cell)).collect()).unwrap_or_default();
    let named = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.as_str()));
    let has_header =
        [NAME_HEADERS, GIVEN_NAME_HEADERS, FAMILY_NAME_HEADERS].iter().any(|names| named(names).is_some());
    let missing = |column: String| NameListError::NoColumn(column, header.join(", "));
    match column {
        NameColumn::Number(number) => match number.checked_sub(1) {
            Some(column) if rows.iter().any(|row| column < row.cells.len()) => {
                Ok(Columns { columns: vec![column], has_header })
            }
            _ => Err(missing(number.to_string())),
        },
        NameColumn::Header(wanted) => match header.iter().position(|cell| *cell == header_of(wanted)) {
            Some(column) => Ok(Columns { columns: vec![column], has_header: true }),
            None => Err(missing(wanted.clone())),
        },
        NameColumn::Detected => {
            let (given, family) = (named(GIVEN_NAME_HEADERS), named(FAMILY_NAME_HEADERS));
            let columns = match (named(NAME_HEADERS), given, family) {
                (Some(name), ..) => vec![name],
                (None, Some(given), Some(family)) => vec![given, family],
                (None, given, family) => vec![given.or(family).unwrap_or_else(|| first_of_words(rows))],
            };
            Ok(Columns { columns, has_header })
        }
    }
}

/// Writes a header in lower case, with spaces between its words.
fn header_of(cell: &str) -> String {
    let words =
        cell.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use crate::saved::names::*;

    fn names(bytes: &[u8]) -> Vec<String> {
        let list = NameList::read(bytes.to_vec(), &NameColumn::Detected).expect("a list");
        list.names.into_iter().map(|name| name.name).collect()
    }

    fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn names_are_found_in_tables_of_any_form() {
        for (text, expected) in [
            ("Olga Tern\nPaul Heron\n", ["Olga Tern", "Paul Heron"]),
            ("\u{feff}name\r\nOlga Tern\r\nPaul  Heron", ["Olga Tern", "Paul Heron"]),
            ("id;Name;born\r1;Olga Tern;1970\r2;Paul Heron;1980\r", ["Olga Tern", "Paul Heron"]),
            ("1\tOlga Tern\n2\tPaul Heron\n", ["Olga Tern", "Paul Heron"]),
            ("First_Name,LAST NAME\nOlga,Tern\nPaul,Heron", ["Olga Tern", "Paul Heron"]),
            ("Tern, Olga\nHeron, Paul\n", ["Tern, Olga", "Heron, Paul"]),
            ("\"Olga\nTern\",x\n\"Paul\r\nHeron\",y\n", ["Olga Tern", "Paul Heron"]),
            ("\"Tern, Olga\",mayor\n\"Heron, Paul\",judge\n", ["Tern, Olga", "Heron, Paul"]),
            ("Nachname|Vorname\nTern|Olga\nHeron|Paul", ["Olga Tern", "Paul Heron"]),
        ] {
            assert_eq!(names(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn names_are_decoded() {
        let text = "Имя;Фамилия\nОльга;Крачка\nПавел;Цапля\nНикита;Журавлёв\n";
        let expected = ["Ольга Крачка", "Павел Цапля", "Никита Журавлёв"];
        let utf_16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(names(text.as_bytes()), expected);
        assert_eq!(names(&utf_16), expected);
        assert_eq!(names(&encoded(text, encoding_rs::WINDOWS_1251)), expected);
        let text = "name\r\nJosé Cigüeña\r\nFrançois Grèbe\r\n";
        assert_eq!(names(&encoded(text, encoding_rs::WINDOWS_1252)), ["José Cigüeña", "François Grèbe"]);
        let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 40]].concat();
        assert_eq!(NameList::read(png, &NameColumn::Detected), Err(NameListError::NotText));
    }

    #[test]
    fn rows_without_a_name_are_listed_with_their_line() -> Result<(), NameListError> {
        let long = "tern ".repeat(100);
        let text = format!("name,role\nOlga Tern,mayor\n,judge\nX,\n{long},\n\n—,\nolga  tern,\n李,\n");
        let list = NameList::read(text.into_bytes(), &NameColumn::Detected)?;
        assert_eq!(list.names, [ListedName { line: 2, name: "Olga Tern".into() }]);
        let skipped: Vec<(u32, SkipReason)> =
            list.skipped.iter().map(|name| (name.line, name.reason)).collect();
        use SkipReason::{Empty, OneLetter, Repeated, TooLong};
        let expected = [
            (3, Empty),
            (4, OneLetter),
            (5, TooLong),
            (6, Empty),
            (7, Empty),
            (8, Repeated(2)),
            (9, OneLetter),
        ];
        assert_eq!(skipped, expected);
        Ok(())
    }

    #[test]
    fn a_column_is_chosen_by_number_or_header() {
        let read = |column| {
            let list = NameList::read(b"role;who\nmayor;Olga Tern\n".to_vec(), &column);
            list.map(|list| list.names.into_iter().map(|name| name.name).collect::<Vec<_>>())
        };
        assert_eq!(read(NameColumn::Header("Who".into())), Ok(vec!["Olga Tern".to_owned()]));
        assert_eq!(read(NameColumn::Number(2)), Ok(vec!["who".to_owned(), "Olga Tern".to_owned()]));
        let error = |column| read(column).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(error(NameColumn::Number(3)), "no column 3; the columns are: role, who");
        assert_eq!(error(NameColumn::Header("name".into())), "no column name; the columns are: role, who");
    }

    #[test]
    fn queries_find_the_words_in_their_order() {
        let query = |name: &str, inflected| ListedName { line: 1, name: name.into() }.query(inflected);
        assert_eq!(query("Olga Tern", false), "\"Olga Tern\"");
        assert_eq!(query("Olga “Olly” Tern", false), "\"Olga Olly Tern\"");
        assert_eq!(query("Tern, Olga", false), "\"Olga Tern\" OR \"Tern Olga\"");
        assert_eq!(query("Olga Tern", true), "(Olga pre/1 Tern)");
        assert_eq!(query("Tern", true), "Tern");
    }
}
