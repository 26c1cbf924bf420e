//! Reads a text of which every word only weighs: an article matches with any of them.
//!
//! A pasted post or claim has signs that ask for nothing: quotation marks, capitals, addresses, the names of
//! accounts. A phrase is therefore a boost beside its words, and NOT and minus exclude only in a short query,
//! where they are meant.

use crate::query::free_text::post_signs::{note_left_out, without_post_signs};
use crate::query::lexer::{TokenKind, lex};
use crate::query::parser::hints::is_free_text;
use crate::query::parser::{ParseContext, Parsed, parse_tokens, repair};

/// Parses `text` as a query for articles that have any of its words in
/// `context`. Never fails.
pub(crate) fn parse_any(context: ParseContext<'_>, text: &str) -> Parsed {
    let repaired = repair(text);
    let typed = repaired.as_deref().unwrap_or(text);
    let (text, left_out) = without_post_signs(typed);
    let mut tokens = lex(&text);
    if is_free_text(&text) {
        for token in &mut tokens {
            if let TokenKind::Near(..) = token.kind {
                token.kind = TokenKind::Word(&text[token.span.clone()]);
            }
        }
        tokens.retain(|token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Phrase { .. }));
    }
    let Parsed { query, mut notes } = parse_tokens(context, &text, &tokens);
    notes.extend(note_left_out(typed, &left_out));
    notes.sort_by_key(|note| note.position);
    Parsed { query: query.weighted().with_readable_words(context.analyzer), notes }
}

#[cfg(test)]
mod tests {
    use crate::analysis::AnalyzerVersion;
    use crate::query::free_text::any::*;

    fn read(text: &str) -> (String, usize) {
        let parsed = parse_any(ParseContext::new(AnalyzerVersion::CURRENT), text);
        (parsed.query.to_string(), parsed.notes.len())
    }

    #[test]
    fn a_phrase_is_a_boost_beside_its_words() {
        for (text, query) in [
            ("north kursk", "north OR kursk"),
            ("\"north korea\" kursk", "\"north korea\" OR north OR korea OR kursk"),
            ("dam w/5 crew", "(dam w/5 crew) OR dam OR crew"),
            ("kursk -putin", "kursk -putin"),
            ("dam crew NOT putin", "(dam OR crew) -putin"),
        ] {
            assert_eq!(read(text), (query.into(), 0), "{text}");
        }
    }

    #[test]
    fn free_text_has_no_operators() {
        let (query, notes) = read("The dam did NOT break -said the mayor (of the town) OR did it | w/5");
        assert!(!query.contains(" -") && !query.contains("w/5 "), "{query}");
        assert_eq!(notes, 0);
    }

    #[test]
    fn words_of_a_phrase_are_no_operators() {
        assert_eq!(read("\"dam w/5 title:crew\" x").0, "\"dam w/5 title:crew\" OR dam OR title OR crew OR x");
        assert_eq!(read("\"NATO US\" 5").0, "\"NATO US\" | NATO | U.S | 5");
    }

    proptest::proptest! {
        /// Reads back what a text is read as.
        #[test]
        fn any_text_reads_back(text in "\\PC{0,60}") {
            reads_back(&text)?;
        }

        /// The same for texts made of what means something.
        #[test]
        fn operators_read_back(text in "(a|B|b c|w/3 |pre/2 |/s |~1|\\*|=|…|date:2024 |path:|\"|“|”|’|\\(|\\)| |-|OR |NOT |title:|F-16 |&&|NEAR |NEAR\\(|adj5 |by=ann |US |NATO |派|派 |U\\.S\\. |hd=|wc>5 |24 |the |river |@ann ){0,20}") {
            reads_back(&text)?;
        }
    }

    fn reads_back(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
        let query = parse_any(ParseContext::new(AnalyzerVersion::CURRENT), text).query;
        proptest::prop_assert_eq!(&crate::query::parse(&query.to_string()).query, &query, "{}", query);
        Ok(())
    }

    #[test]
    fn addresses_and_accounts_are_left_out_with_a_note() {
        let (query, notes) = read("RT @courier: dam breaks https://t.example/x1 pic.twitter.com/Yz");
        assert_eq!((query.as_str(), notes), ("RT OR dam OR breaks", 1));
        assert_eq!(read("@courier").0, "courier");
    }
}
