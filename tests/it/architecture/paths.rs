//! Definitions in a file, and the paths that it names.

use std::collections::BTreeSet;

use super::tokens::{Token, group_end};

/// Leaf of a `use` declaration.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Use {
    /// Module of the declaration; may be an inline module.
    pub module: Vec<String>,
    pub path: Vec<String>,
    /// Imported name; `*` for all names of the path.
    pub name: String,
    /// Whether the name is re-exported: `pub use`, `pub(crate) use`.
    pub reexport: bool,
}

/// Definitions and paths of a file.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub uses: Vec<Use>,
    /// Paths in code outside of `use`, each with its module.
    pub paths: Vec<(Vec<String>, Vec<String>)>,
    /// Modules and the names defined in them.
    pub defined: BTreeSet<(Vec<String>, String)>,
    /// Types defined anywhere in the file.
    pub types: Vec<String>,
    /// Every identifier.
    pub idents: BTreeSet<String>,
}

/// Reads the tokens of the file of `module`.
pub(super) fn contents(tokens: &[Token], module: &[String]) -> Contents {
    let mut contents = Contents::default();
    contents.idents.extend(tokens.iter().filter_map(Token::ident).map(str::to_owned));
    // For every open brace: the module that it opens, and whether it is the body of an impl or a trait.
    let mut open: Vec<(Option<String>, bool)> = Vec::new();
    let (mut position, mut statement) = (0, 0);
    while position < tokens.len() {
        let only_modules = open.iter().all(|(name, _)| name.is_some());
        let here = || {
            let inline = open.iter().filter_map(|(name, _)| name.clone());
            module.iter().cloned().chain(inline).collect::<Vec<_>>()
        };
        let next = tokens.get(position + 1).and_then(Token::ident);
        match &tokens[position] {
            Token::Punct('{') => {
                let head = &tokens[statement..position];
                let named = head
                    .iter()
                    .position(|token| token.is("mod"))
                    .and_then(|position| head.get(position + 1)?.ident());
                let assoc = head.iter().any(|token| token.is("impl") || token.is("trait"));
                open.push((named.map(str::to_owned), assoc));
                statement = position + 1;
            }
            Token::Punct('}') => {
                open.pop();
                statement = position + 1;
            }
            Token::Punct(';') => statement = position + 1,
            Token::Ident(word)
                if word == "use" && position == statement + visibility(&tokens[statement..position]) =>
            {
                let end = position
                    + tokens[position..]
                        .iter()
                        .position(|token| token.is(";"))
                        .unwrap_or(tokens.len() - position);
                let mut leaves = Vec::new();
                use_tree(&tokens[position + 1..end], &[], &mut leaves);
                let (declared, reexport) = (here(), position > statement);
                contents.uses.extend(leaves.into_iter().map(|(path, name)| Use {
                    module: declared.clone(),
                    path,
                    name,
                    reexport,
                }));
                position = end;
                continue;
            }
            Token::Ident(word) => {
                let in_impl = open.last().is_some_and(|(_, assoc)| *assoc);
                let keyword = word.as_str();
                let is_type = matches!(keyword, "struct" | "enum" | "trait") || keyword == "type" && !in_impl;
                let is_item = is_type || matches!(keyword, "fn" | "const" | "static" | "mod");
                if let Some(name) =
                    next.filter(|_| is_item && (position == 0 || !tokens[position - 1].is("::")))
                {
                    if is_type {
                        contents.types.push(name.to_owned());
                    }
                    if only_modules {
                        contents.defined.insert((here(), name.to_owned()));
                    }
                }
                let mut path = vec![word.clone()];
                while tokens.get(position + 1) == Some(&Token::PathSep)
                    && let Some(Token::Ident(part)) = tokens.get(position + 2)
                {
                    path.push(part.clone());
                    position += 2;
                }
                if path.len() > 1 {
                    contents.paths.push((here(), path));
                }
            }
            _ => {}
        }
        position += 1;
    }
    contents
}

/// Returns the number of tokens if all belong to attributes or a visibility, else a very large number.
fn visibility(tokens: &[Token]) -> usize {
    let mut position = 0;
    while position < tokens.len() {
        match &tokens[position] {
            Token::Punct('#') => position = group_end(tokens, position + 1),
            Token::Punct('(') => position = group_end(tokens, position),
            token if token.is("pub") => position += 1,
            _ => return usize::MAX / 2,
        }
    }
    position
}

/// Collects the leaves of a tree such as `a::{b, c as d, e::*}`, each with its name.
fn use_tree(tokens: &[Token], before: &[String], leaves: &mut Vec<(Vec<String>, String)>) {
    let mut path = before.to_vec();
    let mut position = 0;
    while position < tokens.len() {
        match &tokens[position] {
            Token::Ident(word) if word == "as" => {
                let name = tokens.get(position + 1).and_then(Token::ident).unwrap_or("_");
                return leaves.push((path, name.to_owned()));
            }
            Token::Ident(word) if word == "self" && !path.is_empty() => {}
            Token::Ident(word) => path.push(word.clone()),
            Token::Punct('*') => return leaves.push((path, "*".to_owned())),
            Token::Punct('{') => {
                let inner = &tokens[position + 1..group_end(tokens, position) - 1];
                for branch in split_at_commas(inner) {
                    use_tree(branch, &path, leaves);
                }
                return;
            }
            _ => {}
        }
        position += 1;
    }
    if let Some(name) = path.last().cloned() {
        leaves.push((path, name));
    }
}

fn split_at_commas(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut start, mut position) = (Vec::new(), 0, 0);
    while position < tokens.len() {
        match tokens[position] {
            Token::Punct('{') => position = group_end(tokens, position),
            Token::Punct(',') => {
                parts.push(&tokens[start..position]);
                position += 1;
                start = position;
            }
            _ => position += 1,
        }
    }
    parts.push(&tokens[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[test]
fn use_trees_are_flattened() {
    let tokens =
        super::tokens::lex("pub(crate) use crate::a::{self, b::{C, D as E}, f::*}; use super::g;").tokens;
    let contents = super::paths::contents(&tokens, &[]).uses;
    let leaves: Vec<_> =
        contents.iter().map(|leaf| (leaf.path.join("::"), leaf.name.as_str(), leaf.reexport)).collect();
    let expected = [
        ("crate::a", "a", true),
        ("crate::a::b::C", "C", true),
        ("crate::a::b::D", "E", true),
        ("crate::a::f", "*", true),
        ("super::g", "g", false),
    ];
    assert_eq!(leaves, expected.map(|(path, name, reexport)| (path.to_owned(), name, reexport)));
}

#[test]
fn definitions_and_paths_are_found() {
    let text = "struct A; impl B for A { type C = D; fn e() { crate::f::g(); } } type H = I;\n\
                mod j { pub fn k() {} }";
    let contents = super::paths::contents(&super::tokens::lex(text).tokens, &[]);
    assert_eq!(contents.types, ["A", "H"]);
    let defined: Vec<_> =
        contents.defined.iter().map(|(module, name)| (module.join("::"), name.as_str())).collect();
    assert_eq!(
        defined,
        [("".to_owned(), "A"), ("".to_owned(), "H"), ("".to_owned(), "j"), ("j".to_owned(), "k")]
    );
    assert_eq!(contents.paths, [(vec![], ["crate", "f", "g"].map(str::to_owned).to_vec())]);
}
