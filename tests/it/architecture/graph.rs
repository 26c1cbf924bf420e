//! Import graph of the files, with re-exports resolved to the file that defines a name.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Contents, Use, contents};
use super::tokens::{Lexed, lex, without_tests};

/// Source file, without test code.
pub(super) struct Source {
    /// Path relative to `src`, with `/`.
    pub path: String,
    pub text: String,
    pub lexed: Lexed,
    pub contents: Contents,
}

/// Files, their modules and their imports.
pub(super) struct Graph {
    pub files: Vec<Source>,
    /// Imported files of each file.
    pub imports: Vec<BTreeSet<usize>>,
    modules: BTreeMap<Vec<String>, usize>,
    uses: BTreeMap<Vec<String>, Vec<Use>>,
}

/// Returns the module of a file: `a` for `a/mod.rs` and `a.rs`, the empty path for the crate roots.
fn module_of(path: &str) -> Vec<String> {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if matches!(path, "lib" | "main") { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

impl Graph {
    /// Builds the graph from paths relative to `src` and their texts.
    pub(super) fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut tests = BTreeSet::new();
        let mut read = Vec::new();
        for (path, text) in files {
            let mut lexed = lex(&text);
            let (tokens, names) = without_tests(&lexed.tokens);
            lexed.tokens = tokens;
            let module = module_of(&path);
            tests.extend(names.into_iter().map(|name| [&module[..], &[name]].concat()));
            let contents = contents(&lexed.tokens, &module);
            read.push(Source { path, text, lexed, contents });
        }
        read.retain(|file| {
            let module = module_of(&file.path);
            !(0..=module.len()).any(|length| tests.contains(&module[..length]))
        });
        read.sort_by(|a, b| a.path.cmp(&b.path));
        let mut graph =
            Graph { files: read, imports: Vec::new(), modules: BTreeMap::new(), uses: BTreeMap::new() };
        for (number, file) in graph.files.iter().enumerate() {
            let module = module_of(&file.path);
            // `lib.rs` sorts before `main.rs`: names at the root are those of the library.
            graph.modules.entry(module).or_insert(number);
            for leaf in &file.contents.uses {
                graph.modules.entry(leaf.module.clone()).or_insert(number);
                graph.uses.entry(leaf.module.clone()).or_default().push(leaf.clone());
            }
            for (module, _) in &file.contents.defined {
                graph.modules.entry(module.clone()).or_insert(number);
            }
        }
        graph.imports = (0..graph.files.len()).map(|number| graph.imported_by(number)).collect();
        graph
    }

    fn imported_by(&self, number: usize) -> BTreeSet<usize> {
        let contents = &self.files[number].contents;
        let mut targets = BTreeSet::new();
        for leaf in contents.uses.iter().filter(|leaf| !leaf.reexport) {
            let Some(path) = self.absolute(&leaf.module, &leaf.path, 0) else { continue };
            if leaf.name == "*" {
                let named = |name: &&String| name.as_str() != "self";
                for name in contents.idents.iter().filter(named) {
                    targets.extend(self.resolve(&[&path[..], std::slice::from_ref(name)].concat(), 0, false));
                }
            } else {
                targets.extend(self.resolve(&path, 0, true));
            }
        }
        for (module, path) in &contents.paths {
            if let Some(path) = self.absolute(module, path, 0) {
                targets.extend(self.resolve(&path, 0, true));
            }
        }
        targets.remove(&number);
        targets
    }

    /// Returns the path from the crate root; `None` for paths of other crates.
    fn absolute(&self, module: &[String], path: &[String], depth: usize) -> Option<Vec<String>> {
        let (first, tail) = path.split_first()?;
        let mut base = match first.as_str() {
            "crate" | "clippings" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module.split_last()?.1.to_vec(),
            name => {
                let child = [module, std::slice::from_ref(first)].concat();
                if self.modules.contains_key(&child) {
                    child
                } else {
                    // A name that a `use` of this module imports.
                    let leaf =
                        self.uses.get(module)?.iter().find(|leaf| leaf.name == name && leaf.path != path)?;
                    if depth > 9 || leaf.path[0] == *first {
                        return None;
                    }
                    self.absolute(module, &leaf.path, depth + 1)?
                }
            }
        };
        for part in tail {
            if part == "super" { drop(base.pop()) } else { base.push(part.clone()) }
        }
        Some(base)
    }

    /// Returns the file that defines the item at `path`; `None` for a module. If `lenient`, an unknown name,
    /// such as one that a macro defines, belongs to the file of its module.
    fn resolve(&self, path: &[String], depth: usize, lenient: bool) -> Option<usize> {
        if depth > 9 {
            return None;
        }
        if path.first().is_some_and(|first| first == "internals") && path.len() > 1 {
            let inner = self.resolve(&path[1..], depth + 1, false);
            if inner.is_some() {
                return inner;
            }
        }
        let length = (0..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length]))?;
        let (module, tail) = path.split_at(length);
        let name = tail.first()?;
        let file = self.modules[module];
        if self.files[file].contents.defined.contains(&(module.to_vec(), name.clone())) {
            return Some(file);
        }
        let uses = self.uses.get(module).map(Vec::as_slice).unwrap_or_default();
        if let Some(leaf) = uses.iter().find(|leaf| leaf.name == *name) {
            let target = self.absolute(module, &leaf.path, 0).filter(|target| target != path)?;
            return self.resolve(&[&target[..], &tail[1..]].concat(), depth + 1, true);
        }
        for leaf in uses.iter().filter(|leaf| leaf.name == "*") {
            let Some(target) = self.absolute(module, &leaf.path, 0) else { continue };
            if let Some(file_found) = self.resolve(&[&target[..], tail].concat(), depth + 1, false) {
                return Some(file_found);
            }
        }
        lenient.then_some(file)
    }

    /// Returns the import cycles, each as a sorted list of files.
    pub(super) fn circles(&self) -> Vec<Vec<&str>> {
        let reach: Vec<BTreeSet<usize>> =
            (0..self.files.len()).map(|start| self.reached_from(start)).collect();
        let mut visited = BTreeSet::new();
        let mut circles = Vec::new();
        for start in 0..self.files.len() {
            if !reach[start].contains(&start) || visited.contains(&start) {
                continue;
            }
            let members: Vec<usize> =
                reach[start].iter().copied().filter(|file| reach[*file].contains(&start)).collect();
            visited.extend(members.iter().copied());
            circles.push(members.iter().map(|file| self.files[*file].path.as_str()).collect());
        }
        circles
    }

    fn reached_from(&self, start: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<usize> = self.imports[start].iter().copied().collect();
        while let Some(file) = pending.pop() {
            if reached.insert(file) {
                pending.extend(&self.imports[file]);
            }
        }
        reached
    }
}

#[cfg(test)]
fn graph(files: &[(&str, &str)]) -> Graph {
    Graph::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
}

#[test]
fn imports_resolve_to_the_defining_file() {
    let graph = graph(&[
        ("lib.rs", "pub mod a; pub mod d;"),
        ("a/mod.rs", "mod b; pub mod c; pub use b::B;"),
        ("a/b.rs", "pub struct B; #[cfg(test)] mod tests { use crate::d::D; }"),
        ("a/c.rs", "pub fn c() { super::B; }"),
        ("d.rs", "use crate::a; use tantivy::Index; pub struct D(a::B); fn e() { a::c::c() }"),
        ("main.rs", "mod cli;"),
        ("cli/mod.rs", "use clippings::internals::d::*; fn f(_: D) {}"),
    ]);
    let edges: Vec<_> = graph
        .files
        .iter()
        .zip(&graph.imports)
        .map(|(file, targets)| {
            let targets: Vec<_> = targets.iter().map(|target| graph.files[*target].path.as_str()).collect();
            (file.path.as_str(), targets.join(" "))
        })
        .filter(|(_, targets)| !targets.is_empty())
        .collect();
    let expected = [("a/c.rs", "a/b.rs"), ("cli/mod.rs", "d.rs"), ("d.rs", "a/b.rs a/c.rs")];
    assert_eq!(edges, expected.map(|(from, to)| (from, to.to_owned())));
    assert!(graph.circles().is_empty());
}

#[test]
fn circles_are_found() {
    let graph = graph(&[
        ("lib.rs", "mod a; mod b; mod c; mod t;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::{C}; pub struct B;"),
        ("c.rs", "pub struct C; fn f(_: crate::a::A) {}"),
        ("t.rs", "pub struct T; impl T { fn of(_: crate::a::A) {} }"),
    ]);
    assert_eq!(graph.circles(), [["a.rs", "b.rs", "c.rs"]]);
}
