//! Words for today and yesterday in many languages.

use crate::text::dates::months::fold;

/// Words for the day of the search; those of several words have single spaces.
const TODAY: [&str; 42] = [
    "heute",
    "aujourd'hui",
    "hoy",
    "oggi",
    "hoje",
    "vandaag",
    "idag",
    "i dag",
    "tänään",
    "täna",
    "dziś",
    "dzisiaj",
    "dnes",
    "ma",
    "azi",
    "astăzi",
    "днес",
    "денес",
    "сегодня",
    "сьогодні",
    "сёння",
    "danas",
    "данас",
    "danes",
    "σήμερα",
    "bugün",
    "اليوم",
    "היום",
    "امروز",
    "آج",
    "आज",
    "今日",
    "今天",
    "오늘",
    "hari ini",
    "hôm nay",
    "วันนี้",
    "šiandien",
    "šodien",
    "avui",
    "gaur",
    "sot",
];

/// Words for the day before it.
const YESTERDAY: [&str; 38] = [
    "gestern",
    "hier",
    "ayer",
    "ieri",
    "ontem",
    "gisteren",
    "igår",
    "i går",
    "eilen",
    "eile",
    "wczoraj",
    "včera",
    "tegnap",
    "вчера",
    "вчора",
    "учора",
    "јуче",
    "jučer",
    "juče",
    "včeraj",
    "χθες",
    "χτες",
    "dün",
    "أمس",
    "امس",
    "אתמול",
    "دیروز",
    "昨日",
    "昨天",
    "어제",
    "kemarin",
    "hôm qua",
    "เมื่อวาน",
    "เมื่อวานนี้",
    "vakar",
    "ahir",
    "atzo",
    "dje",
];

/// Reads a word for today or yesterday: whether it is the day before.
pub(super) fn relative_day(text: &str) -> Option<bool> {
    if text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let typed = fold(&text.replace('’', "'"));
    let is = |word: &&str| fold(word) == typed;
    if TODAY.iter().any(is) {
        return Some(false);
    }
    YESTERDAY.iter().any(is).then_some(true)
}

#[cfg(test)]
mod tests {
    use crate::text::dates::relative_days::*;

    #[test]
    fn days_are_read_in_many_languages() {
        for word in ["gestern", "Hier", "вчера", "ayer", "вчора", "včera", "VČERA", "昨天", "i går", "أمس"]
        {
            assert_eq!(relative_day(word), Some(true), "{word}");
        }
        for word in ["heute", "aujourd’hui", "сегодня", "今日"] {
            assert_eq!(relative_day(word), Some(false), "{word}");
        }
        assert_eq!(relative_day("morgen"), None);
    }
}
