//! Names that searches and lists have, so that one name never stands for two things.

use std::collections::HashSet;

use crate::saved::definitions::{MAX_NAME, SavedSearch};

/// Names of saved searches and of lists, which no other search of a list may have.
#[derive(Debug)]
pub struct TakenNames<'s> {
    list: &'s str,
    names: HashSet<String>,
    /// Names of the searches of the list, in lower case.
    in_list: HashSet<String>,
}

/// Name of the search for a name of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChosenName {
    /// The list has a search for it.
    InList,
    /// The name, or the name with that of the list.
    Free(String),
    /// Both are those of other searches, or too long.
    Taken,
}

impl<'s> TakenNames<'s> {
    /// Collects the names of `searches`, to which the list named `list` is added.
    pub fn new(searches: &[SavedSearch], list: &'s str) -> Self {
        let mut names = HashSet::from([list.to_owned()]);
        let mut in_list = HashSet::new();
        for search in searches {
            names.insert(search.name.clone());
            names.extend(search.list.clone());
            if search.list.as_deref() == Some(list) {
                in_list.insert(search.name.to_lowercase());
            }
        }
        TakenNames { list, names, in_list }
    }

    /// Chooses the name of the search for `name`. A list has it whatever its case.
    pub fn choose(&mut self, name: &str) -> ChosenName {
        let with_list = format!("{name} ({})", self.list);
        if [name, with_list.as_str()].iter().any(|name| self.in_list.contains(&name.to_lowercase())) {
            return ChosenName::InList;
        }
        let is_free = |name: &&str| !self.names.contains(*name) && name.chars().count() <= MAX_NAME;
        let Some(free) = [name, with_list.as_str()].into_iter().find(is_free) else {
            return ChosenName::Taken;
        };
        self.names.insert(free.to_owned());
        ChosenName::Free(free.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::saved::names::taken_names::*;
    use crate::saved::saved_query::SavedQuery;

    #[test]
    fn a_name_of_another_search_gets_that_of_the_list() {
        let search = |name: &str, list: Option<&str>| {
            let mut search = SavedSearch::new(name, "/index", SavedQuery::new("x"));
            search.list = list.map(str::to_owned);
            search
        };
        let searches = [
            search("Olga Tern", Some("suspects")),
            search("Paul Heron", None),
            search("Paul Heron (donors)", None),
            search("Iris Gull (donors)", Some("donors")),
            search("Max Rail", Some("donors")),
        ];
        let mut taken = TakenNames::new(&searches, "donors");
        let free = |name: &str| ChosenName::Free(name.to_owned());
        for (name, expected) in [
            ("Olga Tern", free("Olga Tern (donors)")),
            ("Paul Heron", ChosenName::Taken),
            ("Iris Gull", ChosenName::InList),
            ("MAX RAIL", ChosenName::InList),
            ("Ada Finch", free("Ada Finch")),
            ("suspects", free("suspects (donors)")),
            ("donors", free("donors (donors)")),
        ] {
            assert_eq!(taken.choose(name), expected, "{name}");
        }
        assert_eq!(TakenNames::new(&searches, &"x".repeat(200)).choose("Max Rail"), ChosenName::Taken);
    }
}
