//! Spells Chinese words in the other characters: simplified ones in traditional, and the other way round.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Lines of a traditional and a simplified character. `data/analysis/han/LICENSE.txt` names the source.
const PAIRS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/analysis/han/variants.txt"));

/// The usual traditional form of each simplified character, and the simplified form of each traditional one.
static FORMS: LazyLock<[FxHashMap<char, char>; 2]> = LazyLock::new(|| {
    let (mut traditional, mut simplified) = (FxHashMap::default(), FxHashMap::default());
    for line in PAIRS.lines() {
        let mut pair = line.chars();
        if let (Some(from), Some(to)) = (pair.next(), pair.next()) {
            traditional.entry(to).or_insert(from);
            simplified.insert(from, to);
        }
    }
    [traditional, simplified]
});

/// Returns a word with Chinese characters as it is spelled in the others: simplified, and traditional.
pub(crate) fn han_spellings(word: &str) -> Vec<String> {
    if !word.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}')) {
        return Vec::new();
    }
    let [traditional, simplified] = &*FORMS;
    let mut spellings: Vec<String> = Vec::new();
    for forms in [simplified, traditional] {
        let spelling: String = word.chars().map(|c| forms.get(&c).copied().unwrap_or(c)).collect();
        if spelling != word && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::han_variants::*;

    #[test]
    fn names_are_spelled_in_the_other_characters() {
        for (word, expected) in
            [("习近平", "習近平"), ("習近平", "习近平"), ("台灣", "台湾"), ("國會", "国会")]
        {
            assert!(han_spellings(word).iter().any(|spelling| spelling == expected), "{word}");
        }
        assert_eq!(han_spellings("大山"), [] as [&str; 0]);
        assert_eq!(han_spellings("Putin"), [] as [&str; 0]);
    }
}
