//! Reads lines from all parts of a large file, without reading all of it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::corpus::decompress::OpenFile;
use crate::corpus::limits::MAX_RECORD_BYTES;
use crate::text::regular_file::open_regular;

/// Maximum number of places that are read.
const MAX_PLACES: u64 = 512;
/// Minimum number of bytes that are read at each place.
const MIN_PLACE_BYTES: u64 = 16 * 1024;

/// Returns a reader of about `max_bytes` bytes of the lines of an uncompressed file, from places that are
/// evenly spread over it. `file` is the open file. Returns it unchanged if it is small, compressed or in
/// UTF-16.
pub(crate) fn spread_lines(path: &Path, file: OpenFile, max_bytes: u64) -> OpenFile {
    match Spread::open(path, &file, max_bytes) {
        Ok(Some(spread)) => OpenFile { content: Box::new(BufReader::new(spread)), ..file },
        // Whoever reads the file itself reports the error.
        Ok(None) | Err(_) => file,
    }
}

/// Reads whole lines at several places of a file.
struct Spread {
    file: BufReader<File>,
    size: u64,
    places: u64,
    place_bytes: u64,
    /// Index of the next place.
    next_place: u64,
    /// End of the last line that was read.
    end: u64,
    /// Lines of the current place, and the number of bytes of them that have been read.
    lines: Vec<u8>,
    read: usize,
}

impl Spread {
    /// Returns `None` if the file is to be read from its beginning.
    fn open(path: &Path, file: &OpenFile, max_bytes: u64) -> io::Result<Option<Spread>> {
        let source = open_regular(path)?;
        let size = source.metadata()?.len();
        if size <= max_bytes || file.is_compressed || file.head.contains(&0) {
            return Ok(None);
        }
        let places = (max_bytes / MIN_PLACE_BYTES).clamp(1, MAX_PLACES);
        let file = BufReader::with_capacity(64 * 1024, source);
        let place_bytes = max_bytes / places;
        Ok(Some(Spread {
            file,
            size,
            places,
            place_bytes,
            next_place: 0,
            end: 0,
            lines: Vec::new(),
            read: 0,
        }))
    }

    /// Reads the lines of the next place. Returns whether there was one.
    fn read_place(&mut self) -> io::Result<bool> {
        if self.next_place == self.places {
            return Ok(false);
        }
        let start = self.size / self.places * self.next_place;
        self.next_place += 1;
        self.lines.clear();
        self.read = 0;
        let end = start + self.place_bytes;
        if start > self.end {
            self.file.seek(SeekFrom::Start(start))?;
            self.end = start;
            self.read_line()?; // the rest of a line
            self.lines.clear();
        }
        while self.end < end && self.read_line()? {}
        Ok(true)
    }

    fn read_line(&mut self) -> io::Result<bool> {
        let limit = MAX_RECORD_BYTES as u64 + 1;
        let length = self.file.by_ref().take(limit).read_until(b'\n', &mut self.lines)?;
        self.end += length as u64;
        Ok(length > 0)
    }
}

impl Read for Spread {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.lines.len() {
            if !self.read_place()? {
                return Ok(0);
            }
        }
        let length = (&self.lines[self.read..]).read(buffer)?;
        self.read += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::decompress::open;
    use crate::corpus::spread::*;

    fn lines(path: &Path, max_bytes: u64) -> Vec<u64> {
        let mut text = String::new();
        let mut file = spread_lines(path, open(path).expect("open"), max_bytes);
        file.content.read_to_string(&mut text).expect("text");
        text.lines()
            .map(|line| line.split(' ').next().and_then(|n| n.parse().ok()).expect("a line"))
            .collect()
    }

    #[test]
    fn lines_come_from_all_parts_of_a_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("lines");
        let line = |number: u64| format!("{number} {}\n", "x".repeat(200 + (number as usize * 37) % 400));
        let text: String = (0..10_000).map(line).collect();
        std::fs::write(&path, &text).expect("written");
        let read = lines(&path, 512 * 1024);
        assert!(read.is_sorted_by(|a, b| a < b) && read.len() < 2_000);
        for tenth in 0..10 {
            assert!(read.iter().filter(|number| **number / 1000 == tenth).count() > 50, "{tenth}");
        }
        assert_eq!(lines(&path, u64::MAX).len(), 10_000);
        assert_eq!(lines(&path, text.len() as u64 - 1).len(), 10_000);
        std::fs::write(&path, "1 x\n2 y").expect("written");
        assert_eq!(lines(&path, 1), [1]);
        let compressed = zstd::encode_all(text.as_bytes(), 1).expect("compressed");
        std::fs::write(&path, compressed).expect("written");
        assert_eq!(lines(&path, 1000).len(), 10_000);
    }
}
