//! Recognizes the folders of resources that a browser saves with a page.

use std::path::{Path, PathBuf};

/// Tells which files belong to a saved page. Files come folder by folder.
#[derive(Default)]
pub(super) struct PageFolders {
    /// Folder of the last file, and whether it belongs to a saved page.
    last: (PathBuf, bool),
}

impl PageFolders {
    /// Returns whether the file at `path` is part of a page that a browser saved.
    pub(super) fn is_part_of_page(&mut self, root: &Path, path: &Path) -> bool {
        let folder = path.parent().filter(|folder| *folder != root && folder.starts_with(root));
        let Some(folder) = folder else { return false };
        if self.last.0 != folder {
            self.last = (folder.to_owned(), is_page_folder(root, folder));
        }
        self.last.1
    }
}

/// Returns whether `folder`, below `root`, is or lies in a folder that a browser created for the resources of
/// a page.
fn is_page_folder(root: &Path, folder: &Path) -> bool {
    const SUFFIXES: [&str; 4] = ["_files", ".files", "-Dateien", "_fichiers"];
    folder.ancestors().take_while(|folder| *folder != root && folder.starts_with(root)).any(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let page = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
        let has_page = |page: &str, extension| folder.with_file_name(format!("{page}.{extension}")).is_file();
        page.is_some_and(|page| ["html", "htm", "xhtml"].iter().any(|extension| has_page(page, extension)))
    })
}
