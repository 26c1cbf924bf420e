//! Who *the senator* is: the one person whom the article calls a senator.

use memchr::memmem;

use crate::quote::lexicon::WordClass;
use crate::quote::names::{FullName, Names, SEARCHED_ROLES};
use crate::quote::steps::step;

/// Maximum length of what is between a name and the office set beside it, in bytes: *, a Democratic*.
const MAX_DISTANCE: usize = 60;
/// Maximum number of words of a name.
const MAX_WORDS: usize = 3;

impl Names<'_> {
    /// Returns the only person whom the article gives a title such as *senator*.
    pub(super) fn holder(&mut self, title: &str) -> Option<FullName> {
        if self.roles.len() >= SEARCHED_ROLES {
            return None;
        }
        if let Some(known) = self.roles.get(title) {
            return known.clone();
        }
        step();
        let mut found: Option<FullName> = None;
        let mut is_only = true;
        for form in self.lexicon.words.forms_of(title) {
            for name in self.holders(&form) {
                let name = self.of_words(&name);
                match &found {
                    None => found = Some(name),
                    Some(found) => is_only &= surname(&found.name) == surname(&name.name),
                }
            }
        }
        let only = found.filter(|_| is_only);
        self.roles.insert(title.to_owned(), only.clone());
        only
    }

    /// Returns the names behind a title, *Senator Jane Roe*, and those it is set beside, *Jane Roe, a
    /// senator*.
    fn holders(&self, title: &str) -> Vec<String> {
        let text = self.searched;
        let mut names = Vec::new();
        for start in memmem::find_iter(text.as_bytes(), title.as_bytes()).take(MAX_WORDS * 20) {
            let end = start + title.len();
            let (before, after) = (&text[..start], &text[end..]);
            if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
                continue;
            }
            if let Some(after) = after.strip_prefix(' ') {
                let name = self.capitals(after.split(' '));
                if !name.is_empty() {
                    names.push(name.join(" "));
                    continue;
                }
            }
            let mut from = start.saturating_sub(MAX_DISTANCE);
            while !text.is_char_boundary(from) {
                from += 1;
            }
            let Some(comma) = before[from..].rfind(", ").map(|comma| from + comma) else { continue };
            let beside = &text[comma + 2..start];
            let has_article = beside
                .split(' ')
                .next()
                .is_some_and(|word| self.lexicon.class(word).is(WordClass::DETERMINER));
            if has_article && !beside.contains(['.', '”', '"', '\n']) {
                let mut name = self.capitals(text[..comma].rsplit([' ', '\n']));
                name.reverse();
                if name.len() > 1 {
                    names.push(name.join(" "));
                }
            }
        }
        names
    }

    /// Returns the words of a name with which `words` begin.
    fn capitals<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
        let mut name = Vec::new();
        for word in words.take(MAX_WORDS) {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'');
            let class = self.lexicon.class(bare);
            let other = WordClass::TITLE
                | WordClass::DETERMINER
                | WordClass::PREPOSITION
                | WordClass::CONJUNCTION
                | WordClass::ORGANIZATION
                | WordClass::TIME
                | WordClass::PLACE;
            let is_possessive = bare.ends_with("’s") || bare.ends_with("'s");
            if !bare.starts_with(char::is_uppercase) || class.is(other) || is_possessive {
                break;
            }
            name.push(bare);
            if word.len() > bare.len() && !(word.ends_with('.') && bare.len() == 1) {
                break;
            }
        }
        name
    }
}

fn surname(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}
