//! Names of fields and functions in Westlaw, Lexis, Factiva, ProQuest and web searches.

use crate::query::ast::Field;
use crate::query::dates::{is_date_name, is_foreign_date_name};
use crate::text::url::is_ip;

/// A check of the word before a `!`: `true` for a whole word of the index, `false` for the beginning of some;
/// `None` if it is neither, or nothing is known.
pub(crate) type IsWholeWord<'w> = &'w dyn Fn(&str) -> Option<bool>;

/// Meaning of a name of another search program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// A field of ours.
    Field(Field),
    /// The headline and the lead, of which the headline is a field.
    HeadlineAndLead,
    /// A part of the article that cannot be asked for alone.
    PartOfText,
    /// A number of occurrences, or a length, which no query can ask for.
    Count,
    /// The headline, of which all words that follow are asked for.
    WholeHeadline,
    /// The address, which is known by its host only.
    Address,
    /// Days, which options ask for.
    Day,
    /// A number of words of the article, which no query can ask for.
    Length,
    /// Capitals or a number of the noun, which make no difference.
    Form,
}

impl Foreign {
    /// Returns the field of ours that is asked instead; `None` if what is asked for is the whole article.
    pub(crate) fn field(self) -> Option<Field> {
        match self {
            Foreign::Field(field) => Some(field),
            Foreign::HeadlineAndLead | Foreign::WholeHeadline => Some(Field::Title),
            Foreign::Address => Some(Field::Path),
            Foreign::PartOfText | Foreign::Count | Foreign::Day | Foreign::Length | Foreign::Form => None,
        }
    }
}

/// Reads the name of a function, as in `headline(word)`.
pub(crate) fn function(name: &str) -> Option<Foreign> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        "headline" | "title" | "head" | "hl" | "hd" | "ti" => Foreign::Field(Field::Title),
        "hlead" | "hlp" => Foreign::HeadlineAndLead,
        "byline" | "author" | "au" => Foreign::Field(Field::Author),
        "publication" | "source" | "pub" => Foreign::Field(Field::Site),
        "language" | "la" => Foreign::Field(Field::Lang),
        "lead" | "lede" | "lp" | "body" | "text" | "te" | "ft" | "noft" => Foreign::PartOfText,
        "ab" | "abs" | "abstract" | "su" | "tiab" | "title-abs-key" => Foreign::PartOfText,
        "company" | "dateline" | "geographic" | "person" | "publication-type" | "subject" | "terms" => {
            Foreign::PartOfText
        }
        "da" | "date" | "dates" | "pd" | "pdn" | "py" | "pubdate" | "pub-date" | "load-date" => Foreign::Day,
        "length" | "wc" => Foreign::Length,
        "allcaps" | "nocaps" | "caps" | "singular" | "plural" | "noplural" => Foreign::Form,
        name => return is_at_least(name).then_some(Foreign::Count),
    })
}

/// Reads the name before an equals sign, as in Factiva's `hd=word`.
pub(crate) fn assigned(name: &str) -> Option<Foreign> {
    Some(match name.to_ascii_lowercase().as_str() {
        "hd" | "hl" | "ti" | "headline" | "title" => Foreign::Field(Field::Title),
        "hlp" | "hlead" => Foreign::HeadlineAndLead,
        "by" | "au" | "author" | "byline" => Foreign::Field(Field::Author),
        "sn" | "so" | "sc" | "rst" | "pub" | "publication" | "source" => Foreign::Field(Field::Site),
        "la" | "language" => Foreign::Field(Field::Lang),
        "lp" | "td" | "bdy" | "body" | "lead" | "ns" | "co" | "re" => Foreign::PartOfText,
        _ => return None,
    })
}

/// Reads the name before a colon, as in Google's `intitle:word`.
pub(crate) fn prefixed(name: &str) -> Option<Foreign> {
    Some(match name.to_ascii_lowercase().as_str() {
        "intitle" | "headline" | "hl" | "hd" | "ti" => Foreign::Field(Field::Title),
        "allintitle" => Foreign::WholeHeadline,
        "hlead" => Foreign::HeadlineAndLead,
        "by" | "byline" | "writer" | "journalist" | "au" => Foreign::Field(Field::Author),
        "source" | "publisher" | "publication" | "newspaper" | "outlet" | "pub" => {
            Foreign::Field(Field::Site)
        }
        "domain" | "host" | "website" | "url" => Foreign::Field(Field::Site),
        "language" => Foreign::Field(Field::Lang),
        "file" | "filename" | "folder" => Foreign::Field(Field::Path),
        "inurl" | "allinurl" => Foreign::Address,
        "intext" | "allintext" => Foreign::PartOfText,
        _ => return None,
    })
}

/// Returns whether `name` is that of an operator of a web search, and no word of a text.
pub(crate) fn is_web_operator(name: &str) -> bool {
    let names = ["allintitle", "allintext", "allinurl", "intitle", "intext", "inurl"];
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Reads the name of the clause `name:value`. Returns `None` if it is text, as an address with a port is:
/// `host:8080`.
pub(crate) fn clause(name: &str, value: &str) -> Option<Foreign> {
    let is_port = || !value.is_empty() && !value.contains(char::is_alphabetic) && !is_ip(value);
    prefixed(name).filter(|foreign| *foreign != Foreign::Field(Field::Site) || !is_port())
}

/// Returns whether `name` is a field before a colon, ours or one that is read as ours.
pub(crate) fn is_field_name(name: &str) -> bool {
    Field::named(name).is_some()
        || is_date_name(name)
        || is_foreign_date_name(name)
        || prefixed(name).is_some()
}

/// Splits `word` at its first colon; a full-width one, as texts in Chinese have it, only behind a field.
pub(crate) fn split_field(word: &str) -> Option<(&str, &str)> {
    let split = word.split_once([':', '：'])?;
    (word[split.0.len()..].starts_with(':') || is_field_name(split.0)).then_some(split)
}

/// Returns whether `word` asks for a number of occurrences, as `atleast5` and `atl5` do.
pub(crate) fn is_at_least(word: &str) -> bool {
    let is_number = |digits: &str| {
        !digits.is_empty() && digits.len() < 5 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    ["atleast", "atl"].iter().any(|name| strip_name(word, name).is_some_and(is_number))
}

/// Returns whether `word` asks for a number of words, as Factiva's `wc>500` and `length>500` do.
pub(crate) fn is_length(word: &str) -> bool {
    ["wc", "length"].iter().any(|name| strip_name(word, name).is_some_and(is_comparison))
}

/// Returns whether `word` asks for days, as `date>2018` does.
pub(crate) fn is_compared_date(word: &str) -> bool {
    let names = ["date", "pub-date", "load-date", "pdn"];
    let is_day = |tail: &str| {
        let day = tail.trim_start_matches(['<', '>', '=']);
        tail.starts_with(['<', '>']) && day.starts_with(|c: char| c.is_ascii_digit())
    };
    names.iter().any(|name| strip_name(word, name).is_some_and(is_day))
}

/// Returns whether `word` compares days in Lexis, as in `date geq 2018`.
pub(crate) fn compares_days(word: &str) -> bool {
    let operators = ["aft", "bef", "geq", "gtr", "leq", "lss", "is"];
    operators.iter().any(|operator| operator.eq_ignore_ascii_case(word))
}

/// Returns what follows `name` in `word`.
fn strip_name<'w>(word: &'w str, name: &str) -> Option<&'w str> {
    let (head, tail) = word.split_at_checked(name.len())?;
    head.eq_ignore_ascii_case(name).then_some(tail)
}

/// Returns whether `text` is a sign such as `>` before a number.
fn is_comparison(text: &str) -> bool {
    let number = text.trim_start_matches(['<', '>', '=']);
    number.len() < text.len() && number.parse::<u32>().is_ok()
}

/// Returns whether `inner` cannot be what a function is asked for: `title(s)` and `source(1)` are text.
pub(crate) fn is_plural_or_mark(inner: &str) -> bool {
    let inner = inner.trim();
    matches!(inner, "" | "s" | "es" | "ies") || inner.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::query::operators::foreign::*;

    #[test]
    fn names_of_other_programs_are_known() {
        assert_eq!(function("HEADLINE"), Some(Foreign::Field(Field::Title)));
        assert_eq!(function("atleast5"), Some(Foreign::Count));
        assert_eq!(assigned("hd"), Some(Foreign::Field(Field::Title)));
        assert_eq!(assigned("Title"), Some(Foreign::Field(Field::Title)));
        assert_eq!((function("cos"), assigned("id"), function("atleast")), (None, None, None));
        assert_eq!(prefixed("InTitle"), Some(Foreign::Field(Field::Title)));
        assert!(is_field_name("Site") && is_field_name("added") && is_field_name("until"));
        assert!(!is_field_name("person") && !is_field_name("https"));
        assert!(is_length("wc>500") && is_length("WC<=500") && !is_length("wc500") && !is_length("wc>"));
        assert!(is_length("length>500") && !is_length("lengths>500") && !is_length("length"));
        assert!(is_at_least("ATLEAST5") && is_at_least("atl5") && !is_at_least("atlas5"));
        assert!(
            is_compared_date("date>=2018") && !is_compared_date("date=2018") && !is_compared_date("date>x")
        );
        assert!(["s", "ies", "12"].into_iter().all(is_plural_or_mark) && !is_plural_or_mark("uk"));
    }
}
