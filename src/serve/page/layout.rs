//! Frame of every page: head, search box, main part and footer.

use maud::{DOCTYPE, Markup, html};

/// Returns a page with this title and main part.
pub(crate) fn page(title: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – clippings" }
                link rel="stylesheet" href="/style.css";
                script src="/script.js" defer {}
            }
            body {
                main id="main" { (main) }
            }
        }
    }
}
