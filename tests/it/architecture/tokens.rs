//! Rust source as tokens: enough of the language to see paths, definitions and comments.

use std::collections::BTreeSet;

/// A piece of code. Literals and comments are left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Ident(String),
    /// `::`
    PathSep,
    Punct(char),
}

impl Token {
    pub fn ident(&self) -> Option<&str> {
        if let Token::Ident(name) = self { Some(name) } else { None }
    }

    pub fn is(&self, text: &str) -> bool {
        match self {
            Token::Ident(name) => name == text,
            Token::PathSep => text == "::",
            Token::Punct(c) => text.chars().eq([*c]),
        }
    }
}

/// The tokens of a file and the lines (from 1) on which a comment stands.
#[derive(Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub comment_lines: BTreeSet<usize>,
}

/// Splits `text` into tokens.
pub fn lex(text: &str) -> Lexed {
    let chars: Vec<char> = text.chars().collect();
    let mut lexed = Lexed::default();
    let (mut at, mut line) = (0, 1);
    let get = |at: usize| chars.get(at).copied().unwrap_or('\0');
    while at < chars.len() {
        let start = at;
        match chars[at] {
            '/' if get(at + 1) == '/' => {
                at = end_of_line(&chars, at);
                lexed.comment_lines.insert(line);
            }
            '/' if get(at + 1) == '*' => {
                at = end_of_block_comment(&chars, at);
                let lines = chars[start..at].iter().filter(|c| **c == '\n').count();
                lexed.comment_lines.extend(line..=line + lines);
            }
            '"' => at = end_of_string(&chars, at),
            '\'' => at = end_of_char_or_lifetime(&chars, at),
            'r' | 'b' | 'c' if end_of_prefixed_string(&chars, at).is_some() => {
                at = end_of_prefixed_string(&chars, at).unwrap_or(at + 1);
            }
            ':' if get(at + 1) == ':' => {
                lexed.tokens.push(Token::PathSep);
                at += 2;
            }
            c if c.is_alphanumeric() || c == '_' => {
                while get(at).is_alphanumeric() || get(at) == '_' {
                    at += 1;
                }
                lexed.tokens.push(Token::Ident(chars[start..at].iter().collect()));
            }
            c => {
                if !c.is_whitespace() {
                    lexed.tokens.push(Token::Punct(c));
                }
                at += 1;
            }
        }
        line += chars[start..at.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    lexed
}

fn end_of_line(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| at + length)
}

fn end_of_block_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], quote: usize) -> usize {
    let mut at = quote + 1;
    while at < chars.len() && chars[at] != chars[quote] {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn end_of_char_or_lifetime(chars: &[char], at: usize) -> usize {
    let is_char = chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'');
    if is_char { end_of_string(chars, at) } else { at + 1 }
}

/// The end of `r"…"`, `br#"…"#`, `b"…"`, `c"…"` or `b'…'`; nothing for an identifier.
fn end_of_prefixed_string(chars: &[char], start: usize) -> Option<usize> {
    if start > 0 && (chars[start - 1].is_alphanumeric() || chars[start - 1] == '_') {
        return None;
    }
    let mut at = start;
    let mut raw = false;
    while let Some('r' | 'b' | 'c') = chars.get(at)
        && at < start + 2
    {
        raw |= chars[at] == 'r';
        at += 1;
    }
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    match chars.get(at + hashes)? {
        '"' if raw => {
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let body = at + hashes + 1;
            let length = chars[body..].windows(close.len()).position(|window| window == close)?;
            Some(body + length + close.len())
        }
        '"' | '\'' if hashes == 0 => Some(end_of_string(chars, at)),
        _ => None,
    }
}

/// The tokens without items under `#[cfg(test)]`, and the names of the test modules that stand in files of their own.
pub fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let attribute = attribute_end(tokens, at);
        match attribute {
            Some(end) if is_test_attribute(&tokens[at..end]) => {
                let item = item_end(tokens, end);
                let body = &tokens[end..item];
                if let Some(place) = body.iter().position(|token| token.is("mod"))
                    && body.last().is_some_and(|last| last.is(";"))
                {
                    modules.extend(body[place + 1].ident().map(str::to_owned));
                }
                at = item;
            }
            _ => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    (kept, modules)
}

fn is_test_attribute(attribute: &[Token]) -> bool {
    let named = |name: &str| attribute.iter().any(|token| token.is(name));
    attribute.get(2).is_some_and(|token| token.is("cfg")) && named("test") && !named("not")
}

fn attribute_end(tokens: &[Token], at: usize) -> Option<usize> {
    let opens = tokens.get(at)?.is("#") && tokens.get(at + 1)?.is("[");
    opens.then(|| group_end(tokens, at + 1))
}

/// The end of the group that opens at `at`.
pub fn group_end(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token {
            Token::Punct('(' | '[' | '{') => depth += 1,
            Token::Punct(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// The end of the item (or field) that begins at `at`, attributes before it included.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while let Some(end) = attribute_end(tokens, at) {
        at = end;
    }
    let item =
        ["fn", "struct", "enum", "trait", "impl", "mod", "use", "const", "static", "type", "macro_rules"];
    let is_item = tokens[at..].iter().take(6).any(|token| item.iter().any(|word| token.is(word)));
    let is_use = tokens[at..].iter().take(6).any(|token| token.is("use"));
    while at < tokens.len() {
        match tokens[at] {
            Token::Punct(';') => return at + 1,
            Token::Punct(',') if !is_item => return at + 1,
            Token::Punct('}') => return at, // the last field
            Token::Punct('{') if !is_use => return group_end(tokens, at),
            Token::Punct('{' | '(' | '[') => at = group_end(tokens, at),
            _ => at += 1,
        }
    }
    at
}

#[test]
fn literals_and_comments_are_no_code() {
    let text = "let a = \"use crate::x\"; // use crate::y\n/* crate::z\n*/ let b = r#\"crate::\"w\"#; 'x: loop { b'\\''; '\"' }";
    let lexed = lex(text);
    let words: Vec<_> = lexed.tokens.iter().filter_map(Token::ident).collect();
    assert_eq!(words, ["let", "a", "let", "b", "x", "loop"]);
    assert_eq!(lexed.comment_lines, BTreeSet::from([1, 2, 3]));
}

#[test]
fn tests_are_left_out() {
    let text = "#[cfg(test)] mod slow; #[cfg(test)] use a::{b, c}; struct A { #[cfg(test)] x: B<C>, y: D }\n\
                #[cfg(test)] #[allow(x)] mod tests { struct E {} } #[cfg(not(test))] struct F;";
    let (kept, modules) = without_tests(&lex(text).tokens);
    let names: Vec<_> = kept.iter().filter_map(Token::ident).filter(|name| name.len() == 1).collect();
    assert_eq!(names, ["A", "y", "D", "F"]);
    assert_eq!(modules, ["slow"]);
}
