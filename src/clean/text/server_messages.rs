//! Recognizes pages that a server sent instead of an article: a captcha, an error, a paywall.

use crate::extract::Block;

/// Maximum size of such a page in bytes; articles are longer.
const MAX_BYTES: usize = 1200;

/// Phrases on such pages, in lower case.
const PHRASES: [&str; 30] = [
    "checking your browser",
    "verify you are human",
    "verifying you are human",
    "are you a robot",
    "not a robot",
    "complete the captcha",
    "enable javascript and cookies",
    "please enable javascript",
    "please enable cookies",
    "unusual traffic from your",
    "access denied",
    "access to this page has been denied",
    "403 forbidden",
    "404 not found",
    "page not found",
    "502 bad gateway",
    "503 service",
    "this page could not be found",
    "the page you are looking for",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "página não encontrada",
    "pagina non trovata",
    "страница не найдена",
    "сторінку не знайдено",
    "strona nie została znaleziona",
    "页面不存在",
    "ページが見つかりません",
];

/// Returns whether `blocks` are a message of a server instead of an article.
pub(crate) fn is_server_message(blocks: &[Block]) -> bool {
    let size: usize = blocks.iter().map(|block| block.text.len()).sum();
    if blocks.is_empty() || size > MAX_BYTES {
        return false;
    }
    let has_phrase = |block: &Block| {
        let text = block.text.as_str().to_lowercase();
        PHRASES.iter().any(|phrase| text.contains(phrase))
    };
    blocks.iter().any(has_phrase)
}

#[cfg(test)]
mod tests {
    use crate::clean::text::server_messages::*;
    use crate::extract::plain;

    #[test]
    fn server_messages_are_no_articles() {
        let is_message = |text: &str| is_server_message(&plain::blocks(text));
        assert!(is_message(
            "Just a moment...\nChecking your browser before accessing coast.example\nRay ID: 7a1b"
        ));
        assert!(is_message("Coast News\n\nPage not found\n\nHome"));
        assert!(!is_message("The ferry stays in port.") && !is_message(""));
        let story =
            "The harbour put up a page that said no more than access denied, to the anger of islanders. "
                .repeat(14);
        assert!(!is_message(&story));
    }
}
