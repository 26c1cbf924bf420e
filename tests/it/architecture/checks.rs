//! The rules, applied to any set of files.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Graph;

/// Returns the top-level folder or file of `src` that contains `path`.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Returns the imports from one top-level folder to another that `order` does not allow.
pub(super) fn disordered(graph: &Graph, order: &[(&str, &[&str])]) -> Vec<String> {
    let mut findings = BTreeMap::<(&str, &str), Vec<String>>::new();
    for (file, targets) in graph.files.iter().zip(&graph.imports) {
        let from = top(&file.path);
        if matches!(from, "lib" | "internals" | "main") {
            continue;
        }
        let allowed = order.iter().find(|(folder, _)| *folder == from).map(|(_, allowed)| *allowed);
        for target in targets.iter().map(|target| &graph.files[*target].path) {
            let to = top(target);
            let fits = to == from || allowed.is_some_and(|allowed| allowed.contains(&to));
            if !fits {
                findings.entry((from, to)).or_default().push(format!("{} -> {target}", file.path));
            }
        }
        if allowed.is_none() {
            findings.entry((from, "")).or_insert_with(|| vec!["not in the order of folders".to_owned()]);
        }
    }
    findings
        .into_iter()
        .map(|((from, to), edges)| format!("{from} imports {to}: {}", edges.join(", ")))
        .collect()
}

/// Returns the files outside the allowed folders that name one of the crates.
pub(super) fn foreign(graph: &Graph, (crates, folders): (&[&str], &[&str])) -> Vec<String> {
    let names = |idents: &BTreeSet<String>| crates.iter().any(|name| idents.contains(*name));
    let files = graph.files.iter().filter(|file| !folders.contains(&top(&file.path)));
    files.filter(|file| names(&file.contents.idents)).map(|file| file.path.clone()).collect()
}

/// Returns the names of types that are defined more than once, each with its files.
pub(super) fn repeated_types(graph: &Graph) -> Vec<String> {
    let mut places = BTreeMap::<&str, Vec<&str>>::new();
    for file in &graph.files {
        for name in &file.contents.types {
            places.entry(name).or_default().push(&file.path);
        }
    }
    places.retain(|_, places| places.len() > 1);
    places.into_iter().map(|(name, places)| format!("{name}: {}", places.join(", "))).collect()
}

/// Returns the lines with a comment that are longer than `width` characters.
pub(super) fn wide_comments(graph: &Graph, width: usize) -> Vec<String> {
    let mut findings = Vec::new();
    for file in &graph.files {
        for (number, line) in (1..).zip(file.text.lines()) {
            if line.chars().count() > width && file.lexed.comment_lines.contains(&number) {
                findings.push(format!("{}:{number}", file.path));
            }
        }
    }
    findings
}

/// Counts the `.rs` files of every folder, except `mod.rs`.
pub(super) fn folder_sizes<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<(String, usize)> {
    let mut sizes = BTreeMap::<String, usize>::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        *sizes.entry(folder.to_owned()).or_default() += usize::from(name != "mod.rs");
    }
    sizes.into_iter().collect()
}

/// Returns the names whose size exceeds the maximum.
pub(super) fn too_large(sizes: impl IntoIterator<Item = (String, usize)>, max: usize) -> Vec<String> {
    sizes.into_iter().filter(|(_, size)| *size > max).map(|(name, size)| format!("{name}: {size}")).collect()
}

/// Returns the types that the root of a library re-exports.
pub(super) fn root_types(library: &str) -> Vec<String> {
    let uses = library.split(';').filter_map(|statement| statement.trim().strip_prefix("pub use "));
    let names = uses.flat_map(|path| path.split(|c: char| !c.is_alphanumeric()));
    names.filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned).collect()
}

#[cfg(test)]
fn example() -> Graph {
    let wide = format!("// {}\nfn long() {{ let text = \"{}\"; }}\n", "x".repeat(120), "y".repeat(120));
    Graph::new([
        ("lib.rs".to_owned(), "mod index; mod text; mod cli;".to_owned()),
        ("text.rs".to_owned(), "use crate::index::Index; pub struct Line; enum Kind {}".to_owned()),
        ("index/mod.rs".to_owned(), "pub struct Index(tantivy::Index); type Kind = u8;".to_owned()),
        ("cli/mod.rs".to_owned(), format!("use crate::text::Line; fn f(_: tantivy::Score) {{}}\n{wide}")),
        ("cli/a.rs".to_owned(), "#[cfg(test)] mod tests { struct Line; use tantivy::X; }".to_owned()),
    ])
}

#[test]
fn every_rule_detects_a_violation() {
    let graph = example();
    let order: &[(&str, &[&str])] = &[("text", &[]), ("index", &["text"]), ("cli", &["text"])];
    assert_eq!(disordered(&graph, order), ["text imports index: text.rs -> index/mod.rs"]);
    assert_eq!(disordered(&graph, &order[..2]).len(), 3, "cli is not in the table");
    assert_eq!(foreign(&graph, (&["tantivy"], &["index"])), ["cli/mod.rs"]);
    assert_eq!(repeated_types(&graph), ["Kind: index/mod.rs, text.rs"]);
    assert_eq!(wide_comments(&graph, 110), ["cli/mod.rs:2"]);
    let sizes = || folder_sizes(graph.files.iter().map(|file| file.path.as_str()));
    assert_eq!(too_large(sizes(), 1), [": 2"]);
    assert!(too_large(sizes(), 2).is_empty());
}

#[test]
fn root_types_are_found() {
    let library = "mod a;\npub use a::{Index, build};\npub use b::Error;\nuse c::Hidden;\n";
    assert_eq!(root_types(library), ["Index", "Error"]);
}
