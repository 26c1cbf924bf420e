//! Reads CSV as spreadsheets write it: quoted cells with separators and line breaks, and any line ends.

use rustc_hash::FxHashMap;

/// Number of rows that the separator is chosen by.
const SAMPLED_ROWS: usize = 200;
/// Separators of cells, the surest first.
const SEPARATORS: [char; 4] = ['\t', ';', ',', '|'];

/// Row of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CsvRow {
    /// Line of the file on which the row begins, from 1.
    pub line: u32,
    /// Cells without their quotes, otherwise as they are written.
    pub cells: Vec<String>,
    /// Whether a cell is quoted.
    pub has_quotes: bool,
}

impl CsvRow {
    /// Returns whether all cells are blank.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// Returns whether the row is a comment: it begins with `#`, and this is neither the header of a column
    /// of numbers nor one of its numbers.
    pub(crate) fn is_comment(&self) -> bool {
        let comment = self.cells.first().and_then(|cell| cell.trim().strip_prefix('#'));
        let has_text = |text: &str| !text.is_empty() && !text.starts_with(|c: char| c.is_ascii_digit());
        !self.has_quotes && comment.is_some_and(has_text)
    }
}

/// Reads a table whose first line names the separator, as Excel has it (`sep=;`), or else the one that splits
/// its first rows best.
pub(crate) fn read_table(text: &str) -> Vec<CsvRow> {
    let first = text.lines().next().unwrap_or_default().trim_matches('"');
    let named = first.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).map(|key| &first[key.len()..]);
    let mut named = named.unwrap_or_default().chars();
    match (named.next(), named.next()) {
        (Some(separator), None) => {
            let mut rows = rows(text, Some(separator));
            rows.remove(0);
            rows
        }
        _ => rows(text, separator(text)),
    }
}

/// Chooses the separator that splits the most of the first rows into the same number of cells. Without one,
/// every line is a cell.
fn separator(text: &str) -> Option<char> {
    let num_alike = |separator: &char| {
        let rows = rows(text, Some(*separator)).into_iter();
        let rows = rows.filter(|row| !row.is_blank() && !row.is_comment());
        let sample: Vec<CsvRow> = rows.take(SAMPLED_ROWS).collect();
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for row in &sample {
            *counts.entry(row.cells.len()).or_default() += 1;
        }
        let split = counts.iter().filter(|(cells, _)| **cells > 1).map(|(_, rows)| *rows).max().unwrap_or(0);
        // A comma with a space behind it in every row stands between the parts of a name.
        let is_within = *separator == ','
            && sample.iter().all(|row| row.cells.len() <= 2 && !row.has_quotes)
            && sample.iter().all(|row| row.cells.get(1).is_none_or(|cell| cell.starts_with(' ')));
        if is_within || 2 * split < sample.len() { 0 } else { split }
    };
    // The first of the best: tabs and semicolons separate more surely than commas.
    let best = SEPARATORS.iter().map(|separator| (num_alike(separator), *separator));
    best.rev().max_by_key(|(alike, _)| *alike).filter(|(alike, _)| *alike > 0).map(|(_, separator)| separator)
}

/// Splits `text` into rows at line ends (LF, CR LF or CR) and into cells at `separator`. A quote that no
/// other closes is a letter.
fn rows(text: &str, separator: Option<char>) -> Vec<CsvRow> {
    let mut rows = Vec::new();
    let (mut rest, mut line) = (text, 1);
    let mut row = CsvRow { line, ..CsvRow::default() };
    while !rest.is_empty() {
        let (cell, length) = match quoted_cell(rest, separator) {
            Some((cell, length)) => {
                row.has_quotes = true;
                (cell, length)
            }
            None => {
                let is_end = |c: char| matches!(c, '\n' | '\r') || Some(c) == separator;
                let length = rest.find(is_end).unwrap_or(rest.len());
                (rest[..length].to_owned(), length)
            }
        };
        line += num_line_ends(&rest[..length]);
        row.cells.push(cell);
        let tail = &rest[length..];
        let end = if tail.starts_with("\r\n") { 2 } else { tail.chars().next().map_or(0, char::len_utf8) };
        let ends_row = !tail.starts_with(|c: char| Some(c) == separator);
        rest = &tail[end..];
        if ends_row {
            line += 1;
            rows.push(std::mem::replace(&mut row, CsvRow { line, ..CsvRow::default() }));
        } else if rest.is_empty() {
            row.cells.push(String::new());
        }
    }
    if !row.cells.is_empty() {
        rows.push(row);
    }
    rows
}

/// Reads a quoted cell at the beginning of `text`: its text and its length with the quotes. Returns `None` if
/// there is none, or if something other than the end of the cell follows its last quote.
fn quoted_cell(text: &str, separator: Option<char>) -> Option<(String, usize)> {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let body = text[indent..].strip_prefix('"')?;
    let (mut cell, mut offset) = (String::new(), 0);
    loop {
        let length = body[offset..].find('"')?;
        cell.push_str(&body[offset..offset + length]);
        offset += length + 1;
        match body[offset..].strip_prefix('"') {
            Some(_) => {
                cell.push('"');
                offset += 1;
            }
            None => break,
        }
    }
    let tail = body[offset..].trim_start_matches(' ');
    let is_end = tail.is_empty() || tail.starts_with(|c| matches!(c, '\n' | '\r') || Some(c) == separator);
    is_end.then(|| (cell, text.len() - tail.len()))
}

/// Returns the number of line ends in `text`.
fn num_line_ends(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let is_end = |index: &usize| match bytes[*index] {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(is_end).count() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::saved::csv_reader::*;

    fn cells(text: &str, separator: char) -> Vec<Vec<String>> {
        rows(text, Some(separator)).into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn rows_end_at_any_line_end_and_cells_keep_theirs() {
        let text = "a,b\r\nc,\"d, e\"\r\"f\r\ng\",\"say \"\"h\"\"\"\n\ni";
        let expected: [&[&str]; 5] = [&["a", "b"], &["c", "d, e"], &["f\r\ng", "say \"h\""], &[""], &["i"]];
        assert_eq!(cells(text, ','), expected);
        let lines: Vec<u32> = rows(text, Some(',')).iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 2, 3, 5, 6]);
        assert_eq!(cells("a,", ','), [["a", ""]]);
        assert_eq!(cells("a,b\n", ','), [["a", "b"]]);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_a_letter() {
        assert_eq!(cells("\"a;b\nc;d", ';'), [["\"a", "b"], ["c", "d"]]);
        assert_eq!(cells("5\" gun;x", ';'), [["5\" gun", "x"]]);
        assert_eq!(cells("\"a\" b;c", ';'), [["\"a\" b", "c"]]);
        assert_eq!(cells(" \"a;b\" ;c", ';'), [["a;b", "c"]]);
    }

    proptest! {
        #[test]
        fn what_is_quoted_reads_back(table in prop::collection::vec(prop::collection::vec("[a;\"\n\r ,]{0,6}", 1..4), 1..5)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let row = |cells: &Vec<String>| cells.iter().map(quoted).collect::<Vec<_>>().join(";");
            let text = table.iter().map(row).collect::<Vec<_>>().join("\r\n");
            prop_assert_eq!(cells(&text, ';'), table);
        }

        #[test]
        fn no_letter_is_lost(text in "[a\",\n\rb]{0,40}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let read: String = cells(&text, ',').into_iter().flatten().collect();
            prop_assert_eq!(letters(&read), letters(&text));
        }
    }
}
