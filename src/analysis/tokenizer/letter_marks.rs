//! Marks on letters of Latin script, which make other words: *schön* is not *schon*, *año* not *ano*.
//!
//! A word is folded, so that it is found without its marks. One with marks is a token with them, too: a
//! `=` and the word. In quotes and after `=` a typed word with marks finds that token only. As ä, ö and ü are
//! also written ae, oe and ue, a token whose marks are nothing but these is the word so written.
//!
//! Capitals are often written without marks. A word in capitals in a text of a language with marks is such a
//! token, in capitals.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::analysis::language::Language;
use crate::analysis::normalize::{CharClass, class, is_own_letter, push_folded};
use crate::analysis::tokenizer::{MAX_WORD_BYTES, TokenStream};
use crate::analysis::version::AnalyzerVersion;
use crate::text::floor_char_boundary;

/// Stands before a word with marks.
const MARKED: char = '=';

impl<'t> TokenStream<'t> {
    /// Creates a stream of the tokens of a text in `language`.
    pub(crate) fn in_language(analyzer: AnalyzerVersion, source: &'t str, language: Language) -> Self {
        let v8 = analyzer >= AnalyzerVersion::V8;
        TokenStream {
            turkish: match language.code() {
                "tr" | "az" if v8 => Some(true),
                "ro" if analyzer >= AnalyzerVersion::V9 => Some(false),
                _ => None,
            },
            omits_marks: v8 && language != Language::ENGLISH,
            ..TokenStream::new(analyzer, source)
        }
    }

    /// Adds the form with its marks to a word that has some.
    #[cold]
    pub(crate) fn add_marked(&mut self) {
        let typed = &self.source[self.span.clone()];
        let turkish = self.turkish.unwrap_or_else(|| typed.contains(['ş', 'Ş'])) || is_turkish(typed);
        self.marked = marked_form(typed, &self.word, turkish);
    }

    /// Adds the form of a word of ASCII letters in a text of another language than English: that of a word in
    /// capitals, and that of one with a dotless I in Turkish.
    pub(crate) fn add_capitals(&mut self) {
        let typed = &self.source[self.span.clone()];
        self.marked = capitals_form(typed, &self.word);
        if self.marked.is_none() && self.turkish == Some(true) && typed.contains('I') {
            self.add_marked();
        }
    }

    /// Returns whether the token is a form of the word before it that tells its marks.
    pub(crate) fn is_marked(&self) -> bool {
        self.text().starts_with(MARKED)
    }
}

/// Returns the form with its marks of a word, given as typed and folded, if it has some.
pub(crate) fn marked_form(typed: &str, folded: &str, turkish: bool) -> Option<String> {
    let marked = marked_word(typed, turkish);
    (marked != folded).then(|| marked_term(&marked))
}

/// Returns the form of a word of several ASCII capitals, given as typed and folded.
pub(crate) fn capitals_form(typed: &str, folded: &str) -> Option<String> {
    let is_capitals = typed.len() > 1 && typed.bytes().all(|byte| byte.is_ascii_uppercase());
    is_capitals.then(|| capitals_term(folded))
}

/// Returns the tokens of exact words of a query in order, one for each position; for a word with marks,
/// [`MARKED`] and the word with its marks, once for each way to read it.
pub(crate) fn exact_query_tokens(analyzer: AnalyzerVersion, text: &str) -> Vec<String> {
    let mut words = TokenStream::new(analyzer, text);
    let mut tokens: Vec<String> = Vec::new();
    let mut next = 0;
    while words.advance() {
        if words.position() < next {
            continue;
        }
        next = words.position() + 1;
        let mut token = words.text().to_owned();
        if words.marked.is_some() {
            let typed = &text[words.span()];
            let (marked, turkish) = (marked_word(typed, is_turkish(typed)), marked_word(typed, true));
            token = format!("{MARKED}{marked}");
            // In a Turkish text a capital I is dotless, and Romanian has ş, too.
            if turkish != marked {
                token.extend([MARKED.to_string(), turkish]);
            }
        }
        tokens.push(token);
    }
    tokens
}

/// Returns the terms of the index that an exact word of a query stands for.
pub(crate) fn exact_terms(word: &str) -> Vec<String> {
    if !word.starts_with(MARKED) {
        return vec![word.to_owned()];
    }
    let readings = word.split(MARKED).filter(|marked| !marked.is_empty());
    let mut terms: Vec<String> =
        readings.flat_map(|marked| [marked_term(marked), capitals_term(&folded(marked))]).collect();
    let other_cedillas = terms.iter().filter_map(|term| with_other_cedillas(term)).collect::<Vec<_>>();
    terms.extend(other_cedillas);
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Returns an exact word of a query as its letters are.
pub(crate) fn without_marker(word: &str) -> &str {
    word.split(MARKED).find(|reading| !reading.is_empty()).unwrap_or(word)
}

/// Returns an exact word of a query so that it is read as the same one again: with a capital I where its
/// readings differ.
pub(crate) fn as_typed(word: &str) -> Cow<'_, str> {
    let Some(readings) = word.strip_prefix(MARKED) else { return Cow::Borrowed(word) };
    let Some((marked, turkish)) = readings.split_once(MARKED) else { return Cow::Borrowed(readings) };
    let typed = |(letter, turkish)| if letter == turkish { letter } else { 'I' };
    Cow::Owned(marked.chars().zip(turkish.chars()).map(typed).collect())
}

/// Returns whether a term of the index is the form of a word that tells its marks.
pub(crate) fn is_marked_term(term: &[u8]) -> bool {
    term.first() == Some(&(MARKED as u8))
}

/// Returns whether a word has a letter of Turkish that few other languages have.
fn is_turkish(word: &str) -> bool {
    word.contains(['ğ', 'Ğ', 'ı', 'İ'])
}

/// Returns the word in lower case, with its marks.
fn marked_word(word: &str, turkish: bool) -> String {
    let mut marked = precomposed_word(word, turkish).unwrap_or_else(|| recomposed_word(word, turkish));
    marked.truncate(floor_char_boundary(&marked, MAX_WORD_BYTES / 2));
    marked
}

/// Returns the word in lower case, with its marks, if all its letters are of ASCII or of those that stay as
/// they are when they are decomposed and composed again.
fn precomposed_word(word: &str, turkish: bool) -> Option<String> {
    let mut lower = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'I' if turkish => lower.push('ı'),
            '\0'..='\x7f' if c.is_ascii_alphanumeric() => lower.push(c.to_ascii_lowercase()),
            '\0'..='\x7f' | '’' => {}
            'İ' => lower.push('i'),
            '×' | '÷' | 'ß' | 'Æ' | 'æ' | 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'Œ' | 'œ' => return None,
            'À'..='ž' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ș'..='ț' | 'Ə' | 'ə' | 'Ạ'..='ỹ' => {
                lower.extend(c.to_lowercase());
            }
            _ => return None,
        }
    }
    Some(lower)
}

/// Returns the word in lower case, with its marks: the general path.
fn recomposed_word(word: &str, turkish: bool) -> String {
    let mut marked = String::with_capacity(word.len());
    let mut push = |part: char| match class(part) {
        CharClass::Letter if part == 'I' && turkish => marked.push('ı'),
        CharClass::Letter if is_own_letter(part) => marked.extend(part.to_lowercase()),
        CharClass::Letter => push_folded(&mut marked, part),
        // An I with a mark above is no dotless one.
        CharClass::Mark if marked.ends_with('ı') => {
            marked.pop();
            marked.push('i');
            marked.extend((part != '\u{307}').then_some(part));
        }
        CharClass::Mark if part == '\u{307}' && marked.ends_with('i') => {}
        CharClass::Mark => marked.push(part),
        _ => {}
    };
    word.chars().for_each(|c| match class(c) {
        CharClass::Apostrophe | CharClass::Invisible => {}
        _ => decompose_compatible(c, &mut push),
    });
    marked.nfc().collect()
}

/// Returns the token of a word with marks.
pub(crate) fn marked_term(marked: &str) -> String {
    let mut term = String::with_capacity(marked.len() + 2);
    for c in marked.chars() {
        match c {
            'ä' => term.push_str("ae"),
            'ö' => term.push_str("oe"),
            'ü' => term.push_str("ue"),
            c => term.push(c),
        }
    }
    if !term.is_ascii() {
        term.insert(0, MARKED);
    }
    term
}

/// Returns the token of a word in capitals without marks.
fn capitals_term(folded: &str) -> String {
    format!("{MARKED}{}", folded.to_ascii_uppercase())
}

/// Returns a term with commas below its letters for cedillas, or the other way round: Romanian is typed with
/// either.
fn with_other_cedillas(term: &str) -> Option<String> {
    let other = |c: char| match c {
        'ş' => 'ș',
        'ș' => 'ş',
        'ţ' => 'ț',
        'ț' => 'ţ',
        c => c,
    };
    term.contains(['ş', 'ș', 'ţ', 'ț']).then(|| term.chars().map(other).collect())
}

/// Returns a word without its marks.
fn folded(marked: &str) -> String {
    let mut folded = String::with_capacity(marked.len());
    marked.nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| push_folded(&mut folded, c));
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::analysis::tokenizer::letter_marks::*;

    fn tokens(code: &str, text: &str) -> Vec<String> {
        let language = Language::named(code).unwrap_or_default();
        let mut words = TokenStream::in_language(AnalyzerVersion::CURRENT, text, language);
        std::iter::from_fn(|| words.advance().then(|| words.text().to_owned())).collect()
    }

    /// Returns whether the exact `word` of a query matches a text of one word.
    fn finds(word: &str, code: &str, text: &str) -> bool {
        let typed = exact_query_tokens(AnalyzerVersion::CURRENT, word);
        let tokens = tokens(code, text);
        typed.len() == 1 && exact_terms(&typed[0]).iter().any(|term| tokens.contains(term))
    }

    #[test]
    fn marks_count_where_they_are_typed() {
        for (word, code, found, other) in [
            ("schön", "de", "schön", "schon"),
            ("Schön", "de", "SCHÖN", "schon"),
            ("würde", "de", "wuerde", "wurde"),
            ("Würde", "de", "WURDE", "wurde"),
            ("Peña", "es", "Pen\u{303}a", "pena"),
            ("año", "es", "ANO", "ano"),
            ("öldü", "tr", "Öldü", "oldu"),
            ("Łódź", "pl", "łódź", "lodz"),
            ("naïve", "en", "Naïve", "naive"),
            ("ılık", "tr", "Ilık", "ilik"),
            ("ısı", "tr", "ISI", "isi"),
            ("Isparta", "tr", "Isparta", "Esparta"),
            ("ısparta", "tr", "Isparta", "İsparta"),
            ("Işık", "en", "ışık", "isik"),
            ("İstanbul", "tr", "istanbul", "ıstanbil"),
            ("Iaşi", "ro", "Iași", "Iasi"),
            ("iași", "ro", "Iaşi", "Iasi"),
            ("Iğdır", "ro", "IĞDIR", "igdir"),
            ("știință", "ro", "ştiinţă", "stiinta"),
        ] {
            assert!(finds(word, code, found), "{word}: {found}");
            assert!(!finds(word, code, other), "{word}: {other}");
        }
        assert!(finds("schon", "de", "schön") && finds("Mueller", "de", "Müller"));
    }

    #[test]
    fn spellings_are_no_marks() {
        for text in ["Straße", "œuvre", "ΣΊΣΥΦΟΣ", "Москва\u{301}", "İstanbul", "ﬁne"] {
            assert_eq!(tokens("und", text).len(), 1, "{text}");
        }
        assert_eq!(tokens("en", "NATO met"), ["nato", "met"]);
        assert_eq!(tokens("es", "NATO met"), ["nato", "=NATO", "met"]);
    }

    #[test]
    fn precomposed_letters_are_those_that_are_composed_again() {
        for (c, turkish) in ('\0'..=char::MAX).flat_map(|c| [(c, false), (c, true)]) {
            for word in [c.to_string(), format!("I{c}i")] {
                if let Some(lower) = precomposed_word(&word, turkish) {
                    assert_eq!(lower, recomposed_word(&word, turkish), "{word} {turkish}");
                }
            }
        }
        for word in ["Łódź", "ĞIÜŞ’İÇ", "Đặng", "fiancé", "O'Ñ-1"] {
            assert!(precomposed_word(word, true).is_some(), "{word}");
        }
    }

    proptest! {
        #[test]
        fn a_precomposed_word_is_read_as_any(word in "[a-zA-Z0-9.'’À-ž-]{0,9}|[a-zIÀ-ÅÇ-ÖØ-Þà-åç-öø-ıĳ-ľŁ-ňŋ-őŔ-žƠơƯưȘ-țƏəẠ-ỹ]{1,20}|[iIıİşŞğĞÌìĮ'’]{1,9}", turkish: bool) {
            if let Some(lower) = precomposed_word(&word, turkish) {
                prop_assert_eq!(lower, recomposed_word(&word, turkish));
            }
        }

        /// Any word, copied, is found in its text.
        #[test]
        fn a_copied_word_is_found(
            words in proptest::collection::vec("[a-zA-ZäöüßñéÉÇçşŞıİIłøæа-яёґЁХСі0-9]{1,9}|[0-9]{1,3}|\\pL{1,6}|[ةهيیىکكءأؤئ]{1,5}|[क-हािं्ँ]{2,6}", 1..6),
            separator in " |, |-|\u{a0}",
            code in "de|tr|es|en|ru|und"
        ) {
            let text = words.join(&separator);
            let language = Language::named(&code).unwrap_or_default();
            let mut stream = TokenStream::in_language(AnalyzerVersion::CURRENT, &text, language);
            let mut tokens = Vec::new();
            while stream.advance() {
                tokens.push(stream.text().to_owned());
            }
            for word in text.split(['-', ',', '.', ' ', '\u{a0}']) {
                for token in exact_query_tokens(AnalyzerVersion::CURRENT, word) {
                    // A letter of a script without spaces is looked up in bigrams.
                    let unspaced = crate::analysis::is_unspaced_letter(&token);
                    let found = exact_terms(&token).iter().any(|term| tokens.contains(term));
                    prop_assert!(found || unspaced, "{word}: {token:?} in {tokens:?}");
                }
            }
        }
    }
}
