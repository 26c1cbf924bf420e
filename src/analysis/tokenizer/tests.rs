use crate::analysis::tokenizer::*;
use proptest::prelude::*;

fn normalized(text: &str) -> Vec<String> {
    tokenize(text).map(|word| word.text).collect()
}

/// Returns the tokens, those at the position of the one before with a plus sign.
pub(super) fn tokens_with_positions(text: &str) -> String {
    let mut last = None;
    let mut shown = Vec::new();
    for token in tokenize(text) {
        let sign = if last == Some(token.position) { "+" } else { "" };
        last = Some(token.position);
        shown.push(format!("{sign}{}", token.text));
    }
    shown.join(" ")
}

#[test]
fn ascii_words_are_lowercased_and_cut_at_everything_else() {
    let words = ["the", "un", "sent", "5000", "5", "000", "f", "16s"];
    assert_eq!(normalized("The un sent $5,000 (F-16s)!"), words);
}

#[test]
fn every_apostrophe_inside_a_word_is_removed() {
    for text in ["don't", "don’t", "don‘t", "donʼt", "don`t", "don´t", "don＇t"] {
        assert_eq!(normalized(text), ["dont"], "{text}");
    }
    assert_eq!(normalized("'tis the soldiers' ‘war’"), ["tis", "the", "soldiers", "war"]);
}

#[test]
fn elided_words_are_tokens() {
    assert_eq!(
        normalized("l'Ukraine L’État qu’à d`être"),
        ["l", "ukraine", "l", "etat", "qu", "a", "d", "etre"]
    );
    assert_eq!(normalized("L’e\u{301}tat l’\u{200b}œuvre"), ["l", "etat", "l", "oeuvre"]);
    assert_eq!(normalized("dell'Unione, l’11 settembre"), ["dell", "unione", "l", "11", "settembre"]);
    for text in "aujourd’hui I’ll it's O’Hara t’ai rock’n’roll d’Souza prud’homme".split(' ')
    {
        assert_eq!(normalized(text).len(), 1, "{text}");
    }
}

#[test]
fn unicode_forms_are_equal() {
    assert_eq!(normalized("café"), normalized("cafe\u{301}"));
    assert_eq!(normalized("ﬁne Ｆull ①"), ["fine", "full", "1"]);
    assert_eq!(
        normalized("Straße Ørsted Łódź İstanbul ΣΊΣΥΦΟΣ"),
        ["strasse", "orsted", "lodz", "istanbul", "σισυφοσ"]
    );
    assert_eq!(normalized("한국"), normalized("한국".nfd().collect::<String>().as_str()));
}

#[test]
fn cyrillic_letters_keep_their_marks_but_not_the_stress() {
    assert_eq!(normalized("Київ"), ["київ"]);
    assert_eq!(normalized("й"), normalized("и\u{306}"));
    assert_ne!(normalized("й"), normalized("и"));
    assert_eq!(normalized("Москва\u{301}"), ["москва"]);
}

#[test]
fn spellings_of_cyrillic_words_are_equal() {
    assert_eq!(normalized("самолёт Ёлка е\u{308}ж ґрунт Ґанок"), ["самолет", "елка", "еж", "грунт", "ганок"]);
    assert_eq!(normalized("всѐ"), ["все"]);
    assert_ne!(normalized("їжак"), normalized("іжак"));
}

#[test]
fn version_7_reads_as_before() {
    for (text, expected) in [
        ("самолёт ґрунт сѐло", "самолёт ґрунт сѐло"),
        ("سؤال رئيس الأمن", "سؤال رئيس الامن"),
        ("Х-101 Киiв", "х 101 киiв"),
        ("12 500 1.234,5 12'500", "12 500 1 234 5 12500"),
        ("schön Peña Irmağı", "schon pena irmagi"),
    ] {
        let tokens: Vec<_> = tokenize_with(AnalyzerVersion::V7, text).collect();
        let words: Vec<_> = tokens.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words.join(" "), expected, "{text}");
        assert!(tokens.iter().map(|word| word.position).eq(0..tokens.len() as u32), "{text}");
    }
}

#[test]
fn invisible_characters_do_not_cut() {
    assert_eq!(
        normalized("sol\u{ad}diers Ky\u{200b}iv \u{feff}x don\u{200d}’t"),
        ["soldiers", "kyiv", "x", "dont"]
    );
}

#[test]
fn symbols_of_words_and_numbers_stand_alone() {
    let all: Vec<_> = tokenize("a½b").collect();
    assert_eq!(all.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["a", "1", "2", "b"]);
    assert_eq!((all[1].span.clone(), all[2].span.clone()), (1..3, 1..3));
    assert_eq!(
        normalized("№7 3½ ①first iPhone™ 5㎏"),
        ["no", "7", "3", "1", "2", "1", "first", "iphone", "5kg"]
    );
}

#[test]
fn letters_of_either_keyboard_are_equal() {
    assert_eq!(normalized("کتاب ملی الذی"), normalized("كتاب ملي الذي"));
    assert_eq!(normalized("الذى على"), normalized("الذي علي"));
    assert_eq!(normalized("تازهٔ تازۀ تازه‌ی"), ["تازه"; 3]);
    assert_eq!(normalized("خانه‌ای"), ["خانه", "اي"]);
    assert_eq!(normalized("۱۴۰۳ ١٤٠٣"), ["1403"; 2]);
    assert_eq!(normalized("العــــراق"), normalized("العراق"));
    assert_eq!(normalized("دائرۃ ادارۂ ادارہٴ ادارہ"), normalized("دائرة اداره اداره اداره"));
}

#[test]
fn spellings_of_hindi_are_equal() {
    assert_eq!(normalized("बाज़ार बाज\u{93c}ार क़लम"), ["बाजार", "बाजार", "कलम"]);
    assert_eq!(normalized("हिन्दी"), normalized("हिंदी"));
    assert_eq!(normalized("जाएँगे"), normalized("जाएंगे"));
    assert_ne!(normalized("ড়"), normalized("ড"), "a letter of Bengali, not a spelling");
}

#[test]
fn possessives_have_a_base() {
    let bases = |text: &str| tokenize(text).map(|word| word.base().to_owned()).collect::<Vec<_>>();
    assert_eq!(
        bases("Russia's Kyiv’s café’s it's gas don't"),
        ["russia", "kyiv", "cafe", "it", "gas", "dont"]
    );
}

#[test]
fn long_words_are_cut_not_lost() {
    let long = "a".repeat(MAX_WORD_BYTES * 3);
    assert_eq!(normalized(&long), normalized(&long[..MAX_WORD_BYTES]));
    assert_eq!(normalized(&"й".repeat(MAX_WORD_BYTES)).len(), 1);
    assert_eq!(normalized("человеконенавистничество").len(), 1);
}

#[test]
fn digits_of_every_script_are_equal() {
    assert_eq!(normalized("२०२४ ২০২৪ ２０২4 ๒๐๒๔"), ["2024"; 4]);
}

#[test]
fn version_6_reads_as_before() {
    for (text, expected) in [
        ("The U.S. sent J. K. to us, US", "the u s sent j k to us us"),
        ("a½b №7 iPhone™ ①first", "a1 2b no7 iphonetm 1first"),
        ("pelicans³ left, Eastmere[4] voted, 5 m²", "pelicans3 left eastmere 4 voted 5 m2"),
        ("在10月15日讨论 发布iPhone手机", "在 10 月 15 日讨 讨论 发布 iphone 手机"),
        ("२०२४ ٢٠٢٤ ۱۴۰۳", "२०२४ 2024 1403"),
        ("کتاب ملی تازهٔ الذى", "کتاب ملی تازه\u{654} الذي"),
        ("हिन्दी ज़िला", "हिन्दी ज\u{93c}िला"),
        ("don’t l’Ukraine Straße", "dont l ukraine strasse"),
    ] {
        let tokens: Vec<_> = tokenize_with(AnalyzerVersion::V6, text).collect();
        let words: Vec<_> = tokens.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words.join(" "), expected, "{text}");
        assert!(tokens.iter().map(|word| word.position).eq(0..tokens.len() as u32), "{text}");
    }
}

#[test]
fn arabic_and_hebrew_are_read_without_their_vowel_signs() {
    assert_eq!(normalized("مُحَمَّد"), normalized("محمد"));
    assert_eq!(normalized("الأمن"), normalized("الامن"));
    assert_eq!(normalized("می‌خواهد"), normalized("می خواهد"));
    assert_eq!(normalized("مـحـمـد ٢٠٢٤"), ["محمد", "2024"]);
    assert_eq!(normalized("שָׁלוֹם"), normalized("שלום"));
    assert_eq!(normalized("צה\"ל צה״ל צה”ל \"צהל\""), ["צהל", "צהל", "צהל", "צהל"]);
    assert_eq!(normalized("”שלום” “עולם“"), ["שלום", "עולם"]);
    assert_ne!(normalized("سؤال"), normalized("سوال"));
    assert_eq!(normalized("٧\u{59b}"), ["7"], "folding is final");
}

proptest! {
    /// Every part of a text in a script without spaces is a phrase of bigrams.
    #[test]
    fn every_bigram_is_a_phrase_of_its_text(text in "[北京大学東ガナ]{2,12}", cut in 0usize..10) {
        let all: Vec<char> = text.chars().collect();
        let start = cut.min(all.len() - 2);
        let part: String = all[start..].iter().collect();
        let (whole, part) = (normalized(&text), normalized(&part));
        prop_assert!(whole.ends_with(&part));
    }

    #[test]
    fn spans_are_in_order_and_on_characters(text in "\\PC{0,60}") {
        let (mut last, mut position) = (0, None);
        for word in tokenize(&text) {
            prop_assert!(text.get(word.span.clone()).is_some());
            // Parts of a word stand at its position.
            prop_assert!(word.span.end >= last || position == Some(word.position));
            prop_assert!(!word.span.is_empty());
            prop_assert!(word.text.is_char_boundary(word.base_len));
            last = last.max(word.span.end);
            position = Some(word.position);
        }
    }

    /// Normalization is idempotent: a normalized word is one word, which has itself among its forms.
    #[test]
    fn normalization_is_idempotent(text in "(\\PC|[٧مשׁ\u{59b}\u{654}\u{301}京ガÉ²³½ह\u{94d}दनA.]){0,40}") {
        for word in tokenize(&text) {
            let again: Vec<_> = tokenize(&word.text).map(|word| (word.text, word.position)).collect();
            prop_assert!(again.contains(&(word.text, 0)));
            prop_assert!(again.iter().all(|(_, position)| *position == 0));
        }
    }

    /// A part of a text, cut between words or characters, is a phrase of the text.
    #[test]
    fn every_part_is_a_phrase(text in "([0-9a]{1,2}|[北京大学東ガナ]{1,3}){1,9}", start in 0usize..20, length in 1usize..20) {
        let ends = |c: &char, next: &char| !(c.is_ascii_alphanumeric() && next.is_ascii_alphanumeric());
        let all: Vec<char> = text.chars().collect();
        let (start, end) = (start.min(all.len()), (start + length).min(all.len()));
        let cut = |at: &usize| *at == 0 || *at >= all.len() || ends(&all[at - 1], &all[*at]);
        let start = (0..=start).rev().find(cut).unwrap_or(0);
        let end = (end.max(start)..=all.len()).find(cut).unwrap_or(all.len());
        let phrase: Vec<_> = normalized(&all[start..end].iter().collect::<String>());
        // A character alone is searched for by its bigrams.
        let whole = normalized(&text);
        prop_assert!(phrase.len() < 2 || whole.windows(phrase.len()).any(|part| part == phrase), "{:?} {:?}", whole, phrase);
    }

    /// Composed and decomposed text have the same tokens.
    #[test]
    fn normal_forms_agree(text in "[a-zA-ZÀ-ÿа-яіїйά-ώ '’-]{0,40}") {
        prop_assert_eq!(normalized(&text.nfd().collect::<String>()), normalized(&text.nfc().collect::<String>()));
    }

    /// The fast path and the general path agree.
    #[test]
    fn both_paths_agree(text in "([a-zA-Z0-9'’` .,“”—…é-]|[ -][dlDL]['’][aeyÉ1]){0,40}") {
        let long = format!("é{text}");
        let mut expected = normalized(&long);
        let short = normalized(&format!("e{text}"));
        if let Some(first) = expected.first_mut() { *first = first.clone(); }
        prop_assert_eq!(short, expected);
    }

    /// Words that begin with a wanted letter are the same whether others are skipped or read.
    #[test]
    fn skipped_words_change_no_others(text in "([a-cA-C0-9]{1,10}|[. ,:’'`é—\\[\\]京]|[1a]\\[2\\]|b\\.c\\.){0,30}", end in 0usize..60) {
        let wanted = |stream: &TokenStream<'_>| (stream.text().to_owned(), stream.base().to_owned(), stream.span(), stream.position());
        let is_wanted = |stream: &TokenStream<'_>| !stream.text().starts_with('a');
        let (mut read, mut skipping) = (Vec::new(), Vec::new());
        let mut stream = TokenStream::new(AnalyzerVersion::CURRENT, &text);
        while stream.advance() {
            if is_wanted(&stream) {
                read.push(wanted(&stream));
            }
        }
        let mut stream = TokenStream::new(AnalyzerVersion::CURRENT, &text);
        loop {
            stream.skip_words(end, |byte| byte != b'a');
            if !stream.advance() {
                break;
            }
            if is_wanted(&stream) {
                skipping.push(wanted(&stream));
            }
        }
        prop_assert_eq!(skipping, read);
    }
}
