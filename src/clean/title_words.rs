//! Whether the words of a title block are in the title that is stored.

use crate::analysis::{Token, tokenize};
use crate::article::Metadata;

/// Returns whether a search for the words of `block` finds them in the metadata: they stand in the title, in
/// order and without a gap, or they are the title beside the name of the site. Such a block can leave the
/// body and nothing is lost.
pub(super) fn are_stored(metadata: &Metadata, block: &str) -> bool {
    let Some(title) = metadata.title.as_deref() else { return false };
    if title == block {
        return true;
    }
    let (title, block) = (words(title), words(block));
    if contains(&title, &block) {
        return true;
    }
    if title.is_empty() || block.len() <= title.len() {
        return false;
    }
    let site = words(metadata.site.as_deref().unwrap_or_default());
    let is_site = |rest: Option<&[String]>| rest.is_some_and(|rest| contains(&site, rest));
    is_site(block.strip_prefix(title.as_slice())) || is_site(block.strip_suffix(title.as_slice()))
}

/// Returns the normalized words of `text`.
fn words(text: &str) -> Vec<String> {
    let mut last = 0..0;
    // Another form of a word has its range.
    let is_word = |token: &Token| std::mem::replace(&mut last, token.span.clone()) != token.span;
    tokenize(text).filter(is_word).map(|token| token.text).collect()
}

/// Returns whether `part` stands in `words`.
fn contains(words: &[String], part: &[String]) -> bool {
    part.is_empty() || words.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use crate::clean::title_words::*;

    fn stored(title: &str, site: &str, block: &str) -> bool {
        let metadata = Metadata { title: Some(title.into()), site: Some(site.into()), ..Metadata::default() };
        are_stored(&metadata, block)
    }

    #[test]
    fn a_part_of_the_title_is_stored() {
        for block in ["Ferry stays in port", "FERRY STAYS IN PORT!", "in port", "“Ferry stays”", "—"] {
            assert!(stored("Ferry stays in port", "", block), "{block}");
        }
        assert!(stored("Ferry stays in port: what now?", "", "Ferry stays in port"));
        assert!(stored("Œuvre d’Élise", "", "œuvre d'elise"));
    }

    #[test]
    fn other_words_are_not_stored() {
        for block in ["Ferry in port", "Port in stays ferry", "Ferry stays in port today", "Bus goes instead"]
        {
            assert!(!stored("Ferry stays in port", "Coast News", block), "{block}");
        }
        assert!(!are_stored(&Metadata::default(), "Ferry stays in port"));
        assert!(!stored("", "Coast News", "Ferry stays"));
    }

    #[test]
    fn the_name_of_the_site_beside_the_title_is_stored() {
        assert!(stored("Ferry stays in port", "Coast News", "Ferry stays in port | Coast News"));
        assert!(stored("Ferry stays in port", "Coast News", "Coast News – Ferry stays in port"));
        assert!(!stored("Ferry stays in port", "Coast News", "Ferry stays in port | Hill News"));
    }
}
