//! Parses the lines of a rules file.

use crate::clean::user_rules::rule::{Limits, Rule, RulePattern, RuleScope};
use crate::text::url;

/// The word before the last pattern of a range.
const TO: &str = " to:";
/// The error of a rule without text and limits.
const TOO_WIDE: &str = "this rule matches all text of all files: add a file, a folder, a site or some text";

/// A line of a rules file that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct RulesError {
    /// Line in the rules file, from 1.
    pub line: u32,
    /// Description of the problem.
    pub problem: String,
}

/// Parses one line.
pub(super) fn rule(text: &str, line: u32) -> Result<Rule, RulesError> {
    let error = |problem: String| RulesError { line, problem };
    let is_end = |c: char| c == ':' || c.is_whitespace();
    let (verdict, mut tail) = text.split_at(text.find(is_end).unwrap_or(text.len()));
    let keep = match verdict {
        "keep" => true,
        "cut" => false,
        _ => return Err(error("expected `cut` or `keep` at the start of a rule".to_owned())),
    };
    let mut limits = Limits::default();
    let scope = loop {
        tail = tail.trim_start();
        if let Some(pattern) = tail.strip_prefix(':') {
            break RuleScope::Block(RulePattern::new(pattern));
        } else if let Some(range) = tail.strip_prefix("from:") {
            let (first, last) = match range.split_once(TO) {
                Some((first, last)) => (first, Some(RulePattern::new(last))),
                None => (range, None),
            };
            break RuleScope::Range(Some(RulePattern::new(first)), last);
        } else if let Some(last) = tail.strip_prefix("to:") {
            if last.contains(" from:") {
                return Err(error("write `from:` before `to:`".to_owned()));
            }
            break RuleScope::Range(None, Some(RulePattern::new(last)));
        } else if let Some(heading) = tail.strip_prefix("under:") {
            break RuleScope::Section(RulePattern::new(heading));
        } else if tail.is_empty() {
            break RuleScope::All;
        }
        tail = limit(tail, &mut limits).map_err(error)?;
    };
    let matches_all = match &scope {
        RuleScope::All => true,
        RuleScope::Block(pattern) => pattern.is_any(),
        RuleScope::Section(_) | RuleScope::Range(..) => false,
    };
    if matches_all && limits == Limits::default() {
        return Err(error(TOO_WIDE.to_owned()));
    }
    let lacks_text = match &scope {
        RuleScope::All => false,
        RuleScope::Block(pattern) => pattern.is_blank() && !pattern.is_any(),
        RuleScope::Section(heading) => heading.is_blank(),
        RuleScope::Range(first, last) => first.iter().chain(last).any(RulePattern::is_blank),
    };
    if lacks_text {
        return Err(error("expected some text besides * after each colon".to_owned()));
    }
    Ok(Rule { keep, limits, scope, line, text: text.to_owned() })
}

/// Reads a limit such as `site=HOST` at the start of `text`, and returns what follows.
fn limit<'t>(text: &'t str, limits: &mut Limits) -> Result<&'t str, String> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let unknown = || {
        let word = text[..end].trim_end_matches(':');
        format!(
            "expected `site=HOST`, `folder=PATH`, `file=PATH`, `from:`, `to:`, `under:` or `:`, not `{word}`; \
             put quotation marks (\") around a name with spaces"
        )
    };
    let (name, value) = text[..end].split_once('=').ok_or_else(unknown)?;
    let start = name.len() + 1;
    let (value, tail) = match text[start..].strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').ok_or("a quotation mark is missing".to_owned())?,
        // A colon ends the limits, unless it is part of a path.
        None => (value.trim_end_matches(':'), &text[start + value.trim_end_matches(':').len()..]),
    };
    match name {
        _ if value.trim_matches('/').is_empty() => return Err(unknown()),
        "site" => limits.site = Some(host(value).ok_or_else(unknown)?),
        "folder" => limits.folder = Some(value.trim_matches('/').to_owned()),
        "file" => limits.file = Some(RulePattern::new(value.trim_start_matches("./"))),
        _ => return Err(unknown()),
    }
    Ok(tail)
}

/// Returns the host of an address, or of a site that is written like one.
fn host(site: &str) -> Option<String> {
    // A host may have a single label here.
    let is_address = site.contains("://") || site.starts_with("//");
    let address = if is_address { site.to_owned() } else { format!("https://{site}") };
    url::host_of_address(&address)
}
