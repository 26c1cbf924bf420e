//! An archive file, one article at a time.

use std::io::{self, BufRead};

use super::lines::{Line, Lines};

/// No article is longer than this; a line that is, is passed over.
const LONGEST: usize = 16 << 20;

/// A record as it stands in its file, not looked into yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Raw {
    /// Its place among the records of the file, from 1.
    pub number: u64,
    /// The line of the file on which it stands, from 1.
    pub line: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The records of an archive file, in order, never more than one in memory.
pub struct Records {
    lines: Lines<Box<dyn BufRead + Send>>,
    line: u64,
    number: u64,
}

/// What stands where a record was looked for.
#[derive(Debug)]
pub enum Next {
    /// A record.
    Record(Raw),
    /// Something that is none, on this line, and why.
    Broken(u64, String),
    /// The file cannot be read further than this line, and why.
    Stopped(u64, io::Error),
    /// The end of the file.
    End,
}

impl Records {
    /// The records of `content`.
    pub fn new(content: Box<dyn BufRead + Send>) -> Self {
        Records { lines: Lines::new(content, LONGEST), line: 0, number: 0 }
    }

    /// The next record.
    pub fn next_record(&mut self) -> Next {
        loop {
            self.line += 1;
            let mut bytes = match self.lines.next_line() {
                Ok(Some(Line::Whole(bytes))) => bytes,
                Ok(Some(Line::TooLong(length))) => {
                    self.number += 1;
                    let (length, longest) = (length >> 20, LONGEST >> 20);
                    let reason = format!("a record of {length} MB: none may be longer than {longest} MB");
                    return Next::Broken(self.line, reason);
                }
                Ok(None) => return Next::End,
                Err(error) => return Next::Stopped(self.line, error),
            };
            if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                self.number += 1;
                return Next::Record(Raw { number: self.number, line: self.line, bytes });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn blank_lines_are_no_records_and_long_ones_are_failures() {
        let text = "\u{feff}{1}\n\n{2}\n";
        let long = io::repeat(b'x').take(LONGEST as u64 + 1).chain(&b"\n{4}"[..]);
        let content = io::BufReader::new(text.as_bytes().chain(long));
        let mut records = Records::new(Box::new(content));
        let mut expect = |number, line, text: &str| match records.next_record() {
            Next::Record(raw) => assert_eq!(raw, Raw { number, line, bytes: text.into() }),
            Next::Broken(at, why) => assert!(at == line && why.contains(text), "{why}"),
            Next::Stopped(..) | Next::End => assert!(text.is_empty()),
        };
        expect(1, 1, "{1}");
        expect(2, 3, "{2}");
        expect(3, 4, "16 MB");
        expect(4, 5, "{4}");
        expect(0, 0, "");
    }
}
