//! Pages that were saved in place of an article: a captcha, an error, a wall.

use crate::extract::Block;

/// An article has more text than this, in bytes; what a server says in place of one has less.
const LONGEST: usize = 1200;

/// What such pages say, small letters.
const SAYINGS: [&str; 30] = [
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

/// Whether `blocks` are what a server says in place of an article.
pub fn is_server_message(blocks: &[Block]) -> bool {
    let size: usize = blocks.iter().map(|block| block.text.len()).sum();
    if blocks.is_empty() || size > LONGEST {
        return false;
    }
    let says = |block: &Block| {
        let text = block.text.as_str().to_lowercase();
        SAYINGS.iter().any(|saying| text.contains(saying))
    };
    blocks.iter().any(says)
}

#[cfg(test)]
mod tests {
    use crate::clean::text::not_an_article::*;
    use crate::extract::plain;

    #[test]
    fn servers_are_told_from_journalists() {
        let notice = |text: &str| is_server_message(&plain::blocks(text));
        assert!(notice(
            "Just a moment...\nChecking your browser before accessing coast.example\nRay ID: 7a1b"
        ));
        assert!(notice("Coast News\n\nPage not found\n\nHome"));
        assert!(!notice("The ferry stays in port.") && !notice(""));
        let story =
            "The harbour put up a page that said no more than access denied, to the anger of islanders. "
                .repeat(14);
        assert!(!notice(&story));
    }
}
