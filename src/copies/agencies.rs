//! The news agencies, by the names that their reports carry.

use std::sync::LazyLock;

static LINES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/copies/agencies.txt"));

/// Minimum length of a name that is matched in any case.
const ANY_CASE: usize = 6;
/// Minimum length of a name that is matched behind that of a reporter.
const BEHIND_REPORTER: usize = 6;
/// Words of a byline that stand behind the name of an agency.
const STAFF: [&str; 9] =
    ["staff", "news", "agency", "writer", "writers", "reporter", "reporters", "correspondent", "bureau"];

/// Names of an agency: the one that is shown, and all.
static AGENCIES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let names = |line: &'static str| {
        let shown = line.split('|').next().unwrap_or(line);
        line.split('|').map(move |name| (name, shown))
    };
    let mut agencies: Vec<(&str, &str)> = lines.flat_map(names).collect();
    // *Australian Associated Press* before *Associated Press*.
    agencies.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    agencies
});

/// Returns the agency whose name `text` is.
pub(super) fn named(text: &str) -> Option<&'static str> {
    let text = without_article(text.trim());
    AGENCIES.iter().find(|(name, _)| is_written(text, name)).map(|(_, shown)| *shown)
}

/// Returns the agencies that `text` lists, such as `dpa/AFP`, and the services of one (`dpa/lsw`), if it has
/// nothing else.
pub(super) fn listed(text: &str) -> Vec<&'static str> {
    let is_service = |part: &str| part.chars().count() <= 3 && part.chars().all(char::is_lowercase);
    let mut agencies = Vec::new();
    for part in text.split(['/', ',', '&']).flat_map(|part| part.split(" and ")).map(str::trim) {
        match named(part) {
            Some(agency) => push_new(&mut agencies, agency),
            None if is_service(part) => {}
            None => return Vec::new(),
        }
    }
    agencies
}

/// Returns the agency with whose name `text` begins, as a whole word.
pub(super) fn at_start(text: &str) -> Option<&'static str> {
    let text = without_article(text.trim_start());
    let begins = |name: &str| {
        text.get(..name.len()).is_some_and(|start| is_written(start, name))
            && !text[name.len()..].starts_with(char::is_alphanumeric)
    };
    AGENCIES.iter().find(|(name, _)| begins(name)).map(|(_, shown)| *shown)
}

/// Returns the agency with whose name `text` begins, in a script without spaces, and what follows the name.
pub(super) fn unspaced_at_start(text: &str) -> Option<(&'static str, &str)> {
    let mut names = AGENCIES.iter().filter(|(name, _)| name.ends_with(is_east_asian));
    names.find_map(|(name, shown)| Some((*shown, text.strip_prefix(name)?)))
}

fn is_east_asian(c: char) -> bool {
    ('\u{3040}'..='\u{9fff}').contains(&c)
}

/// Returns the agencies that a byline names, beside reporters or instead of them.
pub(super) fn of_byline(byline: &str) -> Vec<&'static str> {
    let mut agencies = Vec::new();
    let parts = byline.split([',', ';', '|', '/', '(', ')', '·', '•', '–', '—', '\n']);
    for part in parts.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" for ")) {
        let mut part = part.trim();
        let words = || part.rsplit(' ').take_while(|word| is_staff(word)).map(|word| word.len() + 1);
        part = part.get(..part.len().saturating_sub(words().sum())).unwrap_or_default();
        let behind_reporter = |name: &str| {
            let before = part.len().checked_sub(name.len()).filter(|_| name.len() >= BEHIND_REPORTER);
            before
                .and_then(|start| part.split_at_checked(start))
                .is_some_and(|(before, end)| before.ends_with(' ') && is_written(end, name))
        };
        let found = named(part)
            .or_else(|| AGENCIES.iter().find(|(name, _)| behind_reporter(name)).map(|(_, shown)| *shown));
        found.into_iter().for_each(|agency| push_new(&mut agencies, agency));
    }
    agencies
}

/// Appends an agency unless it is there.
pub(super) fn push_new(agencies: &mut Vec<&'static str>, agency: &'static str) {
    if !agencies.contains(&agency) {
        agencies.push(agency);
    }
}

fn is_staff(word: &str) -> bool {
    STAFF.iter().any(|staff| word.eq_ignore_ascii_case(staff))
}

fn is_written(text: &str, name: &str) -> bool {
    text == name || name.len() >= ANY_CASE && text.to_lowercase() == name.to_lowercase()
}

fn without_article(text: &str) -> &str {
    let article = text.get(..4).filter(|start| start.eq_ignore_ascii_case("the "));
    article.map_or(text, |article| text[article.len()..].trim_start())
}

#[cfg(test)]
mod tests {
    use crate::copies::agencies::*;

    #[test]
    fn bylines_name_agencies_beside_reporters() {
        for (byline, agencies) in [
            ("Associated Press", &["AP"][..]),
            ("ANN LEE, THE ASSOCIATED PRESS", &["AP"]),
            ("Ann Lee Associated Press", &["AP"]),
            ("Ann Lee | AP", &["AP"]),
            ("Reuters Staff", &["Reuters"]),
            ("Bo Ek and Ann Lee, Associated Press writers", &["AP"]),
            ("Ann Lee for Reuters", &["Reuters"]),
            ("Australian Associated Press", &["AAP"]),
            ("dpa/AFP", &["dpa", "AFP"]),
            ("Ann Lee", &[]),
            ("Sid Lee", &[]),
            ("Ann Pap", &[]),
            ("Staff", &[]),
            ("", &[]),
        ] {
            assert_eq!(of_byline(byline), agencies, "{byline}");
        }
    }

    #[test]
    fn a_list_has_nothing_but_agencies() {
        for (text, agencies) in [
            ("Reuters", &["Reuters"][..]),
            ("dpa/lsw", &["dpa"]),
            ("AP, AFP", &["AP", "AFP"]),
            ("Ann Lee/Reuters", &[]),
            ("CNN", &[]),
            ("ap", &[]),
        ] {
            assert_eq!(listed(text), agencies, "{text}");
        }
        assert_eq!((at_start("The Associated Press. All rights"), at_start("APs")), (Some("AP"), None));
    }
}
