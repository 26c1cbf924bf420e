//! Sets of languages.

use crate::analysis::language::Language;

/// A set of languages, as a bit for the ordinal of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) struct LanguageSet(u128);

/// Languages whose stems a word of a query does not join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Unjoined {
    /// The languages.
    pub(crate) languages: LanguageSet,
    /// Those of them in which some articles have the word as it is typed.
    pub(crate) as_typed: LanguageSet,
    /// Those of them that do not use all of its letters.
    pub(crate) other_letters: LanguageSet,
    /// Those of them in which it is a name, of which only the forms of the name are found.
    pub(crate) as_name: LanguageSet,
}

impl Unjoined {
    /// No word of any language, which is found as it is typed in all.
    pub(crate) const WRITTEN: Unjoined = Unjoined {
        languages: LanguageSet::ALL,
        as_typed: LanguageSet::ALL,
        other_letters: LanguageSet(0),
        as_name: LanguageSet(0),
    };

    /// Returns these languages and `language`, in which the word is a name.
    pub(crate) fn with_name_in(mut self, language: Language) -> Self {
        for languages in [&mut self.languages, &mut self.as_typed, &mut self.as_name] {
            languages.insert(language);
        }
        self
    }

    /// Returns `word`, if it is found as it is typed in a language that it does not join.
    pub(crate) fn typed_form(self, word: &str) -> Option<String> {
        (!self.as_typed.is_empty()).then(|| word.to_owned())
    }
}

impl LanguageSet {
    /// Every language.
    pub(crate) const ALL: LanguageSet = LanguageSet(u128::MAX);

    /// Returns whether the set has the language with this [`Language::ordinal`].
    #[inline]
    pub(crate) fn has_ordinal(self, ordinal: u8) -> bool {
        self.0.checked_shr(u32::from(ordinal)).is_some_and(|bits| bits & 1 == 1)
    }

    /// Returns whether the set is empty.
    pub(crate) fn is_empty(self) -> bool {
        self == LanguageSet::default()
    }

    /// Returns whether the set has `language`.
    #[cfg(test)]
    pub(crate) fn contains(self, language: Language) -> bool {
        self.has_ordinal(language.ordinal())
    }

    /// Adds `language`.
    pub(crate) fn insert(&mut self, language: Language) {
        self.0 |= 1u128.checked_shl(u32::from(language.ordinal())).unwrap_or_default();
    }

    /// Returns whether the set has all languages of `other`.
    pub(crate) fn includes(self, other: LanguageSet) -> bool {
        self.union(other) == self
    }

    /// Returns whether a language is in both sets.
    pub(crate) fn intersects(self, other: LanguageSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the languages of the set but `language`.
    pub(crate) fn without(self, language: Language) -> LanguageSet {
        LanguageSet(self.0 & !LanguageSet::from_iter([language]).0)
    }

    /// Returns the languages that are in one of the two sets.
    pub(crate) fn union(self, other: LanguageSet) -> LanguageSet {
        LanguageSet(self.0 | other.0)
    }
}

impl FromIterator<Language> for LanguageSet {
    fn from_iter<T: IntoIterator<Item = Language>>(languages: T) -> Self {
        let mut set = LanguageSet::default();
        languages.into_iter().for_each(|language| set.insert(language));
        set
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::language_set::*;

    #[test]
    fn a_set_has_what_was_inserted() {
        assert!(Language::all().count() <= 128, "a set is 128 bits");
        for language in Language::all() {
            let set = LanguageSet::from_iter([language]);
            assert!(Language::all().all(|other| set.contains(other) == (other == language)), "{language}");
            assert!(LanguageSet::ALL.contains(language) && set.union(LanguageSet::ALL) == LanguageSet::ALL);
        }
        assert!(!LanguageSet::ALL.has_ordinal(200));
    }
}
