//! Pages that are written into an address: `data:text/html;base64,…`, as programs write them that save a page
//! as one file.

use crate::text::url::base64;

/// Returns the page in a `data:` address, or `None` if it is another address or has something else in it.
pub(crate) fn page_in(address: &str) -> Option<String> {
    let address = address.trim_start();
    let scheme = address.get(..5)?;
    if !scheme.eq_ignore_ascii_case("data:") {
        return None;
    }
    let (head, data) = address[5..].split_once(',')?;
    let head = head.to_ascii_lowercase();
    let kind = head.split(';').next()?.trim();
    if !matches!(kind, "text/html" | "application/xhtml+xml") {
        return None;
    }
    let is_base64 = head.rsplit(';').next().is_some_and(|last| last.trim() == "base64");
    let data = decode_percent(data);
    let bytes = if is_base64 { base64::decode_lenient(&data)? } else { data };
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Decodes `%20` and the like.
pub(crate) fn decode_percent(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let hex = text.get(index + 1..index + 3).filter(|_| *byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                index += 3;
            }
            None => {
                decoded.push(*byte);
                index += 1;
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use crate::text::data_url::page_in;

    #[test]
    fn pages_are_decoded() {
        for (address, page) in [
            ("data:text/html,<p>R&D", Some("<p>R&D")),
            ("DATA:text/html;charset=utf-8,%3Cp%3Ecaf%C3%A9%20%", Some("<p>café %")),
            ("data:text/html;base64,PHA+Y2Fmw6k8L3A+", Some("<p>café</p>")),
            ("data:text/html;charset=utf-8;base64,PHA-\nY2Fm%3D", Some("<p>caf")),
            ("data:text/html;base64,?", None),
            ("data:image/png;base64,PHA+", None),
            ("data:,x", None),
            ("https://a.example/data:text/html,x", None),
            ("dät", None),
        ] {
            assert_eq!(page_in(address).as_deref(), page, "{address}");
        }
    }
}
