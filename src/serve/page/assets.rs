//! Style sheet, script and icon of all pages.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// Returns the style sheet.
pub(crate) async fn style() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")],
        concat!(include_str!("../assets/style.css"), include_str!("../assets/article.css")),
    )
}

/// Returns the script.
pub(crate) async fn script() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")],
        concat!(include_str!("../assets/script.js"), include_str!("../assets/article.js")),
    )
}

/// Returns the icon, for which browsers ask by themselves.
pub(crate) async fn icon() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "max-age=86400")], include_str!("../assets/icon.svg"))
}
