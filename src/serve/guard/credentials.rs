//! Token and cookie of a request.

use crate::serve::guard::head::{GuardKeys, RequestHead};

/// Returns whether a request carries the token or the cookie of a browser that was let in. Another token is
/// refused even beside a cookie; other schemes are those of a proxy.
pub(super) fn are_valid(head: &RequestHead<'_>, keys: &GuardKeys<'_>) -> bool {
    let mut tokens = head.authorizations.iter().filter_map(|value| bearer(value)).peekable();
    if tokens.peek().is_some() {
        return tokens.all(|token| keys.token.matches(token));
    }
    let mut values = cookies_named(head.cookies, keys.cookie_name);
    values.any(|value| keys.sessions.iter().any(|session| session.matches(value)))
}

/// Returns the token in a value of `Authorization`.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(b"Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| token.trim_ascii())
}

/// Returns the values of the cookie `name` in the values of `Cookie`.
pub(crate) fn cookies_named<'a>(headers: &'a [&'a [u8]], name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let cookies = headers.iter().flat_map(|header| header.split(|byte| *byte == b';'));
    cookies.filter_map(move |cookie| cookie.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}
