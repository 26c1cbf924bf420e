//! Lexer for Rust source, sufficient to find paths, definitions and comments.

use std::collections::BTreeSet;

/// Token of code. Literals and comments are skipped.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Ident(String),
    /// `::`
    PathSep,
    Punct(char),
}

impl Token {
    pub(super) fn ident(&self) -> Option<&str> {
        if let Token::Ident(name) = self { Some(name) } else { None }
    }

    pub(super) fn is(&self, text: &str) -> bool {
        match self {
            Token::Ident(name) => name == text,
            Token::PathSep => text == "::",
            Token::Punct(c) => text.chars().eq([*c]),
        }
    }
}

/// Tokens of a file, and the lines (from 1) with a comment.
#[derive(Default)]
pub(super) struct Lexed {
    pub tokens: Vec<Token>,
    pub comment_lines: BTreeSet<usize>,
}

/// Splits `text` into tokens.
pub(super) fn lex(text: &str) -> Lexed {
    let chars: Vec<char> = text.chars().collect();
    let mut lexed = Lexed::default();
    let (mut position, mut line) = (0, 1);
    let get = |position: usize| chars.get(position).copied().unwrap_or('\0');
    while position < chars.len() {
        let start = position;
        match chars[position] {
            '/' if get(position + 1) == '/' => {
                position = end_of_line(&chars, position);
                lexed.comment_lines.insert(line);
            }
            '/' if get(position + 1) == '*' => {
                position = end_of_block_comment(&chars, position);
                let lines = chars[start..position].iter().filter(|c| **c == '\n').count();
                lexed.comment_lines.extend(line..=line + lines);
            }
            '"' => position = end_of_string(&chars, position),
            '\'' => position = end_of_char_or_lifetime(&chars, position),
            'r' | 'b' | 'c' if end_of_prefixed_string(&chars, position).is_some() => {
                position = end_of_prefixed_string(&chars, position).unwrap_or(position + 1);
            }
            ':' if get(position + 1) == ':' => {
                lexed.tokens.push(Token::PathSep);
                position += 2;
            }
            c if c.is_alphanumeric() || c == '_' => {
                while get(position).is_alphanumeric() || get(position) == '_' {
                    position += 1;
                }
                lexed.tokens.push(Token::Ident(chars[start..position].iter().collect()));
            }
            c => {
                if !c.is_whitespace() {
                    lexed.tokens.push(Token::Punct(c));
                }
                position += 1;
            }
        }
        line += chars[start..position.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    lexed
}

fn end_of_line(chars: &[char], position: usize) -> usize {
    chars[position..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| position + length)
}

fn end_of_block_comment(chars: &[char], mut position: usize) -> usize {
    let mut depth = 0;
    while position + 1 < chars.len() {
        match (chars[position], chars[position + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                position += 1;
                continue;
            }
        }
        position += 2;
        if depth == 0 {
            return position;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], quote: usize) -> usize {
    let mut position = quote + 1;
    while position < chars.len() && chars[position] != chars[quote] {
        position += if chars[position] == '\\' { 2 } else { 1 };
    }
    (position + 1).min(chars.len())
}

fn end_of_char_or_lifetime(chars: &[char], position: usize) -> usize {
    let is_char = chars.get(position + 1) == Some(&'\\') || chars.get(position + 2) == Some(&'\'');
    if is_char { end_of_string(chars, position) } else { position + 1 }
}

/// Returns the end of `r"…"`, `br#"…"#`, `b"…"`, `c"…"` or `b'…'`; `None` for an identifier.
fn end_of_prefixed_string(chars: &[char], start: usize) -> Option<usize> {
    if start > 0 && (chars[start - 1].is_alphanumeric() || chars[start - 1] == '_') {
        return None;
    }
    let mut position = start;
    let mut raw = false;
    while let Some('r' | 'b' | 'c') = chars.get(position)
        && position < start + 2
    {
        raw |= chars[position] == 'r';
        position += 1;
    }
    let hashes = chars[position..].iter().take_while(|c| **c == '#').count();
    match chars.get(position + hashes)? {
        '"' if raw => {
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let body = position + hashes + 1;
            let length = chars[body..].windows(close.len()).position(|window| window == close)?;
            Some(body + length + close.len())
        }
        '"' | '\'' if hashes == 0 => Some(end_of_string(chars, position)),
        _ => None,
    }
}

/// Returns the tokens without items under `#[cfg(test)]`, and the names of test modules in their own files.
pub(super) fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut position = 0;
    while position < tokens.len() {
        let attribute = attribute_end(tokens, position);
        match attribute {
            Some(end) if is_test_attribute(&tokens[position..end]) => {
                let item = item_end(tokens, end);
                let body = &tokens[end..item];
                if let Some(place) = body.iter().position(|token| token.is("mod"))
                    && body.last().is_some_and(|last| last.is(";"))
                {
                    modules.extend(body[place + 1].ident().map(str::to_owned));
                }
                position = item;
            }
            _ => {
                kept.push(tokens[position].clone());
                position += 1;
            }
        }
    }
    (kept, modules)
}

fn is_test_attribute(attribute: &[Token]) -> bool {
    let named = |name: &str| attribute.iter().any(|token| token.is(name));
    attribute.get(2).is_some_and(|token| token.is("cfg")) && named("test") && !named("not")
}

fn attribute_end(tokens: &[Token], position: usize) -> Option<usize> {
    let opens = tokens.get(position)?.is("#") && tokens.get(position + 1)?.is("[");
    opens.then(|| group_end(tokens, position + 1))
}

/// Returns the end of the group that opens at `position`.
pub(super) fn group_end(tokens: &[Token], position: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(position) {
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

/// Returns the end of the item or field at `position`, including its attributes.
fn item_end(tokens: &[Token], mut position: usize) -> usize {
    while let Some(end) = attribute_end(tokens, position) {
        position = end;
    }
    let item =
        ["fn", "struct", "enum", "trait", "impl", "mod", "use", "const", "static", "type", "macro_rules"];
    let is_item = tokens[position..].iter().take(6).any(|token| item.iter().any(|word| token.is(word)));
    let is_use = tokens[position..].iter().take(6).any(|token| token.is("use"));
    while position < tokens.len() {
        match tokens[position] {
            Token::Punct(';') => return position + 1,
            Token::Punct(',') if !is_item => return position + 1,
            Token::Punct('}') => return position, // the last field
            Token::Punct('{') if !is_use => return group_end(tokens, position),
            Token::Punct('{' | '(' | '[') => position = group_end(tokens, position),
            _ => position += 1,
        }
    }
    position
}

#[test]
fn literals_and_comments_are_skipped() {
    let text = "let a = \"use crate::x\"; // use crate::y\n/* crate::z\n*/ let b = r#\"crate::\"w\"#; 'x: loop { b'\\''; '\"' }";
    let lexed = lex(text);
    let words: Vec<_> = lexed.tokens.iter().filter_map(Token::ident).collect();
    assert_eq!(words, ["let", "a", "let", "b", "x", "loop"]);
    assert_eq!(lexed.comment_lines, BTreeSet::from([1, 2, 3]));
}

#[test]
fn tests_are_skipped() {
    let text = "#[cfg(test)] mod slow; #[cfg(test)] use a::{b, c}; struct A { #[cfg(test)] x: B<C>, y: D }\n\
                #[cfg(test)] #[allow(x)] mod tests { struct E {} } #[cfg(not(test))] struct F;";
    let (kept, modules) = without_tests(&lex(text).tokens);
    let names: Vec<_> = kept.iter().filter_map(Token::ident).filter(|name| name.len() == 1).collect();
    assert_eq!(names, ["A", "y", "D", "F"]);
    assert_eq!(modules, ["slow"]);
}
