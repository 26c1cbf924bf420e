//! Parts of web addresses.

/// Returns the host of a web address, without `www.`.
pub(crate) fn host(url: &str) -> Option<&str> {
    let (_, tail) = url.split_once("://")?;
    let host = tail.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use crate::text::url::*;

    #[test]
    fn the_host_has_no_www_port_or_path() {
        assert_eq!(host("https://www.courier.example:8080/news?id=1"), Some("courier.example"));
        assert_eq!(host("courier.example/news"), None);
        assert_eq!(host("https:///news"), None);
    }
}
