//! Explains a query in words and draws it as a tree.

use crate::analysis::without_marker;
use crate::query::ast::{DateField, Near, Occur, Phrase, Query, Slot, Within, WordReading};
use crate::query::canonical::operator;
use crate::query::operators::quote_clauses::{QueryPart, QuoteClause, with_quotes_joined};

/// Describes in a sentence the articles that the query matches.
pub fn explain(query: &Query) -> String {
    match query {
        Query::Nothing => "nothing: the query has no words".into(),
        query => format!("articles {}", clause(query)),
    }
}

fn clause(query: &Query) -> String {
    match query {
        Query::Nothing => "with nothing".into(),
        Query::All => "of any kind".into(),
        Query::Term(term) => match &term.base {
            Some(_) if term.reading != WordReading::Inflected => format!("with {} as a name", term.surface),
            Some(_) => format!("with {} in any inflection", term.surface),
            None if term.is_inflected_compound() => {
                format!("with {} (its pieces next to each other, in any inflection)", term.surface)
            }
            None => format!("with {} (its pieces next to each other)", term.surface),
        },
        Query::Pattern(pattern) => format!("with a word that matches {}", pattern.glob),
        Query::Fuzzy(fuzzy) => {
            format!(
                "with {} or a word at most {} away from it",
                fuzzy.word,
                counted(fuzzy.distance.into(), "letter")
            )
        }
        Query::Phrase(phrase) => format!("with {}", phrase_words(phrase)),
        Query::Near(near) => format!("with {}", near_words(near)),
        Query::Field(field, query) => match QuoteClause::of_field(*field, query) {
            Some(quote) => quote_words(quote),
            None => format!("whose {} matches {}", field.name(), operand(query)),
        },
        Query::Dates(dates) if dates.field == DateField::Impossible => {
            "whose declared day of publication cannot be".to_owned()
        }
        Query::Dates(dates) => {
            let event = match dates.field {
                DateField::Added => "added to the index",
                _ => "published",
            };
            match (dates.from, dates.to) {
                (Some(from), Some(to)) if from == to => format!("{event} on {from}"),
                (Some(from), Some(to)) => format!("{event} from {from} to {to}"),
                (Some(from), None) => format!("{event} on {from} or later"),
                (None, Some(to)) => format!("{event} on {to} or earlier"),
                (None, None) => format!("{event} on no known day"),
            }
        }
        Query::Bool(parts) => {
            let choice = parts.iter().any(|(occur, _)| *occur == Occur::Should);
            let describe = |(occur, part): (Occur, QueryPart<'_>)| match (occur, part) {
                (Occur::MustNot, QueryPart::Quote(quote)) => format!("not {}", quote_words(quote)),
                (Occur::MustNot, QueryPart::Other(query)) => format!("not {}", clause(query)),
                (_, QueryPart::Quote(quote)) => quote_words(quote),
                (_, QueryPart::Other(query @ Query::Bool(_))) => format!("({})", clause(query)),
                (_, QueryPart::Other(query)) => clause(query),
            };
            let (excluded, required): (Vec<_>, Vec<_>) =
                with_quotes_joined(parts).into_iter().partition(|(occur, _)| *occur == Occur::MustNot);
            let required: Vec<_> = required.into_iter().map(describe).collect();
            let excluded = excluded.into_iter().map(describe).collect::<Vec<_>>().join(" and ");
            let required = required.join(if choice { " or " } else { " and " });
            match (required.is_empty(), excluded.is_empty()) {
                (true, _) => excluded,
                (false, true) => required,
                (false, false) => format!("{required}, but {excluded}"),
            }
        }
    }
}

/// Describes what is asked of a quotation.
fn quote_words(quote: QuoteClause<'_>) -> String {
    let speaker = quote.speaker.map(|speaker| speaker.to_string().replace('"', ""));
    match (speaker, quote.said) {
        (None, None | Some(Query::All)) => "in which somebody is quoted".into(),
        (Some(speaker), None | Some(Query::All)) => format!("in which {speaker} is quoted"),
        (None, Some(words)) => format!("in which somebody says {}", operand(words)),
        (Some(speaker), Some(words)) => format!("in which {speaker} says {}", operand(words)),
    }
}

/// Formats a count of `noun`.
fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn phrase_words(phrase: &Phrase) -> String {
    match (phrase.parts.len(), phrase.slop) {
        (1, 0) if phrase.slots().count() == 1 => format!("“{}” in this exact form", phrase.surface),
        (1, 0) => format!("the exact phrase “{}”", phrase.surface),
        (1, slop) => format!("the words “{}”, moved by up to {}", phrase.surface, counted(slop, "place")),
        _ => format!(
            "“{}” in this order, with at most {} words left out at each …",
            phrase.surface,
            crate::query::ast::MAX_GAP
        ),
    }
}

fn near_words(near: &Near) -> String {
    let (left, right) = (operand(&near.left), operand(&near.right));
    match (near.within, near.ordered) {
        (Within::Words(n), true) => {
            format!("{left} at most {} before {right}, in this order", counted(n, "word"))
        }
        (Within::Words(n), false) => {
            format!("{left} at most {} from {right}, in either order", counted(n, "word"))
        }
        (Within::Sentence, ordered) => {
            format!("{left} in the same sentence {} {right}", if ordered { "before" } else { "as" })
        }
        (Within::Paragraph, ordered) => {
            format!("{left} in the same paragraph {} {right}", if ordered { "before" } else { "as" })
        }
    }
}

fn operand(query: &Query) -> String {
    let text = clause(query).replace(" or with ", " or ").replace(" and with ", " and ");
    let text = text.strip_prefix("with ").unwrap_or(&text);
    if matches!(query, Query::Bool(_) | Query::Near(_)) { format!("({text})") } else { text.to_owned() }
}

/// Draws the tree, one line per node, indented by two spaces per level.
pub fn tree(query: &Query) -> String {
    let mut out = String::new();
    draw(query, 0, "", &mut out);
    out
}

fn draw(query: &Query, level: usize, sign: &str, out: &mut String) {
    let mut line = |text: &str| {
        out.push_str(&"  ".repeat(level));
        out.push_str(sign);
        out.push_str(text);
        out.push('\n');
    };
    match query {
        Query::Nothing => line("nothing"),
        Query::All => line("all"),
        Query::Term(term) => match &term.base {
            Some(_) if term.reading != WordReading::Inflected => line(&format!("name {}", term.surface)),
            Some(_) => line(&format!("word {}", term.surface)),
            None => {
                let inflected = if term.is_inflected_compound() { "inflected " } else { "" };
                line(&format!("word {} ({inflected}pieces {})", term.surface, term.tokens.join(" ")));
            }
        },
        Query::Pattern(pattern) => line(&format!("pattern {}", pattern.glob)),
        Query::Fuzzy(fuzzy) => {
            line(&format!("fuzzy {} ({})", fuzzy.word, counted(fuzzy.distance.into(), "letter")))
        }
        Query::Phrase(phrase) => {
            let word = |slot: &Slot| match slot {
                Slot::Word(word) | Slot::Bigram(word) => without_marker(word).to_owned(),
                Slot::Glob(glob) => format!("{glob} (pattern)"),
            };
            let part = |part: &Vec<Slot>| part.iter().map(word).collect::<Vec<_>>().join(" ");
            let parts: Vec<_> = phrase.parts.iter().map(part).collect();
            let slop = if phrase.slop > 0 { format!(" (slop {})", phrase.slop) } else { String::new() };
            line(&format!("phrase {}{slop}", parts.join(" … ")));
        }
        Query::Dates(dates) => line(&dates.surface),
        Query::Near(near) => {
            let order = if near.ordered { "in this order" } else { "in either order" };
            line(&format!("near {} ({order})", operator(near.within, near.ordered)));
            draw(&near.left, level + 1, "", out);
            draw(&near.right, level + 1, "", out);
        }
        Query::Field(field, query) => {
            line(&format!("field {}", field.name()));
            draw(query, level + 1, "", out);
        }
        Query::Bool(parts) => {
            let choice = parts.iter().any(|(occur, _)| *occur == Occur::Should);
            line(if choice { "any of" } else { "all of" });
            for (occur, part) in with_quotes_joined(parts) {
                let sign = if occur == Occur::MustNot { "not " } else { "" };
                match part {
                    QueryPart::Other(query) => draw(query, level + 1, sign, out),
                    QueryPart::Quote(quote) => draw_quote(quote, level + 1, sign, out),
                }
            }
        }
    }
}

/// Draws a clause on direct speech: as a field, or as a quotation of a speaker who says something.
fn draw_quote(quote: QuoteClause<'_>, level: usize, sign: &str, out: &mut String) {
    let fields = [("speaker", quote.speaker), ("said", quote.said)];
    let is_joined = fields.iter().all(|(_, value)| value.is_some());
    let indent = |level: usize| "  ".repeat(level);
    if is_joined {
        out.push_str(&format!("{}{sign}quotation\n", indent(level)));
    }
    let (level, sign) = if is_joined { (level + 1, "") } else { (level, sign) };
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!("{}{sign}field {name}\n", indent(level)));
            draw(value, level + 1, "", out);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::explain::*;
    use crate::query::parser::parse;

    #[test]
    fn explains_queries_in_words() {
        for (query, words) in [
            ("Kursk", "articles with Kursk in any inflection"),
            (
                "\"fair game\" -x",
                "articles with the exact phrase “fair game”, but not with x in any inflection",
            ),
            (
                "a pre/3 b",
                "articles with a in any inflection at most 3 words before b in any inflection, in this order",
            ),
            ("title:(a b)", "articles whose title matches (a in any inflection and b in any inflection)"),
            (
                "-x a -y",
                "articles with a in any inflection, but not with x in any inflection and not with y in any inflection",
            ),
            ("-x", "articles not with x in any inflection"),
            ("x~1", "articles with x or a word at most 1 letter away from it"),
            (
                "speaker:\"Ann Lee\" said:dam storm",
                "articles in which Ann Lee says dam in any inflection and with storm in any inflection",
            ),
            ("said:\"the dam\"", "articles in which somebody says the exact phrase “the dam”"),
            ("storm -speaker:lee", "articles with storm in any inflection, but not in which lee is quoted"),
            ("date:2024-10", "articles published from 2024-10-01 to 2024-10-31"),
            ("added:2024-10..", "articles added to the index on 2024-10-01 or later"),
        ] {
            assert_eq!(explain(&parse(query).query), words);
        }
    }

    #[test]
    fn names_are_explained_as_names() {
        let mut query = parse("Price (Banks OR gas)").query;
        let named = query.visit_capitalized(&mut |term, _| {
            term.reading = WordReading::Name;
            Ok::<_, ()>(())
        });
        assert_eq!(named, Ok(()));
        let words = "articles with Price as a name and (with Banks as a name or with gas in any inflection)";
        assert_eq!(explain(&query), words);
        assert_eq!(tree(&query), "all of\n  name Price\n  any of\n    name Banks\n    word gas\n");
    }

    #[test]
    fn draws_the_tree() {
        assert_eq!(
            tree(&parse("a (b OR “c … d”) -e").query),
            "all of\n  word a\n  any of\n    word b\n    phrase c … d\n  not word e\n"
        );
        assert_eq!(
            tree(&parse("speaker:lee said:a -said:b").query),
            "all of\n  quotation\n    field speaker\n      word lee\n    field said\n      word a\n  not field said\n    word b\n"
        );
    }
}
