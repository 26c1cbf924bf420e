use crate::text::sentences::*;
use proptest::prelude::*;

fn around<'t>(text: &'t str, word: &str) -> &'t str {
    let start = text.find(word).unwrap_or(0);
    &text[sentence_around(text, 0..text.len(), start..start + word.len(), SentenceRules::of(""))]
}

/// Returns the sentences of `text` in a language, joined by bars.
fn split(code: &str, text: &str) -> String {
    let rules = SentenceRules::of(code);
    let mut starts = sentence_starts(text, 0..text.len(), rules);
    starts.push(text.len());
    let sentence = |pair: &[usize]| {
        let range = pair[0]..pair[1];
        let middle = floor_char_boundary(text, (pair[0] + pair[1]) / 2);
        let around = sentence_around(text, 0..text.len(), middle..middle, rules);
        assert_eq!(&text[around], text[range.clone()].trim_end(), "{text}");
        text[range].trim_end().to_owned()
    };
    starts.windows(2).map(sentence).collect::<Vec<_>>().join("|")
}

#[test]
fn full_stops_end_sentences() {
    let text = "One here. Two there! “Is it three?” Four asked. 5 came.";
    assert_eq!(around(text, "Two"), "Two there!");
    assert_eq!(around(text, "three"), "“Is it three?”");
    assert_eq!(around(text, "Four"), "Four asked.");
    assert_eq!(around(text, "came"), "5 came.");
}

#[test]
fn abbreviations_initials_and_decimals_do_not() {
    for text in [
        "On Oct. 18 Gen. Patrick J. Ryder of the U.S. Department said 2.5 million vs. Mr. Kim rose.",
        "“Is it so?” he asked, and “No!” they cried.",
        "He waited... and waited… then left.",
    ] {
        assert_eq!(around(text, "he"), text);
        assert_eq!(around(text, text.split_whitespace().last().unwrap_or_default()), text);
    }
}

#[test]
fn max_abbreviation_bytes_is_the_longest() {
    let mut known = BEFORE_NAMES.iter().chain(&BEFORE_NUMBERS);
    assert!(known.all(|word| word.len() <= MAX_ABBREVIATION_BYTES));
}

#[test]
fn a_quote_belongs_to_its_sentence() {
    let text = "It ended. “We will fight.” He left.";
    assert_eq!(around(text, "fight"), "“We will fight.”");
}

#[test]
fn the_mark_of_a_note_belongs_to_its_sentence() {
    for text in ["It ended.³ He left.", "It ended.[4][12] He left.", "It “ended.”[note 2] He left."] {
        assert_eq!(around(text, "left"), "He left.", "{text}");
    }
    for (code, text) in [
        ("ur", "پل بند ہے۔[4]|کیا بازار کھلا ہے؟³|شام ہوئی۔"),
        ("hy", "Կամուրջը փակ է։[4][12]|Շուկան բաց է։"),
        ("bo", "ཟམ་པ་སྒོ་བརྒྱབ་འདུག།[4]|ཁྲོམ་ར་འདུག"),
        ("el", "Πού πήγε;[4]|Έφυγε χθες.[5]|Ήρθε;"),
    ] {
        assert_eq!(split(code, &text.replace('|', " ")), text, "{text}");
    }
    for text in ["It has 5 m² He left.", "It ended [sic] He left."] {
        assert_eq!(around(text, "left"), text, "{text}");
    }
}

#[test]
fn scripts_without_spaces() {
    assert_eq!(around("朝鲜派兵。俄罗斯否认！韩国回应。", "否认"), "俄罗斯否认！");
}

#[test]
fn abbreviations_and_ordinals_of_languages() {
    for (code, text) in [
        (
            "de",
            "Am 7. November lud Papst Johannes XXIII. Gäste ein.|Es kamen ca. 30 Mio. Menschen bzw. Besucher.",
        ),
        ("de", "Das Dorf war leer, im Jahr 2020.|Der Fluss stieg."),
        ("de", "Am 3. Okt. 2020 kam Dr. rer. nat. Huber.|Es war im Okt.|Der Fluss stieg."),
        ("sv", "Bron är stängd, dvs. Norrgatan också.|Sedan kom Berg."),
        ("uk", "Міст, т.зв. Зелений, закрив підп. Коваль.|Він пішов."),
        ("ru", "Мост на ул. Садовой у завода им. Кирова закрыт.|Строил его инженер (род. 1931 г.) с братом."),
        ("uk", "Пожежа на вул. Зеленій та просп. Миру.|Там був гр. Коваль."),
        ("pl", "Kościół św. Anny przy ul. Długiej zamknięto.|Mówił o tym dr hab. Nowak."),
        ("cs", "Dne 5. Pluku velel gen. Novák.|Žil na nám. Míru."),
        ("hu", "A híd 2013. Június óta zárva.|Dr. Kovács szólt."),
        ("tr", "Açılışa Doç. Dr. Kaya ile Prof. Demir geldi.|Sonra 2. Ordu gitti."),
        ("el", "Πού πήγε ο δρ. Παπάς;|Έφυγε χθες."),
        ("es", "Viajó a EE. UU. Luego habló la Sra. Ruiz.|Nadie más fue."),
        ("vi", "Ông sống ở TP. Huế.|Ông là GS. Lê."),
        ("hi", "डॉ. शर्मा आए।|वे गए॥|बैठक हुई।"),
        ("en", "The museum opened in 1920.|It was on the 3.|October came"),
        ("und", "Чи це так; Так"),
        ("ja", "「橋を閉じる。」と市長は述べた。|「なぜ？」、と聞いた！？|駅は開く。"),
        ("zh", "他说：“桥关了。”|大家走了（真的。）|完了。"),
        ("hy", "Կամուրջը փակ է։|Նա գնաց։"),
    ] {
        let spaced = matches!(code, "ja" | "zh" | "hi");
        let typed = text.replace('|', if spaced { "" } else { " " });
        assert_eq!(split(code, &typed), *text, "{code}");
    }
}

#[test]
fn stops_of_other_scripts() {
    for (text, word, sentence) in [
        ("पुल बंद है। बाज़ार खुला है।", "बाज़ार", "बाज़ार खुला है।"),
        ("کیا پل بند ہے؟ بازار کھلا ہے۔ شام", "بازار", "بازار کھلا ہے۔"),
        ("ድልድዩ ተዘግቷል። ገበያው ክፍት ነው።", "ገበያው", "ገበያው ክፍት ነው።"),
    ] {
        assert_eq!(around(text, word), sentence);
    }
}

#[test]
fn wrapped_lines_are_one_sentence_and_paragraphs_two() {
    assert_eq!(around("The Kursk\nRegion is held. So", "held"), "The Kursk\nRegion is held.");
    assert_eq!(around("A heading\n\nThe text is here.", "text"), "The text is here.");
}

#[test]
fn a_text_without_stops_is_cut_between_words() {
    let text = "word ".repeat(1000);
    let range = sentence_around(&text, 0..text.len(), 2500..2504, SentenceRules::of(""));
    assert!(
        range.len() < 2 * MAX_DISTANCE + 20
            && text[range.clone()].starts_with("word")
            && text[range].ends_with("word")
    );
}

#[test]
fn lists_sentence_starts() {
    let text = "One here. Two, says Dr. Kim! “Three?” Four.";
    let starts: Vec<_> = sentence_starts(text, 0..text.len(), SentenceRules::of(""))
        .into_iter()
        .map(|start| &text[start..start + 3])
        .collect();
    assert_eq!(starts, ["One", "Two", "“", "Fou"]);
    assert_eq!(sentence_starts("朝鲜派兵。俄罗斯否认！", 0..33, SentenceRules::of("zh")), [0, 15]);
}

proptest! {
    /// The fast scan agrees with a check of every offset.
    #[test]
    fn starts_agree_with_sentence_around(code in "de|el|", text in "([A-Zaé“\"’, .!?…\n\u{a0}\t。0]|[a-z]{1,9} ){1,60}") {
        let first = text.len() - text.trim_start().len();
        let rules = SentenceRules::of(&code);
        let mut expected = vec![first];
        for (offset, c) in text.char_indices() {
            let after = offset + c.len_utf8();
            let start = start_after(&text, 0, (c, after), rules);
            expected.extend(start.filter(|start| after > first && *start < text.len()));
        }
        expected.dedup();
        prop_assert_eq!(sentence_starts(&text, 0..text.len(), rules), expected);
    }

    #[test]
    fn a_sentence_contains_its_span(text in "[A-Za-zé“”\"' .!?…\n。0-9]{1,80}", at in 0usize..80, len in 0usize..10) {
        let start = floor_char_boundary(&text, at);
        let end = floor_char_boundary(&text, start + len).max(start);
        let range = sentence_around(&text, 0..text.len(), start..end, SentenceRules::of("ja"));
        prop_assert!(range.start <= start && range.end >= end);
        prop_assert!(text.get(range).is_some());
    }

    /// Sentences end at none of the characters that are passed over.
    #[test]
    fn only_candidates_end_sentences(text in "([A-Ca-c0-9,.!?…;:“”’()\\[\\]\u{a0}。」京é-]| |\n|Mr\\. ){0,60}") {
        for code in ["", "de", "el", "ja"] {
            let rules = SentenceRules::of(code);
            for (offset, c) in text.char_indices() {
                let after = offset + c.len_utf8();
                let is_found = is_candidate(text.as_bytes(), after - 1);
                prop_assert!(is_found || start_after(&text, 0, (c, after), rules).is_none(), "{:?} at {}", text, offset);
            }
        }
    }
}
