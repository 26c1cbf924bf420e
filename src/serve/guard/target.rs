//! Path and query of a target, as far as they can be judged without the routes.

/// Maximum length of a path, in bytes.
const MAX_PATH: usize = 8 << 10;
/// Maximum length of a query, in bytes once it is decoded: a letter of any script counts as it is typed.
const MAX_QUERY: usize = 4 << 10;

/// Returns the path of a target.
pub(super) fn path(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

/// Returns whether the query of a target is too long.
pub(super) fn has_long_query(target: &str) -> bool {
    target.split_once('?').is_some_and(|(_, query)| decoded_len(query) > MAX_QUERY)
}

/// Returns the length of a query in bytes once each `%41` is decoded.
fn decoded_len(query: &str) -> usize {
    let encoded = query.as_bytes().windows(3).filter(
        |bytes| matches!(bytes, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()),
    );
    query.len() - 2 * encoded.count()
}

/// Returns whether a path may be one of this server: of a limited length, without segments that lead
/// elsewhere, backslashes and control characters, however they are encoded.
pub(super) fn is_plain(path: &str) -> bool {
    if path.len() > MAX_PATH {
        return false;
    }
    let Some(decoded) = decode(path.as_bytes()) else { return false };
    // A second round of decoding must not find anything either.
    let twice = decode(&decoded).unwrap_or_default();
    [decoded, twice].iter().all(|path| {
        let is_foreign = |byte: &u8| *byte == b'\\' || byte.is_ascii_control();
        !path.iter().any(is_foreign) && !path.split(|byte| *byte == b'/').any(is_dots)
    })
}

/// Returns whether a segment stands for its folder or the one above.
fn is_dots(segment: &[u8]) -> bool {
    matches!(segment, b"." | b"..")
}

/// Decodes `%41`; nothing if a `%` is followed by anything else.
fn decode(path: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut rest = path;
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'%' {
            decoded.push(*byte);
            continue;
        }
        let [high, low, after @ ..] = rest else { return None };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        decoded.push(digit(*high)? << 4 | digit(*low)?);
        rest = after;
    }
    Some(decoded)
}
