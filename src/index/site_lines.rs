//! The lines that come back on the pages of a site, learned when an index is first built and frozen with it.
//!
//! They lie beside the segments as a file of their own, written before the first article, so that every article of an
//! index was cleaned by the same ones.

use std::io;
use std::path::Path;

use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

use crate::clean::site_lines::SiteStats;
use crate::error::Error;
use crate::index::dir::IndexPlace;
use crate::index::error::explain;
use crate::index::folder::Folder;
use crate::index::meta::Meta;
use crate::index::write::session::read_meta;

/// Its name.
const NAME: &str = "sites";

/// Writes `stats` into `directory`, all or nothing; nothing where nothing was learned.
pub(crate) fn write(directory: &dyn Directory, stats: &SiteStats) -> io::Result<()> {
    if stats.is_empty() {
        return Ok(());
    }
    let mut encoder = zstd::Encoder::new(Vec::new(), 1)?;
    encoder.include_checksum(true)?;
    let mut encoder = io::BufWriter::new(encoder);
    serde_json::to_writer(&mut encoder, stats)?;
    let encoder = encoder.into_inner().map_err(io::IntoInnerError::into_error)?;
    directory.atomic_write(Path::new(NAME), &encoder.finish()?)
}

/// Reads what [`write`] wrote.
pub(crate) fn read(place: &Path, directory: &dyn Directory) -> Result<SiteStats, Error> {
    let damaged = || Error::Damaged { path: place.to_owned(), detail: format!("{NAME} cannot be read") };
    let bytes = match directory.atomic_read(Path::new(NAME)) {
        Err(OpenReadError::FileDoesNotExist(_)) => return Ok(SiteStats::default()),
        read => read.map_err(|error| explain(place, error.into()))?,
    };
    let decoder = zstd::Decoder::with_buffer(&bytes[..]).map_err(|_| damaged())?;
    serde_json::from_reader(io::BufReader::new(decoder)).map_err(|_| damaged())
}

/// The folders that the index at `place` knows, and the lines that come back on their sites; `None` where there is no
/// index that can be read.
pub fn folders_and_sites(place: &IndexPlace) -> Option<(Vec<Folder>, SiteStats)> {
    let meta = read_meta(place).filter(Meta::is_current)?;
    let directory = place.directory(&place.current().ok()??).ok()?;
    Some((meta.folders, read(place.path(), &*directory).ok()?))
}

#[cfg(test)]
mod tests {
    use crate::clean::site_lines::SiteLearner;
    use crate::extract::plain;
    use crate::index::site_lines::*;
    use tantivy::directory::RamDirectory;

    #[test]
    fn what_was_learned_is_read_again_and_nothing_is_nothing() -> io::Result<()> {
        let directory = RamDirectory::create();
        let place = Path::new("x");
        assert!(read(place, &directory).is_ok_and(|stats| stats.is_empty()));
        let mut learner = SiteLearner::default();
        for page in ["Our motto\nThe ferry is late.", "Our motto\nThe bus is early."] {
            learner.add(&["s".to_owned()], &plain::blocks(page));
        }
        let stats = learner.finish();
        write(&directory, &stats)?;
        assert_eq!(read(place, &directory).ok(), Some(stats));
        directory.atomic_write(Path::new(NAME), b"nonsense")?;
        assert!(matches!(read(place, &directory), Err(Error::Damaged { .. })));
        Ok(())
    }
}
