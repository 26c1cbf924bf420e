//! Lists of names as people have them.

use crate::saved::names::*;

fn names(bytes: &[u8]) -> Vec<String> {
    let list = NameList::read(bytes.to_vec(), &NameColumn::Detected).expect("a list");
    list.names.into_iter().map(|name| name.name).collect()
}

fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

#[test]
fn names_are_found_in_tables_of_any_form() {
    for (text, expected) in [
        ("Olga Tern\nPaul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("\u{feff}name\r\nOlga Tern\r\nPaul  Heron", ["Olga Tern", "Paul Heron"]),
        ("id;Name;born\r1;Olga Tern;1970\r2;Paul Heron;1980\r", ["Olga Tern", "Paul Heron"]),
        ("1\tOlga Tern\n2\tPaul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("First_Name,LAST NAME\nOlga,Tern\nPaul,Heron", ["Olga Tern", "Paul Heron"]),
        ("Tern, Olga\nHeron, Paul\n", ["Tern, Olga", "Heron, Paul"]),
        ("\"Olga\nTern\",x\n\"Paul\r\nHeron\",y\n", ["Olga Tern", "Paul Heron"]),
        ("\"Tern, Olga\",mayor\n\"Heron, Paul\",judge\n", ["Tern, Olga", "Heron, Paul"]),
        ("Nachname|Vorname\nTern|Olga\nHeron|Paul", ["Olga Tern", "Paul Heron"]),
    ] {
        assert_eq!(names(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn names_are_decoded() {
    let text = "Имя;Фамилия\nОльга;Крачка\nПавел;Цапля\nНикита;Журавлёв\n";
    let expected = ["Ольга Крачка", "Павел Цапля", "Никита Журавлёв"];
    let utf_16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(names(text.as_bytes()), expected);
    assert_eq!(names(&utf_16), expected);
    assert_eq!(names(&encoded(text, encoding_rs::WINDOWS_1251)), expected);
    let text = "name\r\nJosé Cigüeña\r\nFrançois Grèbe\r\n";
    assert_eq!(names(&encoded(text, encoding_rs::WINDOWS_1252)), ["José Cigüeña", "François Grèbe"]);
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 40]].concat();
    assert_eq!(NameList::read(png, &NameColumn::Detected), Err(NameListError::NotText));
}

#[test]
fn rows_without_a_name_are_listed_with_their_line() -> Result<(), NameListError> {
    let long = "tern ".repeat(100);
    let text = format!("name,role\nOlga Tern,mayor\n,judge\nX,\n{long},\n\n—,\nolga  tern,\n李,\n");
    let list = NameList::read(text.into_bytes(), &NameColumn::Detected)?;
    assert_eq!(list.names, [ListedName { line: 2, name: "Olga Tern".into() }]);
    let skipped: Vec<(u32, SkipReason)> = list.skipped.iter().map(|name| (name.line, name.reason)).collect();
    use SkipReason::{Empty, OneCharacter, Repeated, TooLong};
    let expected =
        [(3, Empty), (4, OneCharacter), (5, TooLong), (7, Empty), (8, Repeated(2)), (9, OneCharacter)];
    assert_eq!(skipped, expected);
    Ok(())
}

#[test]
fn a_column_is_chosen_by_number_or_header() {
    let read = |column| {
        let list = NameList::read(b"role;who\nmayor;Olga Tern\n".to_vec(), &column);
        list.map(|list| list.names.into_iter().map(|name| name.name).collect::<Vec<_>>())
    };
    assert_eq!(read(NameColumn::Header("Who".into())), Ok(vec!["Olga Tern".to_owned()]));
    assert_eq!(read(NameColumn::Number(2)), Ok(vec!["who".to_owned(), "Olga Tern".to_owned()]));
    let error = |column| read(column).err().map(|error| error.to_string()).unwrap_or_default();
    assert_eq!(error(NameColumn::Number(3)), "no column 3; the columns are: role, who");
    assert_eq!(error(NameColumn::Header("name".into())), "no column name; the columns are: role, who");
}

#[test]
fn queries_find_the_words_in_their_order() {
    let query = |name: &str, inflected| ListedName { line: 1, name: name.into() }.query(inflected);
    assert_eq!(query("Olga Tern", false), "\"Olga Tern\"");
    assert_eq!(query("Olga “Olly” Tern", false), "\"Olga Olly Tern\"");
    assert_eq!(query("Tern, Olga", false), "\"Olga Tern\" OR \"Tern Olga\"");
    assert_eq!(query("Olga Tern", true), "(Olga pre/1 Tern)");
    assert_eq!(query("Tern", true), "Tern");
}

#[test]
fn headers_are_found_below_titles_and_in_two_columns() {
    for (text, expected) in [
        (
            "Table 1,,\nname,role,born\nOlga Tern,mayor,1970\nPaul Heron,judge,1980\n",
            ["Olga Tern", "Paul Heron"],
        ),
        ("Suspects\nName\nOlga Tern\nPaul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("\n\nId;Name\n1;Olga Tern\n2;Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("sep=;\nName;Role\nOlga Tern;mayor\nPaul Heron;judge\n", ["Olga Tern", "Paul Heron"]),
        ("SEP=,\r\nOlga Tern,mayor\r\nPaul Heron,judge\r\n", ["Olga Tern", "Paul Heron"]),
        ("Name, first;Name, last\nOlga;Tern\nPaul;Heron\n", ["Olga Tern", "Paul Heron"]),
        ("Name;Vorname\nTern;Olga\nHeron;Paul\n", ["Olga Tern", "Paul Heron"]),
        ("Nom;Pre\u{301}nom\nTern;Olga\nHeron;Paul\n", ["Olga Tern", "Paul Heron"]),
        ("Surname;Name\nTern;Olga\nHeron;Paul\n", ["Olga Tern", "Paul Heron"]),
        ("Name;Surname\nOlga Tern;Tern\nPaul Heron;Heron\n", ["Olga Tern", "Paul Heron"]),
        ("First name,Last name,Company\nOlga,Tern,Gull\nPaul,Heron,Rail\n", ["Olga Tern", "Paul Heron"]),
        ("#,Name\n1,Olga Tern\n2,Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("#1;Olga Tern\n#2;Paul Heron\n", ["Olga Tern", "Paul Heron"]),
    ] {
        assert_eq!(names(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn numbers_and_bullets_are_no_part_of_names() {
    for (text, expected) in [
        ("1. Olga Tern\n2. Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("10) Olga Tern\n3) Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("#1 Olga Tern\n#2 Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("1 – Olga Tern\n2 – Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("- Olga Tern\n* Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("•Olga Tern\n• Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("1.\tOlga Tern\n2.\tPaul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("- [ ] Olga Tern\n- [x] Paul Heron\n", ["Olga Tern", "Paul Heron"]),
        ("1. FC Tern\n1. FC Heron\n", ["1. FC Tern", "1. FC Heron"]),
        ("50 Terns\n7-Heron\n", ["50 Terns", "7-Heron"]),
    ] {
        assert_eq!(names(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn titles_and_comments_are_named_as_skipped() -> Result<(), NameListError> {
    let text = "# of Monday; see b\nTable 1;\nName;Role\nOlga Tern;mayor\n#Paul Heron;judge\n;\n\"#gull\";\n";
    let list = NameList::read(text.into(), &NameColumn::Detected)?;
    let names: Vec<(u32, &str)> = list.names.iter().map(|name| (name.line, name.name.as_str())).collect();
    assert_eq!(names, [(4, "Olga Tern"), (7, "#gull")]);
    let skipped: Vec<(u32, &str, SkipReason)> =
        list.skipped.iter().map(|skipped| (skipped.line, skipped.name.as_str(), skipped.reason)).collect();
    let expected = [
        (1, "# of Monday see b", SkipReason::Comment),
        (2, "Table 1", SkipReason::AboveHeader),
        (5, "#Paul Heron judge", SkipReason::Comment),
    ];
    assert_eq!(skipped, expected);
    Ok(())
}

#[test]
fn queries_leave_out_what_lists_add_to_names() {
    let query = |name: &str, inflected| ListedName { line: 1, name: name.into() }.query(inflected);
    for (name, expected) in [
        ("Dr. Olga Tern", "\"Olga Tern\""),
        ("Prof. Dr. Olga Tern", "\"Olga Tern\""),
        ("Dr. Tern", "\"Dr. Tern\""),
        ("Tern, Mrs. Olga", "\"Olga Tern\" OR \"Tern Olga\""),
        ("M. Paul Heron", "\"Paul Heron\""),
        ("M. K. Heron", "\"M. K. Heron\""),
        ("Tern (Olga)", "\"Olga Tern\" OR \"Tern Olga\""),
        ("Olga Tern (mayor)", "\"Olga Tern\""),
        ("Tern, Olga (mayor)", "\"Olga Tern\" OR \"Tern Olga\""),
        ("T*rn", "\"T rn\""),
        ("Olga Tern*", "\"Olga Tern\""),
        ("Who is Tern?", "\"Who is Tern\""),
        ("Tern...Heron .. Gull…", "\"Tern Heron Gull\""),
    ] {
        assert_eq!(query(name, false), expected, "{name}");
    }
    assert_eq!(query("TERN AND HERON", true), "(TERN pre/1 and pre/1 HERON)");
    assert_eq!(query("-Tern", true), "Tern");
    assert_eq!(query("'Tern' T*rn", true), "(Tern pre/1 T pre/1 rn)");
}
