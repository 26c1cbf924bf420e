//! How articles are named to an assistant, and found again by that name.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::mcp::filter::{filtered_name, from_filtered_name};
use crate::mcp::tools::arguments::shown;
use crate::mcp::tools::tool_error::ToolError;
use crate::search::{ReadingArticle, Request, Searcher};
use crate::text::{FilePosition, path_key, split_position};

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
    position: Option<FilePosition>,
}

/// Reads the article that `name` means, with the matches of `request`, and the position that the name has.
/// Nothing is looked up on the disk: the name is compared with those of the index.
pub(super) fn find(
    searcher: &Searcher,
    name: &str,
    request: &Request,
) -> Result<(ReadingArticle, Option<FilePosition>), ToolError> {
    let mut ambiguous = None;
    for NamedArticle { path, id, position } in meanings(name) {
        match searcher.reading(&path, id.as_deref(), request) {
            Ok(Some(article)) => return Ok((article, position)),
            Ok(None) => {}
            Err(error @ Error::AmbiguousRecord { .. }) => ambiguous = ambiguous.or(Some(error)),
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(error) = ambiguous {
        return Err(error.into());
    }
    missing(searcher, name)
}

/// Says that the index does not have an article, and which it has instead.
fn missing<T>(searcher: &Searcher, name: &str) -> Result<T, ToolError> {
    const MESSAGE: &str = "The index has no such article: give its path as search names it.";
    let mut details = vec![format!("no article {} in the index", shown(name))];
    let meanings = meanings(name);
    for NamedArticle { path, id, .. } in meanings.iter().filter(|article| article.id.is_some()) {
        let file = article_name(path, None);
        let id = shown(id.as_deref().unwrap_or_default());
        match searcher.reading(path, None, &Request::default()) {
            Err(Error::AmbiguousRecord { articles, example, .. }) => {
                let example = article_name(path, Some(&example));
                details = vec![format!(
                    "no article of {file} has the id {id}: it has {articles} articles, as {example}"
                )];
            }
            Ok(Some(ReadingArticle { article, .. })) => {
                let only = article_name(path, article.id.as_deref());
                details = vec![format!("no article of {file} has the id {id}: it has one, {only}")];
            }
            _ => continue,
        }
        return Err(ToolError::with_details(MESSAGE, &details));
    }
    let path = meanings.last().map(|article| article.path.clone()).unwrap_or_default();
    if let Some((path, id)) = searcher.near_article(&path)? {
        details.push(format!("did you mean {}?", article_name(&path, id.as_deref())));
    }
    Err(ToolError::with_details(MESSAGE, &details))
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
        let positioned = split_position(name).map(|(before, position)| (before, Some(position)));
        for (name, position) in [(name.as_str(), None)].into_iter().chain(positioned) {
            let whole = [(name, None)].into_iter();
            let splits = name.match_indices('#').take(MAX_SPLITS);
            let splits = splits.map(|(offset, _)| (&name[..offset], Some(name[offset + 1..].to_owned())));
            meanings.extend(whole.chain(splits).map(|(path, id)| NamedArticle {
                path: path_key::from_shown(path),
                id,
                position,
            }));
        }
    }
    meanings
}

#[cfg(test)]
mod tests {
    use crate::mcp::tools::article_name::*;

    #[test]
    fn a_name_may_have_an_id_and_a_position() {
        let has = |name: &str, path: &str, id: Option<&str>, position: Option<&str>| {
            let position = position.map(|position| position.parse().expect("a position"));
            let expected = NamedArticle { path: path.into(), id: id.map(str::to_owned), position };
            assert!(meanings(name).contains(&expected), "{name}: {:?}", meanings(name));
        };
        has("/a.txt", "/a.txt", None, None);
        has("/a.txt:12", "/a.txt", None, Some("12"));
        has("/a:12", "/a:12", None, None);
        has("/a.jsonl#b:3", "/a.jsonl", Some("b"), Some("3"));
        has("/a.jsonl#b#c", "/a.jsonl", Some("b#c"), None);
        has("/a#1.jsonl#c", "/a#1.jsonl", Some("c"), None);
        has("/a\\u{202e}b.txt:2", "/a\u{202e}b.txt", None, Some("2"));
        has("/a.pdf:p.12", "/a.pdf", None, Some("p.12"));
        assert_eq!(article_name(Path::new("/a\u{202e}b"), Some("1\n2")), "/a\\u{202e}b#1\\u{a}2");
    }
}
