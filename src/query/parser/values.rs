//! Values of fields: a word, a phrase or a group, or several of them with commas.

use crate::analysis::{AnalyzerVersion, Language, is_stop_word};
use crate::query::acronyms::join_capitals;
use crate::query::ast::{Field, Occur, Query};
use crate::query::lexer::{QueryToken, TokenKind, begins_operand};
use crate::query::notes::excerpt;
use crate::query::parser::speaker_titles::name_behind_titles;
use crate::query::parser::{Parser, phrase};
use crate::query::punctuation::is_sign;

impl<'q> Parser<'q> {
    /// Reads the value of `field` that begins with `value`, or else follows without a space. Returns `None`
    /// if there is none.
    pub(crate) fn field_value(&mut self, field: Field, value: &'q str, start: usize) -> Option<Query> {
        self.values(field, value, start, false)
    }

    /// Reads the values of a field that is excluded as a whole, so that a sign before one of them changes
    /// nothing.
    pub(crate) fn excluded_values(&mut self, field: Field, value: &'q str, start: usize) -> Option<Query> {
        self.values(field, value, start, true)
    }

    fn values(&mut self, field: Field, value: &'q str, start: usize, all_excluded: bool) -> Option<Query> {
        if field == Field::Site
            && let Some(address) = self.site_address(value, start)
        {
            return Some(address);
        }
        let takes_list = matches!(field, Field::Site | Field::Author | Field::Lang | Field::Speaker);
        let mut excluded = Vec::new();
        let mut values = match value {
            "" => vec![self.attached()?],
            "*" => return Some(Query::All),
            value if field.takes_commas() => self.listed(value, start, &mut excluded),
            value if field == Field::Lang => return self.languages(value, start),
            value => {
                if let Some((first, second)) = value.split_once(',')
                    && first.ends_with(char::is_alphabetic)
                    && second.starts_with(char::is_alphabetic)
                {
                    let name = field.name();
                    let either = format!("{name}:({} OR {})", excerpt(first), excerpt(second));
                    self.note(
                        start,
                        &format!("the words after {name}: stand side by side; {either} asks for either"),
                    );
                }
                vec![self.plain_word(value, start)?]
            }
        };
        let (mut ends_open, mut is_excluded) = (value.ends_with(','), false);
        while let Some(QueryToken { kind, spaced: false, span }) = self.tokens.get(self.index) {
            match *kind {
                TokenKind::Word(more) if takes_list && more.starts_with(',') => {
                    let goes_on = more.len() > 1 || self.attached_phrase(self.index + 1).is_some();
                    if !goes_on {
                        break;
                    }
                    self.index += 1;
                    let list = more.strip_suffix(is_sign).filter(|list| list.ends_with(','));
                    is_excluded = list.is_some();
                    let list = list.unwrap_or(more);
                    values.extend(self.listed(list, span.start, &mut excluded));
                    ends_open = list.ends_with(',');
                }
                TokenKind::Phrase { .. } if takes_list && ends_open => {
                    let list = if is_excluded { &mut excluded } else { &mut values };
                    list.extend(self.phrase_or_group());
                    ends_open = false;
                }
                _ => break,
            }
        }
        let value = match excluded.is_empty() || all_excluded {
            true => any_of(values.into_iter().chain(excluded).collect())?,
            false => {
                let note = format!("the sign within {}: excludes what stands behind it", field.name());
                self.note(start, &note);
                let included = any_of(values).map(|included| (Occur::Must, included));
                let excluded = excluded.into_iter().map(|value| (Occur::MustNot, value));
                Query::Bool(included.into_iter().chain(excluded).collect())
            }
        };
        match field {
            Field::Said => Some(self.words_only(field, value, start)),
            Field::Speaker => {
                let mut value = self.words_only(field, value, start);
                self.leave_out_titles(&mut value, start);
                Some(value)
            }
            _ => Some(value),
        }
    }

    /// Returns what a clause on direct speech asks for without fields and days, with a note on these.
    fn words_only(&mut self, field: Field, value: Query, start: usize) -> Query {
        let mut left_out = Vec::new();
        let words = without_fields(self.analyzer, value, &mut left_out);
        for clause in left_out {
            let name = field.name();
            self.note(start, &format!("{clause} is no word that {name}: can ask for; it was ignored there"));
        }
        if words == Query::Nothing { Query::All } else { words }
    }

    /// Leaves the titles out of the quoted names of speakers, with a note on them.
    fn leave_out_titles(&mut self, value: &mut Query, start: usize) {
        match value {
            Query::Phrase(phrase) => {
                let Some(name) = name_behind_titles(&phrase.surface) else { return };
                let titles = phrase.surface[..name].trim().to_owned();
                let Some((name, _)) = phrase::read(self.analyzer, &phrase.surface[name..], phrase.slop)
                else {
                    return;
                };
                *phrase = name;
                let note =
                    format!("speakers have no titles in the index: {titles} was left out of their names");
                self.note(start, &note);
            }
            Query::Bool(parts) => parts.iter_mut().for_each(|(_, part)| self.leave_out_titles(part, start)),
            _ => {}
        }
    }

    /// Reads the words of `value` between its commas; those behind a sign become `excluded`.
    fn listed(&mut self, value: &'q str, start: usize, excluded: &mut Vec<Query>) -> Vec<Query> {
        let mut included = Vec::new();
        for word in value.split(',').filter(|word| !word.is_empty()) {
            let behind_sign = word.strip_prefix(is_sign).filter(|word| word.starts_with(begins_operand));
            let list = if behind_sign.is_some() { &mut *excluded } else { &mut included };
            list.extend(self.plain_word(behind_sign.unwrap_or(word), start));
        }
        included
    }

    /// Reads codes and names of languages with commas, with or without a space after each.
    fn languages(&mut self, value: &'q str, start: usize) -> Option<Query> {
        let mut list = value.to_owned();
        while list.ends_with(',')
            && let Some(QueryToken { kind: TokenKind::Word(word), span, .. }) = self.tokens.get(self.index)
            && Language::from_code_or_name(word.trim_end_matches(',')).is_some()
        {
            let name = word.trim_end_matches(',');
            if is_stop_word(&name.to_lowercase()) {
                let list = list.trim_end_matches(',');
                let note = format!("{name} was read as a word; for the language write lang:{list},{name}");
                self.note(span.start, &note);
                break;
            }
            self.index += 1;
            list.push_str(word);
        }
        self.plain_word(&list, start)
    }

    /// Reads `value` and the plain words and phrases that follow it.
    pub(crate) fn words_that_follow(&mut self, value: &'q str, start: usize) -> Option<Query> {
        let first = if value.is_empty() { self.attached() } else { self.plain_word(value, start) };
        let mut parts: Vec<_> = first.into_iter().map(|query| (Occur::Must, query)).collect();
        while let Some(QueryToken { kind, span, .. }) = self.tokens.get(self.index) {
            let query = match *kind {
                TokenKind::Word(word) if !word.contains(':') && word != "*" => {
                    self.index += 1;
                    self.plain_word(word, span.start)
                }
                TokenKind::Phrase { .. } => self.phrase_or_group(),
                _ => break,
            };
            parts.extend(query.map(|query| (Occur::Must, query)));
        }
        Some(Query::from_clauses(join_capitals(self.analyzer, parts)))
            .filter(|query| *query != Query::Nothing)
    }

    /// Reads the operand that follows a field name without a space.
    pub(crate) fn attached(&mut self) -> Option<Query> {
        if self.is_attached() { self.phrase_or_group() } else { None }
    }

    /// Returns the text of the token at `index` if it is a phrase without a space before it.
    pub(crate) fn attached_phrase(&self, index: usize) -> Option<&'q str> {
        match self.tokens.get(index)? {
            QueryToken { kind: TokenKind::Phrase { text, .. }, spaced: false, .. } => Some(text),
            _ => None,
        }
    }
}

/// Returns the query for any of `values`.
fn any_of(mut values: Vec<Query>) -> Option<Query> {
    match values.len() {
        0 | 1 => values.pop(),
        _ => Some(Query::Bool(values.into_iter().map(|value| (Occur::Should, value)).collect())),
    }
}

/// Returns `query` without its fields and days, which are added to `left_out`.
fn without_fields(analyzer: AnalyzerVersion, query: Query, left_out: &mut Vec<String>) -> Query {
    match query {
        Query::Field(..) | Query::Dates(_) => {
            left_out.push(query.to_string());
            Query::Nothing
        }
        Query::Bool(parts) => {
            let parts =
                parts.into_iter().map(|(occur, query)| (occur, without_fields(analyzer, query, left_out)));
            let parts = parts.filter(|(_, query)| *query != Query::Nothing).collect();
            Query::from_clauses(join_capitals(analyzer, parts))
        }
        query => query,
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parser::tests::read_back;

    #[test]
    fn a_field_takes_several_values_and_single_quotes() {
        for (text, understood) in [
            ("site:cnn,npr.org dam", "site:(cnn OR npr.org) dam"),
            ("dam -site:cnn,npr", "dam -site:(cnn OR npr)"),
            (
                "site:\"New York Times\",\"Washington Post\"",
                "site:(\"New York Times\" OR \"Washington Post\")",
            ),
            ("site:cnn,\"New York Times\",npr dam", "site:(cnn OR \"New York Times\" OR npr) dam"),
            ("author:\"Ann Lee\",\"Bo Ek\"", "author:(\"Ann Lee\" OR \"Bo Ek\")"),
            ("author:Lee,Ann", "author:Lee,Ann"),
            ("site:cnn, dam", "site:cnn dam"),
            ("site:,", "site"),
            ("site:cnn,since:2016", "site:(cnn OR \"since 2016\")"),
            ("site:cnn,hd:dam,host:8080", "site:(cnn OR \"hd dam\" OR host:8080)"),
            ("allintitle:by:lee dam", "title:(\"by lee\" dam)"),
            ("allintitle:by:-lee dam", "title:(\"by lee\" dam)"),
            ("NEAR(dam since:2016,5)", "dam w/5 \"since 2016\""),
            ("title:dam,crew", "title:dam,crew"),
            ("site:'New York Times' dam", "site:\"New York Times\" dam"),
            ("title:‘fair game’", "title:\"fair game\""),
            ("source:'Coast Courier'", "site:\"Coast Courier\""),
            ("title:'tis dam", "title:tis dam"),
            ("he said:'fair game'", "he said:\"fair game\""),
            ("Lee said: fair game", "Lee said fair game"),
            ("said:(dam -crew)", "said:(dam -crew)"),
            ("-said:dam", "-said:dam"),
            ("said:*", "said:*"),
            ("said:(dam site:cnn)", "said:dam"),
            ("said:(date:2016)", "said:*"),
            ("speaker:\"Ann Lee\",ek said:(dam w/5 crew)", "speaker:(\"Ann Lee\" OR ek) said:(dam w/5 crew)"),
            ("speaker:lee,ek said:dam", "speaker:(lee OR ek) said:dam"),
            ("speaker:lee,\"Bo Ek\"", "speaker:(lee OR \"Bo Ek\")"),
            ("speaker:\"Lee, Ann\"", "speaker:\"Lee, Ann\""),
            ("speaker:lee, dam", "speaker:lee dam"),
            ("lang:de,fr dam", "lang:de,fr dam"),
            ("lang:de, fr dam", "lang:de,fr dam"),
            ("lang:de, French, uk dam", "lang:de,French,uk dam"),
            ("lang:de, dam", "lang:de dam"),
            ("lang:de, it", "lang:de it"),
        ] {
            assert_eq!(read_back(text).0, understood, "{text}");
        }
        assert_eq!(read_back("lang:de, it").1, "it was read as a word; for the language write lang:de,it");
    }

    #[test]
    fn capitals_with_spaces_are_a_phrase_in_a_field() {
        for (text, understood) in [
            ("allintitle:U S Senate", "title:(\"U S\" Senate)"),
            ("allintitle:U S", "title:\"U S\""),
            ("said:(U site:cnn S dam)", "said:(\"U S\" dam)"),
            ("NEAR(U S date:2016)", "\"U S\" date:2016"),
        ] {
            assert_eq!(read_back(text).0, understood, "{text}");
        }
    }

    #[test]
    fn fields_of_other_programs_are_read_and_noted() {
        for (text, understood, note) in [
            ("source:cnn dam", "site:cnn dam", "source: was read as site:"),
            ("Publisher:\"Coast Courier\"", "site:\"Coast Courier\"", "Publisher: was read as site:"),
            ("domain:\"::1\"", "site:[::1]", "domain: was read as site:"),
            ("url:https://[2001:DB8::5]/ x", "site:[2001:db8::5] x", "url: was read as site:"),
            ("domain:cnn.com,npr.org", "site:(cnn.com OR npr.org)", "domain: was read as site:"),
            ("intitle:dam crew", "title:dam crew", "intitle: was read as title:"),
            ("intitle:\"the dam\"", "title:\"the dam\"", "intitle: was read as title:"),
            (
                "allintitle:dam \"a crew\" site:cnn",
                "title:(dam \"a crew\") site:cnn",
                "for all words that follow",
            ),
            ("by:\"Ann Lee\"", "author:\"Ann Lee\"", "by: was read as author:"),
            ("inurl:dam", "path:dam", "inurl: was read as path:, the path of the file"),
            ("language:german", "lang:german", "language: was read as lang:"),
            ("intext:dam", "dam", "intext: was ignored"),
            ("year:2016 dam", "date:2016 dam", "year: was read as date:2016"),
            ("since:2016-10 dam", "date:2016-10.. dam", "since: was read as date:2016-10.."),
            ("until:\"oct 2016\"", "date:..2016-10", "until: was read as date:..2016-10"),
            ("from:2016 to:2017", "date:2016.. date:..2017", "to: was read as date:..2017"),
            ("published:>2016 dam", "after:2016 dam", "published: was read as after:2016"),
            ("year:..2016", "date:..2016", "year: was read as date:..2016"),
            ("domain:10.0.0.1", "site:10.0.0.1", "domain: was read as site:"),
            ("from:kursk", "from:kursk", "from: is not a field"),
            ("year:soon", "year:soon", "is not a day, month or year"),
            ("host:8080", "host:8080", "host: is not a field"),
            ("Source: Reuters", "Source Reuters", ""),
            ("By: Ann Lee", "By Ann Lee", ""),
            ("Published: 2016", "Published 2016", ""),
            ("added: dam", "added dam", "added: has nothing after it and was read as a word"),
        ] {
            let (actual, notes) = read_back(text);
            assert_eq!(actual, understood, "{text}");
            assert!(notes.contains(note) && notes.is_empty() == note.is_empty(), "{text}: {notes}");
        }
    }

    #[test]
    fn ranges_of_dates_need_no_quotes() {
        for (text, understood) in [
            ("date:\"oct 2016\"..\"dec 2016\" dam", "date:2016-10..2016-12 dam"),
            ("date:oct 2016..dec 2016 dam", "date:2016-10..2016-12 dam"),
            ("date:18 oct 2016..20 dec 2016 dam", "date:2016-10-18..2016-12-20 dam"),
            ("date:2016 .. 2017 dam", "date:2016..2017 dam"),
            ("date:2016.. 2017 dam", "date:2016.. 2017 dam"),
            ("date:2016 2017", "date:2016 2017"),
            ("date:'oct 2016'..2017", "date:2016-10..2017"),
            ("date:..\"dec 2016\"", "date:..2016-12"),
            ("date:>2016 dam", "after:2016 dam"),
            ("date:>=2016 dam", "date:2016.. dam"),
            ("date:last week dam", "date:last-week dam"),
            ("date:20161008", "date:2016-10-08"),
        ] {
            assert_eq!(read_back(text).0, understood, "{text}");
        }
        assert!(read_back("added:last-week").1.contains("from Monday to Sunday"));
        let note = "the month was read as November; where it is October (language hr), write 2016-10";
        assert_eq!(read_back("date:\"listopad 2016\" dam").1, note);
        assert_eq!(read_back("date:17. listopada 2016 dam").1, note);
        assert_eq!(read_back("date:\"mai 2016\"").1, "");
    }
}
