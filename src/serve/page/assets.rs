//! Style sheet, script and icon of all pages.

use hyper::StatusCode;
use hyper::header::CACHE_CONTROL;

use crate::serve::response::{Call, ServerResponse, WithHeader, respond};

/// Answers with the style sheet.
pub(crate) fn style(_: &Call) -> ServerResponse {
    let sheet = concat!(include_str!("../assets/style.css"), include_str!("../assets/article.css"));
    respond(StatusCode::OK, "text/css; charset=utf-8", sheet).with_header(CACHE_CONTROL, "no-cache")
}

/// Answers with the script.
pub(crate) fn script(_: &Call) -> ServerResponse {
    let script = concat!(include_str!("../assets/script.js"), include_str!("../assets/article.js"));
    respond(StatusCode::OK, "text/javascript; charset=utf-8", script).with_header(CACHE_CONTROL, "no-cache")
}

/// Answers with the icon, for which browsers ask by themselves.
pub(crate) fn icon(_: &Call) -> ServerResponse {
    let icon = respond(StatusCode::OK, "image/svg+xml", include_str!("../assets/icon.svg"));
    icon.with_header(CACHE_CONTROL, "max-age=86400")
}

#[cfg(test)]
mod tests {
    #[test]
    fn style_and_script_are_small() {
        let script = include_str!("../assets/script.js").len() + include_str!("../assets/article.js").len();
        let style = include_str!("../assets/style.css").len() + include_str!("../assets/article.css").len();
        assert!(script <= 10 << 10 && style <= 12 << 10, "{script} {style}");
    }
}
