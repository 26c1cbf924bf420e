//! Words and numbers as natives write them: each article is found by what a reader of it would type.

use crate::common::Dir;

/// Articles, each with queries that find it.
const FOUND: [(&str, &[&str]); 16] = [
    ("عُقد المؤتمر عام2023م بحضور ١٨٬٤٠٠ زائر من ال20 دولة", &["2023", "18400", "18,400", "20", "المؤتمر"]),
    (
        "یہ پل ۲۰۱۹ء میں بنا اور اس پر ۳،۵۰۰ گاڑیاں گزرتی ہیں",
        &["2019", "3500", "\"پل ۲۰۱۹ء\"", "\"پل 2019\""],
    ),
    ("सेतु पर १,२५,००० रुपये ख़र्च हुए, यह 7वीं बार है", &["125000", "1,25,000", "25", "7", "7वीं", "\"खर्च हुए\""]),
    ("সেতুটি নির্মাণে ৪৫,৬০০ টাকা লেগেছে", &["45600", "৪৫৬০০", "\"45,600 টাকা\""]),
    ("入場者は１８，４００人だった", &["18400", "18,400人", "入場者"]),
    ("La ministra viajó a EE.UU. con las FF. AA.", &["EE. UU.", "EE.UU.", "EE. UU", "EEUU", "FF.AA."]),
    ("El CEO dijo que EEUU aprobará la norma", &["EE. UU.", "EE.UU.", "\"que EE. UU. aprobará\""]),
    (
        "Primarul din Iaşi şi cel din Timișoara au vorbit despre drumul care va lega cele două orașe",
        &["Iași", "Iasi", "\"Iași și cel din Timişoara\"", "=iaşi"],
    ),
    (
        "Der Kämmerer von Schönau grüßte die Gäste",
        &["Kämm*", "Kaemm*", "kamm*", "Sch?nau", "*önau", "grüß*", "gruess*"],
    ),
    (
        "Der Kaemmerer von Schoenau gruesste die Gaeste",
        &["Kämm*", "Kaemm*", "*önau", "grüß*", "gäst*", "\"die Gäst*\""],
    ),
    ("A inauguração da estação será adiada", &["*ação", "*acao", "estaç*", "ESTAÇ*", "inaug?ração"]),
    ("Ο Παπαδόπουλος έφτασε στη Λάρισα", &["Παπαδό*", "παπαδο*", "Λάρι*", "λαρ?σα", "*όπουλος"]),
    ("Шпалёры в Королёве подорожали", &["шпалё*", "шпале*", "корол?ве", "*лёве"]),
    ("Родюча ґрунтова дорога", &["ґрунт*", "грунт*", "*рунтова"]),
    ("ยอดผู้เข้าชม๑๘,๔๐๐คน", &["18400", "18,400คน", "ผู้เข้าชม"]),
    ("Wizyta w Łomży i Gdańsku", &["łomż*", "lomz*", "Gdań*", "gdan*", "*ańsku"]),
];

#[test]
fn words_are_found_in_every_spelling() {
    let articles = FOUND.iter().enumerate();
    let dir = Dir::with_articles(articles.map(|(number, (text, _))| (format!("{number:02}"), text)));
    for (number, (text, queries)) in FOUND.iter().enumerate() {
        for query in *queries {
            let files = dir.search(query).files();
            assert!(files.iter().any(|file| file.starts_with(&format!("{number:02}"))), "{query}: {text}");
        }
    }
    for (query, total) in [("=Iasi", 1), ("\"iași\"", 1), ("125", 0), ("25,000", 0), ("AA", 1), ("Schan*", 0)]
    {
        assert_eq!(dir.search(query).total(), total, "{query}");
    }
}
