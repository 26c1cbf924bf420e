//! Passwords in a netrc file.

/// Returns the login and the password of `host` in the text of a netrc file.
///
/// An entry `default` is for any host and not used: a password goes to the host that it was written down for.
pub(super) fn find(text: &str, host: &str) -> Option<(String, String)> {
    let mut tokens = tokens(text).into_iter();
    let (mut login, mut password, mut is_entry) = (None, None, false);
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "machine" => {
                if is_entry && let (Some(login), Some(password)) = (login.take(), password.take()) {
                    return Some((login, password));
                }
                (login, password) = (None, None);
                is_entry = tokens.next().is_some_and(|machine| machine.eq_ignore_ascii_case(host));
            }
            "default" => break,
            "login" if is_entry => login = tokens.next(),
            "password" if is_entry => password = tokens.next(),
            "login" | "password" | "account" => drop(tokens.next()),
            _ => {}
        }
    }
    if is_entry { login.zip(password) } else { None }
}

/// Splits the text into tokens, which may be quoted. Comments and macros are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut is_macro = false;
    for line in text.lines() {
        let mut rest = line.trim();
        if is_macro || rest.starts_with('#') {
            is_macro &= !rest.is_empty();
            continue;
        }
        while !rest.is_empty() {
            let (token, tail) = next_token(rest);
            if token == "macdef" && !rest.starts_with('"') {
                is_macro = true;
                break;
            }
            tokens.push(token);
            rest = tail.trim_start();
        }
    }
    tokens
}

/// Takes the first token off a line.
fn next_token(line: &str) -> (String, &str) {
    let Some(quoted) = line.strip_prefix('"') else {
        let end = line.find(char::is_whitespace).unwrap_or(line.len());
        return (line[..end].to_owned(), &line[end..]);
    };
    let mut token = String::new();
    let mut chars = quoted.char_indices();
    while let Some((position, c)) = chars.next() {
        match c {
            '"' => return (token, &quoted[position + 1..]),
            '\\' => token.extend(chars.next().map(|(_, escaped)| escaped)),
            c => token.push(c),
        }
    }
    (token, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::opensearch::credentials::netrc::*;

    #[test]
    fn only_the_entry_of_the_host_counts() {
        let text = "# machine a.example login no password no\n\
            machine b.example login ann password pw-b account x\n\
            macdef init\nmachine a.example login no password no\n\n\
            machine a.example\n  login \"a b\"\n  password \"pw \\\"a\\\\\"\n\
            machine c.example login ann\n\
            default login any password any\n";
        let found = |host| find(text, host);
        assert_eq!(found("b.example"), Some(("ann".into(), "pw-b".into())));
        assert_eq!(found("A.example"), Some(("a b".into(), "pw \"a\\".into())));
        assert_eq!((found("c.example"), found("d.example")), (None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(machine |h |login |password |macdef |default |\"|\\\\|é|#|\n| ){0,30}") {
            let _ = find(&text, "h");
        }
    }
}
