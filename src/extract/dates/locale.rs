//! The language and region of a page, which decide in which order it writes the numbers of a date.

use crate::article::DayOrder;

/// The language of a page, and the order in which it writes the numbers of a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DateLocale {
    pub(super) language: String,
    pub(super) order: DayOrder,
}

/// Regions that write the month first in English.
const MONTH_FIRST_REGIONS: [&str; 9] = ["us", "ph", "ca", "pr", "gu", "vi", "as", "um", "fm"];
/// Top-level domains with the form of a country's that say nothing about the country.
const GENERIC_DOMAINS: [&str; 12] = ["ai", "cc", "co", "fm", "gg", "io", "is", "la", "ly", "me", "to", "tv"];

impl DateLocale {
    /// Returns the locale that language `tags` (`en-GB`, `de_AT`) and the `host` of the page tell; earlier
    /// tags take precedence.
    pub(crate) fn new<'t>(tags: impl IntoIterator<Item = &'t str>, host: Option<&str>) -> Self {
        let tags: Vec<(String, Option<String>)> = tags.into_iter().filter_map(split_tag).collect();
        let language = tags.first().map(|(language, _)| language.clone()).unwrap_or_default();
        let same = tags.iter().filter(|(other, _)| *other == language);
        let region = same.filter_map(|(_, region)| region.clone()).next();
        let region = region.or_else(|| host.and_then(region_of_host));
        let order = order(&language, region.as_deref());
        DateLocale { language, order }
    }

    /// Returns the order in which the locale writes day and month.
    pub(crate) fn order(&self) -> DayOrder {
        self.order
    }

    /// Returns this locale with the language of the text, unless it has one.
    pub(crate) fn or_language(self, code: &str) -> Self {
        if !self.language.is_empty() || code.is_empty() || code == "und" {
            return self;
        }
        let order = if self.order == DayOrder::Unknown { order(code, None) } else { self.order };
        DateLocale { language: code.to_owned(), order }
    }
}

/// Splits a language tag into language and region, in lower case. Old codes become their successors.
fn split_tag(tag: &str) -> Option<(String, Option<String>)> {
    let tag = tag.trim().split([',', ';', '.']).next()?.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_', ' ']);
    let language = parts.next().filter(|part| part.chars().all(|c| c.is_ascii_alphabetic()))?;
    let language = match language {
        "no" => "nb",
        "iw" => "he",
        "in" => "id",
        "fil" => "tl",
        "mo" => "ro",
        "prs" => "fa",
        "english" => "en",
        "german" | "deutsch" => "de",
        "french" => "fr",
        language if (2..=3).contains(&language.len()) => language,
        _ => return None,
    };
    let region = parts.find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()));
    let script = tag.contains("latn") && language == "sr";
    Some((if script { "sh" } else { language }.to_owned(), region.map(str::to_owned)))
}

/// Returns the region of a country's top-level domain.
fn region_of_host(host: &str) -> Option<String> {
    let domain = host.rsplit('.').next()?.to_ascii_lowercase();
    match domain.as_str() {
        "gov" | "mil" | "edu" => Some("us".to_owned()),
        "uk" => Some("gb".to_owned()),
        domain if domain.len() == 2 && !GENERIC_DOMAINS.contains(&domain) => Some(domain.to_owned()),
        _ => None,
    }
}

fn order(language: &str, region: Option<&str>) -> DayOrder {
    match (language, region) {
        ("en" | "tl", None) => DayOrder::MonthFirst,
        ("en" | "tl" | "", Some(region)) if MONTH_FIRST_REGIONS.contains(&region) => DayOrder::MonthFirst,
        ("", None) | ("ja" | "zh" | "ko" | "hu" | "lt" | "mn" | "eu", _) => DayOrder::Unknown,
        ("", Some("jp" | "cn" | "tw" | "kr" | "hu" | "lt")) => DayOrder::Unknown,
        _ => DayOrder::DayFirst,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::dates::locale::*;

    #[test]
    fn language_and_region_decide_the_order() {
        use DayOrder::*;
        for (tags, host, expected) in [
            (&["en"][..], None, MonthFirst),
            (&["en-US"], Some("courier.example"), MonthFirst),
            (&["en_GB"], None, DayFirst),
            (&["en", "en_GB"], None, DayFirst),
            (&["en", "de_DE"], None, MonthFirst),
            (&["en"], Some("courier.co.uk"), DayFirst),
            (&["en"], Some("courier.io"), MonthFirst),
            (&["FR"], None, DayFirst),
            (&["pt-BR"], Some("folha.example"), DayFirst),
            (&["zh-Hans-CN"], None, Unknown),
            (&[], Some("courier.de"), DayFirst),
            (&[""], None, Unknown),
        ] {
            assert_eq!(DateLocale::new(tags.iter().copied(), host).order, expected, "{tags:?} {host:?}");
        }
        assert_eq!(DateLocale::default().or_language("de").order, DayFirst);
        assert_eq!(DateLocale::default().or_language("und"), DateLocale::default());
    }
}
