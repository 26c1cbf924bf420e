//! Articles in many languages: language detection, and searches for words, inflections and phrases.

use crate::common::Dir;

const UKRAINIAN: &str = "Пором залишиться в порту\n\n\
    Пором стоятиме біля причалу, доки інженери не перевірять його двигун, повідомила у понеділок адміністрація порту.\n\n\
    Київські пасажири їхатимуть автобусами, і дорога триватиме на три години довше.\n";
const RUSSIAN: &str = "Паром останется в порту\n\n\
    Паром простоит у причала, пока инженеры не проверят его двигатель, сообщила в понедельник администрация порта.\n\n\
    Солдаты помогали пассажирам садиться в автобусы, на которых дорога длится на три часа дольше.\n";
const CHINESE: &str = "渡轮停航\n\n港务局周一表示，渡轮将停留在港口，直到工程师检查完发动机为止。\n\n\
    乘客将改乘公共汽车，路程要多花三个小时，士兵们在码头帮助老人上车。\n";
const GERMAN: &str = "Fähre bleibt im Hafen\n\n\
    Die Fähre bleibt am Kai, bis Ingenieure ihre Maschine untersucht haben, teilte die Hafenbehörde am Montag mit.\n\n\
    Die Fahrgäste werden mit Bussen gefahren, die für die Strecke drei Stunden länger brauchen als das Schiff.\n";
const ARABIC: &str = "العبارة تبقى في الميناء\n\n\
    ستبقى العبارة في الميناء حتى يفحص المهندسون محركها، حسبما أعلنت سلطة الميناء يوم الاثنين.\n\n\
    وسينقل الركاب بالحافلات التي تستغرق ثلاث ساعات أكثر، وساعد الجنود كبار السن على الصعود.\n";
const JAPANESE: &str = "フェリー欠航\n\n港湾当局は月曜日、技術者がエンジンを検査するまでフェリーは港にとどまると発表した。\n\n\
    乗客はバスで運ばれるが、所要時間は三時間長くなる。\n";
const THAI: &str =
    "เรือเฟอร์รี่งดให้บริการ\n\nการท่าเรือแจ้งเมื่อวันจันทร์ว่าเรือเฟอร์รี่จะจอดอยู่ที่ท่าจนกว่าวิศวกรจะตรวจสอบเครื่องยนต์เสร็จ\n";
const HEBREW: &str = "המעבורת נשארת בנמל\n\nהמעבורת תישאר ברציף עד שמהנדסים יבדקו את המנוע שלה, כך הודיעה רשות הנמל ביום שני.\n\n\
    חיילי צה\"ל עזרו לקשישים לעלות לאוטובוסים.\n";
const FRENCH: &str = "Le bac reste à quai\n\n\
    Le bac restera à quai jusqu’à l’examen de son moteur par des mécaniciens, a annoncé lundi l’autorité du port.\n\n\
    Les élus de l’Union européenne n’excluent pas d’enquêtes, mais il faudra qu’on attende l’État, dit-on aujourd’hui.\n";
const ITALIAN: &str = "Il traghetto resta in porto\n\n\
    Il traghetto resterà all’ormeggio finché gli ingegneri non avranno esaminato il motore, ha detto lunedì il sindaco dell’Aquila.\n\n\
    I passeggeri viaggeranno in autobus, e il viaggio durerà tre ore di più, com’è accaduto l’11 settembre.\n";
const KOREAN: &str = "여객선 운항 중단\n\n항만청은 월요일에 기관 점검이 끝날 때까지 여객선이 항구에 머물 것이라고 밝혔다.\n\n\
    군인들이 부산에서 승객을 도왔고 NATO가 점검했다.\n";
const PERSIAN: &str = "کشتی در بندر می‌ماند\n\n\
    رئیس‌جمهور روز دوشنبه گفت که کشتی تا پایان بازرسی موتور در بندر می‌ماند و مسافران با اتوبوس می‌روند.\n";
const ENGLISH: &str = "Ferry stays in port\n\n\
    The ferry will stay at its berth until engineers have examined the engine, the harbour authority said on Monday.\n";

fn archive() -> Dir {
    Dir::with_articles([
        ("uk", UKRAINIAN),
        ("ru", RUSSIAN),
        ("zh", CHINESE),
        ("de", GERMAN),
        ("ar", ARABIC),
        ("ja", JAPANESE),
        ("th", THAI),
        ("he", HEBREW),
        ("fr", FRENCH),
        ("it", ITALIAN),
        ("ko", KOREAN),
        ("fa", PERSIAN),
        ("en", ENGLISH),
    ])
}

/// Queries, each with the only article that it finds and the words that are marked.
const FOUND: [(&str, &str, &str); 53] = [
    ("адміністрація", "uk", "адміністрація"),
    ("\"доки інженери не перевірять\"", "uk", "доки інженери не перевірять"),
    ("київські", "uk", "Київські"),
    ("адміністрацією", "uk", "адміністрація"),
    ("пасажирів автобус", "uk", "пасажири"),
    ("Київського", "uk", "Київські"),
    ("=причала", "ru", "причала"),
    ("солдат", "ru", "Солдаты"),
    ("автобусами двигателя", "ru", "двигатель"),
    ("\"пока инженеры не проверят\"", "ru", "пока инженеры не проверят"),
    ("发动机", "zh", "发动机"),
    ("“停留在港口”", "zh", "停留在港口"),
    ("港务局 士兵", "zh", "港务局"),
    ("Fahrgast", "de", "Fahrgäste"),
    ("Ingenieur", "de", "Ingenieure"),
    ("„drei Stunden länger“", "de", "drei Stunden länger"),
    ("Hafenbehorde", "de", "Hafenbehörde"),
    ("جنود", "ar", "الجنود"),
    ("مهندس", "ar", "المهندسون"),
    ("\"سلطة الميناء يوم\"", "ar", "سلطة الميناء يوم"),
    ("المُهَنْدِسُون", "ar", "المهندسون"),
    ("エンジン", "ja", "エンジン"),
    ("ﾌｪﾘｰ", "ja", "フェリー"),
    ("เครื่องยนต์", "th", "เครื่องยนต์"),
    ("המנוע", "he", "המנוע"),
    ("צה״ל", "he", "צה\"ל"),
    ("autorite", "fr", "autorité"),
    ("L'Autorité", "fr", "l’autorité"),
    ("enquête moteurs", "fr", "enquêtes"),
    ("\"Union européenne\"", "fr", "Union européenne"),
    ("“de l'Union europeenne”", "fr", "de l’Union européenne"),
    ("=état", "fr", "État"),
    ("aujourdhui", "fr", "aujourd’hui"),
    ("aquila", "it", "Aquila"),
    ("\"11 settembre\"", "it", "11 settembre"),
    ("항만청", "ko", "항만청은"),
    ("부산", "ko", "부산에서"),
    ("군인", "ko", "군인들이"),
    ("NATO", "ko", "NATO가"),
    ("점검", "ko", "점검이"),
    ("\"월요일에 기관 점검이\"", "ko", "월요일에 기관 점검이"),
    ("رئیس جمهور", "fa", "جمهور"),
    ("«رئیس‌جمهور روز»", "fa", "رئیس‌جمهور روز"),
    ("ماند", "fa", "می‌ماند"),
    ("جندي", "ar", "الجنود"),
    ("מהנדס", "he", "שמהנדסים"),
    ("ורציף", "he", "ברציף"),
    ("engineer", "en", "engineers"),
    ("“渡轮将停留在港口直到工程师”", "zh", "渡轮将停留在港口，直到工程师"),
    ("“停，留在港口。直到”", "zh", "停留在港口，直到"),
    ("“渡轮将停留（略）检查完发动机”", "zh", "渡轮将停留"),
    ("“とどまると発表した乗客はバス”", "ja", "とどまると発表した。 乗客はバス"),
    ("“留在港口（略）检”", "zh", "留在港口"),
];

#[test]
fn words_inflections_and_phrases_are_found_and_marked() {
    let dir = archive();
    for (query, name, marked) in &FOUND {
        let answer = dir.search(query);
        assert_eq!(answer.total(), 1, "{query} finds {:?}", answer.files());
        assert!(answer.files()[0].starts_with(name), "{query} finds {:?}", answer.files());
        let marks = answer.marks(0);
        assert!(marks.iter().any(|mark| mark == marked), "{query} marks {marks:?}");
    }
}

#[test]
fn spellings_of_persian_and_urdu_are_quoted_alike() {
    let dir = Dir::new();
    dir.write("news/a.txt", "درِ خانه‌ی ما باز است و قيمتها بالا ميروند.\n");
    dir.write("news/b.txt", "درِ خانهٔ ما باز است و قیمت‌ها بالا می‌روند.\n");
    dir.write("news/c.txt", "درِ خانه ی ما باز است و قیمت ها بالا می  روند.\n");
    dir.write("news/d.txt", "یہ ادارۂ تحقیق کا دائرۃ المعارف ہے۔\n");
    dir.run("index news").code(0);
    for query in [
        "\"خانهٔ ما باز\"",
        "\"خانه‌ی ما باز\"",
        "\"خانه ی ما باز\"",
        "\"قیمتها بالا\"",
        "\"قیمت‌ها بالا می‌روند\"",
        "\"بالا میروند\"",
        "\"قيمت ها بالا مي روند\"",
    ] {
        assert_eq!(dir.search(query).total(), 3, "{query}");
    }
    for query in ["\"اداره تحقيق كا دائرة المعارف\"", "\"ادارہٴ تحقیق\"", "دائرۃ*", "دائرة*"]
    {
        assert_eq!(dir.search(query).total(), 1, "{query}");
    }
}

#[test]
fn article_languages_are_detected() {
    let dir = archive();
    for code in ["uk", "ru", "zh", "de", "ar", "ja", "th", "he", "fr", "it", "ko", "fa", "en"] {
        dir.run(&format!("search -l lang:{code}")).code(0).shows(&format!("{code}.txt"));
    }
    dir.write("news/de2.txt", GERMAN.replace("drei", "vier"));
    std::fs::remove_file(dir.path("news/th.txt")).expect("removed");
    dir.run("index").code(0);
    dir.run("status")
        .shows("languages: 2 de, 1 ar, 1 en, 1 fa, 1 fr, 1 he, 1 it, 1 ja, 1 ko, 1 ru, 1 uk, 1 zh\n");
}

#[test]
fn distinct_letters_are_not_folded() {
    let dir = archive();
    dir.run("search киiвські").code(1);
    dir.run("search Киевские").code(1);
    dir.run("search сим").code(1);
}

#[test]
fn single_characters_match_within_words() {
    let dir = archive();
    dir.run("search -l 兵").code(0).shows("zh.txt");
    dir.run("search -l 港").code(0).shows("zh.txt").shows("ja.txt");
}

#[test]
fn lang_takes_codes_and_names() {
    let dir = archive();
    for (query, names) in [
        ("lang:german", &["de."][..]),
        ("lang:GERMAN", &["de."]),
        ("lang:Deutsch", &["de."]),
        ("lang:deu", &["de."]),
        ("lang:de,fr", &["de.", "fr."]),
        ("lang:German,Français,中文", &["de.", "fr.", "zh."]),
        ("lang:\"українська\"", &["uk."]),
        ("lang:(german OR korean)", &["de.", "ko."]),
        ("lang:farsi,klingon", &["fa."]),
    ] {
        let mut found = dir.search(query).files();
        found.sort();
        assert_eq!(found, names, "{query}");
    }
    assert_eq!(dir.search("-lang:german").total(), 12);
    dir.run("search lang:klingon")
        .code(1)
        .says("klingon is no language that articles are known to be in; the languages here are Arabic (ar: 1), ")
        .says(" and 1 more");
    dir.run("search lang:polish").code(1).says("no article is in Polish (pl)");
}

#[test]
fn letters_beside_signs_and_words_are_found_where_they_stand() {
    let dir = Dir::with_articles([
        ("zh", "9月2日上午，C股指数下跌，4人辞职。新年、会"),
        ("ko", "1998년에 대구에서 F-16전투기를 공개했다."),
        ("lo", "ປີ2019ລາວ, ພາສາ"),
        ("km", "ថ្ងៃ៧ភាសាខ្មែរ។"),
        ("my", "၂၀၁၉ခုနှစ်မြန်မာ။"),
    ]);
    for (query, name) in [
        ("9月2日", "zh"),
        ("2日上", "zh"),
        ("C股", "zh"),
        ("4人", "zh"),
        ("股", "zh"),
        ("午", "zh"),
        ("会", "zh"),
        ("“上午C股”", "zh"),
        ("1998", "ko"),
        ("1998년", "ko"),
        ("F-16", "ko"),
        ("전투기", "ko"),
        ("\"F-16전투기를\"", "ko"),
        ("2019ລາວ", "lo"),
        ("ພາສາ", "lo"),
        ("7ភាសា", "km"),
        ("ខ្មែរ", "km"),
        ("2019ခုနှစ်", "my"),
        ("မြန်မာ", "my"),
    ] {
        let files = dir.search(query).files();
        assert_eq!(files.len(), 1, "{query} finds {files:?}");
        assert!(files[0].starts_with(name), "{query} finds {files:?}");
    }
    for query in ["午股", "年会", "“年会”", "남대구"] {
        assert_eq!(dir.search(query).total(), 0, "{query}");
    }
}

#[test]
fn abbreviations_of_a_language_do_not_end_its_sentences() {
    let dir = Dir::new();
    let german = "Die Sitzung des Rates begann am 3. Oktober um neun Uhr, sagte die Sprecherin. Kurz danach ging das Licht aus.";
    let polish = "Most przy ul. Długiej w mieście zamknięto we wtorek, bo filary pękły. Prom pływa co godzinę do portu.";
    dir.write("news/de.txt", german).write("news/pl.txt", polish).run("index news --no-clean").code(0);
    for (query, found) in [
        ("Sitzung /s Uhr", 1),
        ("Sitzung /s Licht", 0),
        ("most /s filary", 1),
        ("most /s prom", 0),
        ("Długiej /s most", 1),
    ] {
        assert_eq!(dir.search(query).total(), found, "{query}");
    }
    assert!(dir.search("Oktober").snippet(0).starts_with("Die Sitzung"), "the whole sentence is shown");
}

#[test]
fn words_of_short_texts_are_inflected() {
    let dir = Dir::with_articles([
        ("de", "Alte Brücken am Fluss gesperrt"),
        ("fr", "Les vieux ponts sont fermés"),
        ("ru", "Закрыты мосты в городе"),
        ("uk", "Закрито мости у місті"),
        ("pl", "Zamknięto mosty w mieście"),
        ("fi", "Kaupungin sillat on suljettu"),
        ("hi", "शहरों में बैठकें"),
        ("en", "Old bridges are closed"),
    ]);
    for (query, files) in [
        ("Brücke", &["de."][..]),
        ("pont", &["fr."]),
        ("мост", &["ru."]),
        ("міст", &["uk."]),
        ("lang:uk місто", &["uk."]),
        ("miasto", &["pl."]),
        ("kaupunki", &["fi."]),
        ("शहर", &["hi."]),
        ("bridge", &["en."]),
    ] {
        assert_eq!(dir.search(query).files(), files, "{query}");
    }
}

#[test]
fn the_name_before_a_turkish_apostrophe_is_a_word() {
    let dir = Dir::new();
    let text = "Şırnak’taki köprü BMT'nin kararından sonra kapatıldı ve Özer'in ekibi 1997'de oraya gitmişti, dedi başkan.";
    dir.write("news/tr.txt", text).run("index news --no-clean").code(0);
    for (query, marked) in [
        ("Şırnak", "Şırnak’taki"),
        ("sirnak", "Şırnak’taki"),
        ("Şırnak'a", "Şırnak’taki"),
        ("=Şırnak", "Şırnak’taki"),
        ("BMT", "BMT'nin"),
        ("BMT'ye", "BMT'nin"),
        ("Özer’den", "Özer'in"),
        ("1997", "1997'de"),
        ("\"Özer'in ekibi\"", "Özer'in ekibi"),
        ("Özer w/3 1997", "Özer'in"),
    ] {
        let answer = dir.search(query);
        assert_eq!((answer.total(), &answer.marks(0)[0][..]), (1, marked), "{query}");
    }
    dir.run("explain BMT").shows("bmt (1)");
}

#[test]
fn a_word_with_a_turkish_ending_is_found_in_other_languages() {
    let dir = Dir::new();
    let text = "Die Agentur ließ Özer'den und Irak’tan in ihrer Meldung stehen, und niemand verstand es.";
    dir.write("news/de.txt", text).run("index news --no-clean").code(0);
    for query in ["Irak'tan", "Özer'den", "Irak'tan w/9 Meldung", "\"Irak'tan\"", "=Irak'tan"] {
        assert_eq!(dir.search(query).total(), 1, "{query}");
    }
}
