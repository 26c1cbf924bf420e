//! Tests of declared days: one day in the forms of many tools and languages.

use proptest::prelude::*;

use crate::extract::dates::DateLocale;
use crate::extract::dates::declared::*;

/// Values of 2 May 2024 and the language of their page.
const SECOND_OF_MAY: &[(&str, &str)] = &[
    ("", "2024-05-02"),
    ("", "2024-05-02T23:30:00-04:00"),
    ("", "2024-05-02T09:30:00.123Z"),
    ("", "2024-05-02 09:30:00 +0200"),
    ("", "2024-05-02-04:00"),
    ("", "2024-5-2"),
    ("", "2024/05/02 09:30"),
    ("", "2024.05.02"),
    ("", "20240502"),
    ("", "20240502T093000Z"),
    ("", "20240502-0930"),
    ("", "20240502093000"),
    ("", "202405020930"),
    ("", "2024-W18-4"),
    ("", "2024W184T0930"),
    ("", "2024-123"),
    ("", "1714640400"),
    ("", "1714640400.25"),
    ("", "1714640400000"),
    ("", "1714640400000000"),
    ("", "/Date(1714640400000+0200)/"),
    ("en", "Thu, 02 May 2024 09:00:00 -0400"),
    ("fi", "Thu, 02 May 2024 09:00:00 GMT"),
    ("", "Thursday, 02-May-24 09:00:00 UTC"),
    ("en", "Thu May  2 09:00:00 2024"),
    ("en", "Thu May 02 09:00:00 +0000 2024"),
    ("en", "Thu May 02 2024 09:00:00 GMT-0400 (EDT)"),
    ("en", "May 2, 2024 9:00 am"),
    ("en", "MAY 2ND, 2024"),
    ("en", "2nd of May, 2024"),
    ("en", "9:00 am EDT, May 2, 2024"),
    ("en", "Published on Thursday, May 2, 2024 - 09:00"),
    ("en", "02May2024"),
    ("en", "2024 May 2"),
    ("en", "Thu, 05/02/2024 - 09:00"),
    ("en", "5/2/2024"),
    ("en", "5/2/24"),
    ("en-US", "05-02-2024 09:00:00"),
    ("en-GB", "02/05/2024"),
    ("en-GB", "Thu 02/05/24"),
    ("fr", "02/05/2024 à 09h30"),
    ("nl", "02-05-2024"),
    ("en", "02.05.2024 09:00"),
    ("de", "2.5.24"),
    ("de", "Donnerstag, 2. Mai 2024, 09:00 Uhr"),
    ("fr", "jeudi 2 mai 2024"),
    ("fr", "jeu. 2 mai 2024 9h00"),
    ("es", "2 de mayo de 2024"),
    ("es", "mayo 2, 2024"),
    ("it", "gio 2 mag 2024"),
    ("pt", "2 de maio de 2024 às 09:00"),
    ("pt-BR", "02/05/2024 09h00"),
    ("nl", "donderdag 2 mei 2024"),
    ("pl", "2 maja 2024"),
    ("cs", "2. května 2024"),
    ("sk", "2. mája 2024"),
    ("ru", "2 мая 2024 г., 09:00"),
    ("uk", "2 травня 2024 року"),
    ("bg", "2 май 2024 г."),
    ("sr", "2. мај 2024."),
    ("hr", "2. svibnja 2024."),
    ("sl", "2. maj 2024"),
    ("tr", "2 Mayıs 2024 Perşembe"),
    ("ro", "joi, 2 mai 2024"),
    ("el", "2 Μαΐου 2024"),
    ("sv", "2 maj 2024 kl. 09.00"),
    ("da", "2. maj 2024"),
    ("no", "2. mai 2024"),
    ("fi", "2. toukokuuta 2024"),
    ("hu", "2024. május 2., csütörtök"),
    ("hu", "2024. 05. 02."),
    ("lt", "2024 m. gegužės 2 d."),
    ("lv", "2024. gada 2. maijs"),
    ("et", "2. mai 2024"),
    ("id", "Kamis, 2 Mei 2024"),
    ("vi", "Thứ Năm, ngày 2 tháng 5 năm 2024"),
    ("vi", "2 Tháng Năm, 2024"),
    ("ar", "2 مايو 2024"),
    ("ar", "الخميس ٢ أيّار/مايو ٢٠٢٤"),
    ("ar", "٢\u{200f}/٥\u{200f}/٢٠٢٤"),
    ("ar", "2 ماي 2024"),
    ("fa", "۲ مه ۲۰۲۴"),
    ("fa", "پنجشنبه ۱۳ اردیبهشت ۱۴۰۳ - ۱۶:۰۰"),
    ("fa", "۱۴۰۳/۰۲/۱۳"),
    ("fa", "1403-02-13"),
    ("he", "2 במאי 2024"),
    ("hi", "2 मई 2024"),
    ("hi", "०२ मई २०२४"),
    ("bn", "২ মে ২০২৪"),
    ("ta", "2 மே, 2024"),
    ("ur", "2 مئی 2024"),
    ("th", "2 พฤษภาคม 2567"),
    ("th", "2 พ.ค. 2567"),
    ("th", "2 พ.ค. 67"),
    ("th", "๒ พฤษภาคม ๒๕๖๗"),
    ("th", "2567-05-02"),
    ("ja", "2024年5月2日（木）09:30"),
    ("ja", "令和6年5月2日"),
    ("zh", "二〇二四年五月二日"),
    ("zh-TW", "民國113年5月2日"),
    ("zh", "2024 年 05 月 02 日"),
    ("ko", "2024년 5월 2일 목요일"),
    ("ko", "2024. 5. 2. 오전 9:30"),
];

#[test]
fn declared_days_are_read_in_every_form() {
    for (language, value) in SECOND_OF_MAY {
        let locale = DateLocale::new([*language], None);
        assert_eq!(declared(value, &locale), Ok(jiff::civil::date(2024, 5, 2)), "{value} ({language})");
    }
}

#[test]
fn days_between_hyphens_are_read_with_their_time() {
    let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    for (number, name) in (1..).zip(months) {
        for language in ["", "en", "de", "fr", "es", "pl", "vi"] {
            let locale = DateLocale::new([language], None);
            for (value, day) in [
                (format!("26-{name}-1987 15:02:20.00"), 26),
                (format!(" 1-{name}-1987 15:02:20.00"), 1),
                (format!("01-{}-1987", name.to_lowercase()), 1),
                (format!("9-{}{}-1987 09:07", &name[..1], name[1..].to_lowercase()), 9),
            ] {
                assert_eq!(declared(&value, &locale), Ok(jiff::civil::date(1987, number, day)), "{value}");
            }
        }
    }
    assert_eq!(declared("31-FEB-1987 15:02:20.00", &DateLocale::default()), Err(NoDay::Impossible));
}

#[test]
fn a_name_of_a_weekday_is_no_month() {
    for (language, value) in [("fr", "mar. 7 mai 2024"), ("it", "mar 7 mag 2024"), ("es", "mar, 7 may 2024")]
    {
        let locale = DateLocale::new([language], None);
        assert_eq!(declared(value, &locale), Ok(jiff::civil::date(2024, 5, 7)), "{value}");
    }
}

#[test]
fn the_day_of_the_week_tells_the_day_from_the_month() {
    let locale = DateLocale::new(["en"], None);
    assert_eq!(declared("Sun, 02/06/2024", &locale), Ok(jiff::civil::date(2024, 6, 2)));
    assert_eq!(declared("Tue, 02/06/2024", &locale), Ok(jiff::civil::date(2024, 2, 6)));
}

#[test]
fn what_is_no_day_says_why() {
    use NoDay::*;
    for (value, reason) in [
        ("", NotADate),
        ("yesterday", NotADate),
        ("2024", NotADate),
        ("May 2024", NotADate),
        ("May 2", NotADate),
        ("7", NotADate),
        ("version 10.2", NotADate),
        ("12:30", NotADate),
        ("PT5M", NotADate),
        ("2/5/2024", Ambiguous),
        ("0001-01-01T00:00:00Z", Impossible),
        ("0000-00-00 00:00:00", Impossible),
        ("01/01/0001", Impossible),
        ("January 1, 0001", Impossible),
        ("-62135596800", Impossible),
        ("1970-01-01T00:00:00+00:00", Impossible),
        ("1969-12-31T19:00:00-05:00", Impossible),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Impossible),
        ("0", Impossible),
        ("1900-01-01T00:00:00", Impossible),
        ("2024-13-40", Impossible),
        ("30 February 2024", Impossible),
        ("99999999", Impossible),
    ] {
        assert_eq!(declared(value, &DateLocale::default()), Err(reason), "{value}");
    }
}

#[test]
fn the_language_of_the_text_is_asked_only_where_it_decides() {
    let none = DateLocale::default();
    assert_eq!(declared_in_text("2/5/2024", &none, || "fr"), Ok(jiff::civil::date(2024, 5, 2)));
    assert_eq!(declared_in_text("2/5/2024", &none, || "und"), Err(NoDay::Ambiguous));
    let asked = || -> &str { panic!("asked") };
    assert!(declared_in_text("2024-05-02", &none, asked).is_ok());
}

proptest! {
    #[test]
    fn any_value_is_read_without_panic(value in "\\PC{0,60}", tag in "[a-z]{0,2}") {
        let _ = declared(&value, &DateLocale::new([tag.as_str()], None));
    }

    #[test]
    fn any_numbers_are_read_without_panic(value in "(-?[0-9]{1,19}|[0-9]{1,4}[-/.年 ]|[0-9]W|[月日TZ:+]| May |mar){0,8}") {
        let _ = declared(&value, &DateLocale::new(["th"], None));
        let _ = declared(&value, &DateLocale::new(["fa"], None));
    }

    #[test]
    fn every_day_is_read_back(days in 0i32..90_000, language in prop::sample::select(vec!["", "en", "de", "hu"])) {
        let date = jiff::civil::date(1850, 1, 1) + jiff::Span::new().days(days);
        prop_assume!(date != jiff::civil::date(1970, 1, 1));
        let locale = DateLocale::new([language], None);
        for form in ["%Y-%m-%d", "%A, %d %b %Y", "%B %d, %Y %H:%M", "%d.%m.%Y", "%Y%m%d"] {
            let value = date.at(9, 30, 0, 0).strftime(form).to_string();
            prop_assert_eq!(declared(&value, &locale), Ok(date), "{}", value);
        }
    }
}
