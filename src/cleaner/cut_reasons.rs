//! Tells why the blocks of an article were cut, which the index does not know.

use std::path::Path;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::clean::{Reason, Verdict};
use crate::cleaner::{CleanedFile, Cleaner, for_each_record};
use crate::corpus::{FileFormat, Record, format_from_name, open_named, read_article_file};
use crate::text::FilePosition;

/// Maximum size of the records of an archive file that are read to find one of them unasked, in bytes.
const MAX_RECORD_BYTES: usize = 32 << 20;

/// Why there are no reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoReasons {
    /// The file cannot be read, or has no such record.
    NotFound,
    /// The text is longer than may be cleaned, or stands far into a long archive file.
    TooLong,
}

/// Reasons for which the blocks of an article were cut.
#[derive(Debug, Default)]
pub(crate) struct CutReasons {
    /// Reasons by the line, if the file has lines, and the hash of a block.
    reasons: FxHashMap<(Option<u32>, u64), Reason>,
    /// Line of the record in its file; `None` if the lines of the article are those of the file.
    pub record_line: Option<u32>,
}

impl CutReasons {
    /// Returns why the block with this text, which begins at this position, was cut; `None` if the file has
    /// no such block, or it is not cut now. What is cut of every page is cut for one reason.
    pub(crate) fn of(&self, position: FilePosition, text: &str) -> Option<Reason> {
        self.reasons.get(&key(position.line(), text)).copied()
    }

    fn of_file(file: &CleanedFile) -> Self {
        let before = file.record.lines_before;
        let line = |line: u32| file.record.pages.is_empty().then(|| before.saturating_add(line));
        let reasons = file.cleaned.article.blocks_with_text().filter_map(|(block, text)| {
            let Verdict::Cut(reason) = block.label.verdict else { return None };
            Some((key(line(block.line), text), reason))
        });
        CutReasons { reasons: reasons.collect(), record_line: None }
    }
}

fn key(line: Option<u32>, text: &str) -> (Option<u32>, u64) {
    (line, xxh3_64(text.trim().as_bytes()))
}

impl Cleaner {
    /// Returns why blocks of the article at `path`, or of its record `id`, are cut, unless its text has more
    /// than `max_bytes`. With `usize::MAX` any article is found, wherever it stands in its file.
    ///
    /// # Errors
    /// [`NoReasons`], if there are none.
    pub(crate) fn cut_reasons(
        &self,
        path: &Path,
        id: Option<&str>,
        max_bytes: usize,
    ) -> Result<CutReasons, NoReasons> {
        let file = open_named(path).map_err(|_| NoReasons::NotFound)?;
        let context = self.file_context(path).map_err(|_| NoReasons::NotFound)?;
        let format = FileFormat::detect(&file, format_from_name(path));
        if !format.is_archive() {
            let contents = read_article_file(format, file).map_err(|_| NoReasons::NotFound)?;
            if contents.bytes.len() > max_bytes {
                return Err(NoReasons::TooLong);
            }
            let record = format.parse(contents.bytes).map_err(|_| NoReasons::NotFound)?;
            return Ok(CutReasons::of_file(&context.clean(None, record)));
        }
        let fields = context.folder.map(|folder| folder.options.fields.clone()).unwrap_or_default();
        let limit = if max_bytes == usize::MAX { max_bytes } else { MAX_RECORD_BYTES };
        let (mut bytes, mut found) = (0, None);
        // An error ends the search.
        let ended = for_each_record(file, format, &fields, |record| match record {
            Ok((known, line, record)) if id.is_none_or(|id| id == known) => {
                found = Some((line, record));
                Err(())
            }
            Ok((_, _, Record { text, .. })) => {
                bytes += text.len();
                if bytes > limit { Err(()) } else { Ok(()) }
            }
            Err(_) => Ok(()),
        });
        if ended.is_ok() {
            return Err(NoReasons::NotFound);
        }
        let (line, record) = found.ok_or(NoReasons::TooLong)?;
        if record.text.len() > max_bytes {
            return Err(NoReasons::TooLong);
        }
        let reasons = CutReasons::of_file(&context.clean(id.map(str::to_owned), record));
        let record_line =
            line.filter(|_| !format.keeps_line_numbers()).and_then(|line| u32::try_from(line).ok());
        Ok(CutReasons { record_line, ..reasons })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::cleaner::cut_reasons::*;

    const MAX: usize = 1 << 20;
    const STORY: &str = "Skip to content\n\nFerry stays in port\n\n\
        The ferry will stay in port until its engine has been examined, officials said on Monday.\n\n\
        Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n\
        Leave a comment\n";

    #[test]
    fn a_block_that_is_cut_has_its_reason_by_line_and_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ferry.txt");
        fs::write(&path, STORY).expect("a file");
        let reasons = Cleaner::default().cut_reasons(&path, None, MAX).expect("reasons");
        assert!(reasons.of(FilePosition::Line(1), "Skip to content").is_some());
        assert_eq!(reasons.of(FilePosition::Line(9), " Leave a comment\n"), Some(Reason::Comments));
        for (line, text) in [(2, "Skip to content"), (1, "Skip to the content"), (3, "Ferry stays in port")] {
            assert_eq!(reasons.of(FilePosition::Line(line), text), None, "{line} {text}");
        }
        let none = |path: &Path, max| Cleaner::default().cut_reasons(path, None, max).err();
        assert_eq!(none(&folder.path().join("gone.txt"), MAX), Some(NoReasons::NotFound));
        assert_eq!(none(&path, STORY.len() - 1), Some(NoReasons::TooLong));
    }

    #[test]
    fn a_record_is_found_in_its_archive_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("wire.jsonl");
        let record = |id: &str, text: &str| serde_json::json!({ "id": id, "text": text }).to_string();
        let lines = [record("a", "The dam holds, the mayor said."), record("b", STORY)];
        fs::write(&path, lines.join("\n")).expect("a file");
        let reasons = Cleaner::default().cut_reasons(&path, Some("b"), MAX).expect("reasons");
        assert_eq!(
            (reasons.of(FilePosition::Line(9), "Leave a comment"), reasons.record_line),
            (Some(Reason::Comments), Some(2))
        );
        assert!(Cleaner::default().cut_reasons(&path, Some("c"), MAX).is_err());
    }
}
