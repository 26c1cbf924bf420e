//! How articles are named to an assistant, and found again by that name.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::mcp::filter::{filtered_name, from_filtered_name};
use crate::mcp::tools::ToolError;
use crate::mcp::tools::arguments::shown;
use crate::search::{ReadingArticle, Request, Searcher};
use crate::text::path_key;

/// Maximum number of places at which a name is split into the path of a file and an id.
const MAX_SPLITS: usize = 8;

/// Returns the name of an article: its path, with `#` and the id of a record. An assistant can be run in any
/// folder, so the path is whole.
pub(super) fn article_name(path: &Path, id: Option<&str>) -> String {
    let id = id.map(|id| format!("#{}", filtered_name(id))).unwrap_or_default();
    format!("{}{id}", filtered_name(&path_key::shown(path)))
}

/// An article that a name may mean.
#[derive(Debug, PartialEq)]
struct NamedArticle {
    path: PathBuf,
    id: Option<String>,
    line: Option<u32>,
}

/// Reads the article that `name` means, with the matches of `request`, and the line that the name has.
/// Nothing is looked up on the disk: the name is compared with those of the index.
pub(super) fn find(
    searcher: &Searcher,
    name: &str,
    request: &Request,
) -> Result<(ReadingArticle, Option<u32>), ToolError> {
    let mut ambiguous = None;
    for NamedArticle { path, id, line } in meanings(name) {
        match searcher.reading(&path, id.as_deref(), request) {
            Ok(Some(article)) => return Ok((article, line)),
            Ok(None) => {}
            Err(error @ Error::AmbiguousRecord { .. }) => ambiguous = ambiguous.or(Some(error)),
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(error) = ambiguous {
        return Err(error.into());
    }
    let message = format!("no article {} in the index: give its path as search names it.", shown(name));
    let path = meanings(name).into_iter().next_back().map(|article| article.path).unwrap_or_default();
    let near = searcher.near_article(&path)?;
    Err(match near {
        Some((path, id)) => {
            let name = article_name(&path, id.as_deref());
            ToolError::with_details(format!("{message} Did you mean this?"), &[name])
        }
        None => ToolError::new(message),
    })
}

/// Returns what a name may mean, the likeliest first: names of files and ids may have colons and `#`.
fn meanings(name: &str) -> Vec<NamedArticle> {
    let mut names = vec![name.to_owned()];
    let unescaped = from_filtered_name(name);
    if unescaped != name {
        names.push(unescaped);
    }
    let mut meanings = Vec::new();
    for name in &names {
        let with_line = name.rsplit_once(':').and_then(|(before, line)| Some((before, line.parse().ok()?)));
        let with_line = with_line.map(|(before, line)| (before, Some(line)));
        for (name, line) in [(name.as_str(), None)].into_iter().chain(with_line) {
            let whole = [(name, None)].into_iter();
            let splits = name.match_indices('#').take(MAX_SPLITS);
            let splits = splits.map(|(offset, _)| (&name[..offset], Some(name[offset + 1..].to_owned())));
            meanings.extend(whole.chain(splits).map(|(path, id)| NamedArticle {
                path: path_key::from_shown(path),
                id,
                line,
            }));
        }
    }
    meanings
}

#[cfg(test)]
mod tests {
    use crate::mcp::tools::article_name::*;

    #[test]
    fn a_name_may_have_an_id_and_a_line() {
        let has = |name: &str, path: &str, id: Option<&str>, line: Option<u32>| {
            let expected = NamedArticle { path: path.into(), id: id.map(str::to_owned), line };
            assert!(meanings(name).contains(&expected), "{name}: {:?}", meanings(name));
        };
        has("/a.txt", "/a.txt", None, None);
        has("/a.txt:12", "/a.txt", None, Some(12));
        has("/a:12", "/a:12", None, None);
        has("/a.jsonl#b:3", "/a.jsonl", Some("b"), Some(3));
        has("/a.jsonl#b#c", "/a.jsonl", Some("b#c"), None);
        has("/a#1.jsonl#c", "/a#1.jsonl", Some("c"), None);
        has("/a\\u{202e}b.txt:2", "/a\u{202e}b.txt", None, Some(2));
        assert_eq!(article_name(Path::new("/a\u{202e}b"), Some("1\n2")), "/a\\u{202e}b#1\\u{a}2");
    }
}
