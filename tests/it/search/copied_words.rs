//! Whatever the text and its language, a word that is copied from it finds it: plainly typed, in quotes, and
//! after `=`.
//!
//! `CLIPPINGS_THOROUGH=1000 cargo test --test it copied_words` makes as many archives.

use clippings::internals::analysis::tokenize;
use clippings::internals::bench::Rng;
use clippings::{IndexDir, IndexOptions, Indexer, NoProgress, Request, Searcher};

use crate::common::thorough::Trials;

const SEED: u64 = 20_261_129;
const ARTICLES: usize = 12;
const WORDS: u64 = 30;

/// Words of many languages, each list of one.
const LANGUAGES: [&str; 26] = [
    "The mayor's ferry wasn't repaired before US troops reached St. John's harbour in 1,250 days",
    "Die Bürgermeisterin von Köln schließt die Fähre für 12.500 Gäste ÜBERALL GRÖSSE Straße Haus-Tür",
    "Le maire de l'Île n'a pas fermé l’écluse où 3 500 élèves mangent d'été œuvre CÔTÉ naïf",
    "La señora Ibáñez viajó a EE. UU. con S.A. el año pasado niño corazón ÁNGEL",
    "A eleição da associação em São Paulo não terá opções três avó avô CORAÇÃO",
    "Il sindaco dell'Aquila perché S.p.A. città l’Unità è più",
    "Burmistrz Łodzi świętuje żółć źdźbło PAŃSTWO ćma Gdańsku",
    "Předseda vlády přijel do Říčan žluťoučký kůň ŠKODA ďábel",
    "A győri hűtőházban tűz ütött ki Ő ŰRHAJÓ kőműves",
    "Türkiye'nin İstanbul'da ışık IĞDIR ılık öğrenci ŞEHİR Irak'tan",
    "Primarul din Iași și Timişoara ţară Țara știință",
    "Thủ tướng Việt Nam đến Đà Nẵng hoà bình thuỷ lợi",
    "Самолёт вылетел из Санкт-Петербурга в 2024г. премьер-министр Х-101 ещё ЁЛКА",
    "Їжак з Києва їв ґанок об'єднання п’ять ВІЙНА Івано-Франківськ",
    "У Беларусі ўрачыстасці сям'я ЎСЁ",
    "Ο πρόεδρος της Ρωσίας μίλησε στην Αθήνα ΕΙΔΗΣΗ Άγκυρα λόγος ΐδιος",
    "أعلنت إسرائيل والأمم المتحدة الرَّئيس ٢٠٢٤م ١٢٬٥٠٠ ال20 مسؤول القرآن لإيران هيئة",
    "هیئت‌مدیره می‌گوید خانهٔ ما کتاب‌ها ۱۴۰۳ كشور مسئول قیمت ها می روند",
    "یہ ادارۂ تحقیق ۲۰۲۴ء وزیرِ اعظم دائرۃ المعارف ہے",
    "הממשלה והכנסת צה\"ל שב״כ ובבתי שִׁירָה יו\"ר ב2024",
    "राष्ट्रपति ने फ़ैसला हिन्दी में पाँच २०२४में सम्बन्ध ज़मीन 5वीं",
    "বাংলাদেশে ২০২৪ সালে চাঁদ ১২,৫০,০০০ ঢাকায় নির্বাচন",
    "북한은 2024년에 KF-21전투기를 SNS에서 30여명의 회의",
    "停火谈判8月6日下午NATO軍3人A股、会议結束。１２，５００人㍻と",
    "ผู้นำประเทศ3คนToyotaสีดำน้ำท่วม๒๕๖๗ ລາວຜູ້ນຳ កម្ពុជាថ្ងៃទី៥ မြန်မာ၃ဦး",
    "თბილისი საქართველოს ԵՐԵՎԱՆ Հայաստանի եւ ኢትዮጵያ፣ தமிழ்நாடு ശ്രീ ਜ਼ਮੀਨ",
];
/// Letters, marks and signs at random among the words.
const SIGNS: [&str; 24] = [
    "\u{301}", "\u{308}", "\u{ad}", "\u{200c}", "\u{200d}", "\u{640}", "’", "'", "-", "–", ".", ",", "/",
    "²", "™", "[1]", "“", "」", "。", "\n\n", "ﬁ", "Ⅷ", "½", "ʻ",
];

/// Returns a text of words of one language and a few of others, some of them joined or broken.
fn text(rng: &mut Rng) -> String {
    let mut text = String::new();
    let main = *rng.pick(&LANGUAGES).expect("a language");
    for _ in 0..WORDS {
        let list = if rng.below(4) > 0 { main } else { rng.pick(&LANGUAGES).expect("a language") };
        let words: Vec<&str> = list.split(' ').collect();
        let mut word = (*rng.pick(&words).expect("a word")).to_owned();
        match rng.below(8) {
            0 => word = word.to_uppercase(),
            1 => {
                let places: Vec<usize> = word.char_indices().map(|(place, _)| place).collect();
                word.insert_str(*rng.pick(&places).expect("a place"), rng.pick(&SIGNS).expect("a sign"));
            }
            2 => word.push_str(rng.pick(&words).expect("a word")),
            _ => {}
        }
        text.push_str(&word);
        text.push_str(rng.pick(&[" ", " ", " ", ", ", ". ", "", "-"]).expect("a space"));
    }
    text
}

/// Returns the words of `text` as readers copy them: what is between spaces and signs, with its marks.
fn copied(text: &str) -> Vec<&str> {
    let is_part = |c: char| {
        c.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(c)
            || "\u{ad}\u{200c}\u{200d}\u{640}'’ʻ\"״“”".contains(c)
    };
    // The letters of an acronym are no words.
    let mut words: Vec<&str> = text.split(|c| c != '.' && !is_part(c)).collect();
    words.iter_mut().for_each(|word| *word = word.trim_matches('.'));
    words.extend(text.split_whitespace().map(|word| word.trim_matches(|c: char| !is_part(c))));
    let is_operator =
        |word: &str| matches!(word, "OR" | "AND" | "NOT") || word.contains(['"', '“', '”', '「', '」']);
    words.retain(|word| !is_operator(word) && tokenize(word).next().is_some());
    words
}

#[test]
fn a_copied_word_finds_its_text() {
    let trials = Trials::new(2, SEED);
    let mut rng = trials.rng();
    for trial in 0..trials.count {
        let dir = tempfile::tempdir().expect("a folder");
        let texts: Vec<String> = (0..ARTICLES).map(|_| text(&mut rng)).collect();
        let record =
            |(id, text): (usize, &String)| serde_json::json!({"id": id, "text": text}).to_string() + "\n";
        let records: String = texts.iter().enumerate().map(record).collect();
        std::fs::write(dir.path().join("r.jsonl"), records).expect("written");
        let index = IndexDir::new(dir.path().join("index"));
        let mut options = IndexOptions::default();
        options.overrides.keep_everything = Some(true);
        let file = dir.path().join("r.jsonl");
        Indexer::new(index.clone()).options(options).run(&[file], &NoProgress).expect("indexed");
        let searcher = Searcher::open(&index).expect("an index");
        for (id, text) in texts.iter().enumerate() {
            let words = copied(text);
            for _ in 0..4 {
                let word = *rng.pick(&words).expect("a word");
                // A plain word with an ending of Turkish is read as the name before it, whatever the text.
                let is_plain = !word.contains(['\'', '’', 'ʻ']);
                let plain = is_plain.then(|| word.to_owned());
                for query in plain.into_iter().chain([format!("\"{word}\""), format!("={word}")]) {
                    let mut request = Request::new(query.clone());
                    request.limit = ARTICLES;
                    let answer = searcher.search(&request).expect("an answer");
                    let is_found = answer.hits.iter().any(|hit| hit.id.as_deref() == Some(&id.to_string()));
                    assert!(is_found, "trial {trial}: {query:?} is not found in {text:?}");
                }
            }
        }
    }
}
