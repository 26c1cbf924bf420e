//! Files of an index that are compressed as a whole, with a checksum.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use tantivy::Directory;

/// Level of compression: these files are written with every commit.
const LEVEL: i32 = 1;

/// Writes the file `name` into `directory`, all or nothing. `content` writes its uncompressed content.
pub(crate) fn write_compressed(
    directory: &dyn Directory,
    name: &str,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut encoder = zstd::Encoder::new(Vec::new(), LEVEL)?;
    encoder.include_checksum(true)?;
    let mut writer = BufWriter::new(encoder);
    content(&mut writer)?;
    let encoder = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    directory.atomic_write(Path::new(name), &encoder.finish()?)
}
