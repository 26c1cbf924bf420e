//! Parameters of the operations: what each may be, and how it is read. Nothing is ignored.

use jiff::civil::Date;

use crate::query::ast::edit_distance;
use crate::query::{self, Period};
use crate::serve::api::problem::Problem;

/// Maximum number of times that a parameter is given that may be repeated.
pub(crate) const MAX_REPEATED: usize = 16;

/// Parameter of an operation.
#[cfg_attr(not(test), expect(dead_code, reason = "the description of the API is made of it in a test"))]
#[derive(Debug)]
pub(crate) struct Param {
    /// Name in the query string.
    pub name: &'static str,
    /// Description for the documentation.
    pub about: &'static str,
    /// Values that it may have.
    pub kind: ParamKind,
    /// Whether it must be given.
    pub required: bool,
}

/// Values of a parameter.
#[derive(Debug)]
pub(crate) enum ParamKind {
    /// Any text.
    Text,
    /// Any texts, one for each time that the parameter is given.
    Texts,
    /// Names, each with a letter or a digit, one for each time that the parameter is given.
    Names,
    /// `true` or `false`.
    Flag,
    /// Whole number of at most this.
    Number(usize),
    /// Period: a day, a month, a year, or some days before today.
    Day,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// Some of these names, with commas or one for each time that the parameter is given.
    Choices(&'static [&'static str]),
}

impl ParamKind {
    fn is_repeatable(&self) -> bool {
        matches!(self, ParamKind::Texts | ParamKind::Names | ParamKind::Choices(_))
    }
}

/// Parameters of a request, all of which its operation has.
pub(crate) struct ParamValues {
    pairs: Vec<(String, String)>,
}

impl ParamValues {
    /// Reads the query string `raw` of an operation with these parameters.
    ///
    /// # Errors
    /// If a name is unknown, a required parameter is missing, or one is given twice that has one value.
    pub(crate) fn read(raw: Option<&str>, params: &[&Param]) -> Result<Self, Problem> {
        let raw = raw.unwrap_or_default();
        let decoded = form_urlencoded::parse(raw.as_bytes());
        let pairs: Vec<(String, String)> =
            decoded.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let is_replaced = |text: &String| text.contains(char::REPLACEMENT_CHARACTER);
        if pairs.iter().any(|(name, value)| is_replaced(name) || is_replaced(value))
            && !raw.to_ascii_uppercase().contains("%EF%BF%BD")
        {
            let detail = "the query string is not UTF-8 once its percent signs are decoded";
            return Err(Problem::new(hyper::StatusCode::BAD_REQUEST, "bad_encoding", detail));
        }
        for (index, (name, _)) in pairs.iter().enumerate() {
            let Some(param) = params.iter().find(|param| param.name == *name) else {
                return Err(Problem::unknown_parameter(name, nearest(name, params)));
            };
            let before = pairs[..index].iter().filter(|(before, _)| before == name).count();
            if !param.kind.is_repeatable() && before > 0 {
                return Err(Problem::of_parameter(name, format!("{name} is given twice and has one value")));
            }
            if before == MAX_REPEATED {
                let detail = format!("{name} is given more than {MAX_REPEATED} times");
                return Err(Problem::of_parameter(name, detail));
            }
        }
        let missing =
            params.iter().find(|param| param.required && pairs.iter().all(|(name, _)| name != param.name));
        match missing {
            Some(param) => Err(Problem::of_parameter(param.name, format!("{} is missing", param.name))),
            None => Ok(ParamValues { pairs }),
        }
    }

    /// Returns the text of a parameter.
    pub(crate) fn text(&self, param: &Param) -> Option<&str> {
        self.texts(param).next()
    }

    /// Returns the texts of a parameter that may be repeated.
    pub(crate) fn texts<'v>(&'v self, param: &Param) -> impl Iterator<Item = &'v str> + use<'v> {
        let name = param.name;
        self.pairs.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether a flag is set.
    ///
    /// # Errors
    /// If its value is neither `true` nor `false`.
    pub(crate) fn flag(&self, param: &Param) -> Result<bool, Problem> {
        match self.text(param) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(bad(param, other, "true or false", None)),
        }
    }

    /// Returns the number of a parameter.
    ///
    /// # Errors
    /// If it is no number, or too large.
    pub(crate) fn number(&self, param: &Param) -> Result<Option<usize>, Problem> {
        let Some(text) = self.text(param) else { return Ok(None) };
        let max = if let ParamKind::Number(max) = param.kind { max } else { usize::MAX };
        let number = text.parse().ok().filter(|number| *number <= max);
        match number.filter(|_| text.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(number) => Ok(Some(number)),
            None => Err(bad(param, text, &format!("a whole number from 0 to {max}"), None)),
        }
    }

    /// Returns the first day of the period of a parameter.
    ///
    /// # Errors
    /// If it is no period.
    pub(crate) fn first_day(&self, param: &Param) -> Result<Option<Date>, Problem> {
        Ok(self.period(param)?.map(|(period, _)| period.first))
    }

    /// Returns the last day of the period of a parameter.
    ///
    /// # Errors
    /// If it is no period.
    pub(crate) fn last_day(&self, param: &Param) -> Result<Option<Date>, Problem> {
        let Some((period, text)) = self.period(param)? else { return Ok(None) };
        match period.end() {
            Some(day) => Ok(Some(day)),
            None => Err(bad(param, text, "a later day", None)),
        }
    }

    fn period(&self, param: &Param) -> Result<Option<(Period, &str)>, Problem> {
        let Some(text) = self.text(param) else { return Ok(None) };
        match query::period(text) {
            Some(period) => Ok(Some((period, text))),
            None => {
                let expected =
                    "a day, month or year such as 2024-10-18, 2024-10 or 2024; or yesterday, or 7d";
                Err(bad(param, text, expected, None))
            }
        }
    }

    /// Returns the index of the name that is chosen.
    ///
    /// # Errors
    /// If there is no such name.
    pub(crate) fn choice(&self, param: &Param) -> Result<Option<usize>, Problem> {
        self.text(param).map(|text| chosen(param, text)).transpose()
    }

    /// Returns the indices of the names that are chosen, each once.
    ///
    /// # Errors
    /// If there is no such name.
    pub(crate) fn choices(&self, param: &Param) -> Result<Vec<usize>, Problem> {
        let mut indices = Vec::new();
        for text in self.texts(param).flat_map(|texts| texts.split(',')) {
            let index = chosen(param, text)?;
            if !indices.contains(&index) {
                indices.push(index);
            }
        }
        Ok(indices)
    }
}

/// Returns the index of the name that `text` is.
fn chosen(param: &Param, text: &str) -> Result<usize, Problem> {
    let (ParamKind::Choice(names) | ParamKind::Choices(names)) = param.kind else {
        return Err(Problem::internal());
    };
    match names.iter().position(|name| *name == text) {
        Some(index) => Ok(index),
        None => Err(bad(param, text, &names.join(", "), similar(text, names.iter().copied()))),
    }
}

/// Returns the problem of a value.
fn bad(param: &Param, value: &str, expected: &str, meant: Option<&str>) -> Problem {
    const MAX_CHARS: usize = 60;
    let shown: String = value.chars().take(MAX_CHARS).collect();
    let detail = format!("{} cannot be “{shown}”: expected {expected}", param.name);
    Problem::of_parameter(param.name, detail).meaning(meant.map(str::to_owned))
}

/// Returns the parameter that an unknown name may mean: what other programs call so, or one that differs in
/// a letter or two.
fn nearest(name: &str, params: &[&Param]) -> Option<&'static str> {
    let called_elsewhere = match name.to_ascii_lowercase().as_str() {
        "query" | "search" | "text" | "s" => "q",
        "from" | "after" | "start" | "since_date" => "since",
        "to" | "before" | "end" | "until_date" => "until",
        "size" | "n" | "num" | "rows" | "count" | "per_page" | "top" => "limit",
        "skip" | "page" => "offset",
        "order" | "sort_by" | "order_by" => "sort",
        "facet" | "facets" | "group_by" | "count_by" => "by",
        "in" | "dir" | "directory" => "folder",
        "file" => "path",
        "record" => "id",
        "highlight" => "mark",
        "dedupe" | "unique" => "stories",
        _ => "",
    };
    let names = || params.iter().map(|param| param.name);
    names().find(|known| *known == called_elsewhere).or_else(|| similar(name, names()))
}

/// Returns the name that differs least from `typed`, if it is similar.
fn similar(typed: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    const MAX_TYPED: usize = 40;
    let typed: Vec<char> = typed.to_lowercase().chars().take(MAX_TYPED).collect();
    let distance = |name: &str| edit_distance(&typed, &name.chars().collect::<Vec<_>>());
    let distances = names.map(|name| (distance(name), name));
    let near = distances.filter(|(distance, name)| *distance * 2 <= typed.len().max(name.len()));
    near.min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use crate::serve::api::params::*;

    const LIMIT: Param = Param { name: "limit", about: "", kind: ParamKind::Number(1000), required: false };
    const BY: Param =
        Param { name: "by", about: "", kind: ParamKind::Choices(&["site", "author"]), required: false };
    const CUT: Param = Param { name: "cut", about: "", kind: ParamKind::Flag, required: false };
    const UNTIL: Param = Param { name: "until", about: "", kind: ParamKind::Day, required: false };

    fn read(raw: &str) -> Result<ParamValues, Problem> {
        ParamValues::read(Some(raw), &[&LIMIT, &BY, &CUT, &UNTIL])
    }

    #[test]
    fn unknown_names_say_what_may_be_meant() {
        for (raw, meant) in [
            ("limt=1", "Some(\"limit\")"),
            ("size=1", "Some(\"limit\")"),
            ("to=1", "Some(\"until\")"),
            ("frobnicate=1", "None"),
            ("limit=1&LIMIT=2", "Some(\"limit\")"),
            ("=1", "None"),
        ] {
            let problem = format!("{:?}", read(raw).err());
            assert!(problem.contains("unknown_parameter"), "{raw}: {problem}");
            assert!(problem.contains(&format!("did_you_mean: {meant}")), "{raw}: {problem}");
        }
    }

    #[test]
    fn values_are_what_the_kind_allows() {
        let number = |raw: &str| read(raw).ok().and_then(|values| values.number(&LIMIT).ok());
        assert_eq!(number("limit=1000"), Some(Some(1000)));
        assert_eq!(number(""), Some(None));
        for raw in ["limit=1001", "limit=", "limit=-1", "limit=%2B1", "limit=1.0", "limit=1&limit=1"] {
            assert_eq!(number(raw), None, "{raw}");
        }
        let choices = |raw: &str| read(raw).ok().and_then(|values| values.choices(&BY).ok());
        assert_eq!(choices("by=author&by=site,author"), Some(vec![1, 0]));
        assert_eq!(choices("by=authors"), None);
        assert_eq!(choices(&"by=site&".repeat(MAX_REPEATED)), Some(vec![0]));
        assert_eq!(choices(&"by=site&".repeat(MAX_REPEATED + 1)), None);
        let flag = |raw: &str| read(raw).ok().and_then(|values| values.flag(&CUT).ok());
        assert_eq!((flag("cut=true"), flag("cut=false"), flag("cut=1")), (Some(true), Some(false), None));
        let day = |raw: &str| read(raw).ok().and_then(|values| values.last_day(&UNTIL).ok());
        assert_eq!(day("until=2024-02"), Some(Some(jiff::civil::date(2024, 2, 29))));
        assert_eq!(day("until=soon"), None);
    }

    #[test]
    fn a_query_string_is_utf8() {
        assert!(read("limit=%FF").is_err_and(|problem| format!("{problem:?}").contains("bad_encoding")));
        assert!(read("cut=%EF%BF%BD").is_ok());
    }
}
