//! Code pages of DOS and the encoding of old Macintosh computers, which the web never used.
//!
//! A text in one of them decodes as Windows-1252 without an error, but with signs and capitals in the middle
//! of its words.

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, X_MAC_CYRILLIC,
};

/// Upper half of code page 850, Western Europe.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// Upper half of code page 852, Central Europe.
const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤\
    đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";
/// Upper half of code page 857, Turkish.
const CP857: &str = "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ºªÊËÈ\u{fffd}ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\u{fffd}×ÚÛÙìÿ¯´\u{ad}±\u{fffd}¾¶§÷¸°¨·¹³²■\u{a0}";
/// Upper half of the encoding of Macintosh computers in Central Europe.
const MAC_CENTRAL_EUROPE: &str = "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅ\
    ņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ";
/// Signs that may stand between two letters.
const WORD_SIGNS: &str = "’‘´·–—…\u{ad}\u{a0}";
/// Signs that no word ends with.
const NEVER_AFTER_LETTER: &str = "¡¢£¥§¨¬¯±µ¶¸¼½¾×÷¤¦‚„ˆ˜‰ƒ¿";
/// Signs that no word begins with.
const NEVER_BEFORE_LETTER: &str = "¢£¥§¨¬¯±¶¸×÷¤¦ˆ˜";
/// Number of characters of a text that are judged.
const MAX_JUDGED_CHARS: usize = 64 * 1024;

/// Decodes `bytes` in the old encoding that makes better words of them than `guess` does, which is the
/// encoding that was detected, and `text` what it makes of them. Returns the text and the name of the
/// encoding, or `None` if there is no better one.
pub(super) fn decode(bytes: &[u8], guess: &'static Encoding, text: &str) -> Option<(String, &'static str)> {
    if guess == WINDOWS_1251 && is_mac_cyrillic(text) {
        let cyrillic = X_MAC_CYRILLIC.decode_without_bom_handling(bytes).0.into_owned();
        return Some((cyrillic, X_MAC_CYRILLIC.name()));
    }
    let is_latin = [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, ISO_8859_2].contains(&guess);
    let found = if is_latin { Oddities::count(text) } else { Oddities::default() };
    if !found.are_many() {
        return None;
    }
    let macintosh = MACINTOSH.decode_without_bom_handling(bytes).0.into_owned();
    let candidates = [
        (decode_table(bytes, CP850), "IBM850"),
        (decode_table(bytes, CP852), "IBM852"),
        (decode_table(bytes, CP857), "IBM857"),
        (macintosh, MACINTOSH.name()),
        (decode_table(bytes, MAC_CENTRAL_EUROPE), "x-mac-ce"),
    ];
    let counted = candidates.into_iter().map(|(text, name)| (Oddities::count(&text).odd, text, name));
    let (odd, text, name) = counted.min_by_key(|(odd, text, name)| {
        // Hungarian is the same in both but for this letter.
        let is_hungarian = *name == "IBM852" && text.contains(['ő', 'ű']);
        // The letters of Turkish are signs in Western Europe, or letters of German or Italian.
        let is_turkish = *name == "IBM857" && has_turkish_letters(text);
        // The letters of Central Europe are ligatures and loose accents in Western Europe.
        let is_western = text.contains(['ﬁ', 'ﬂ', '˘', '˙', '˝', '˛', 'ˇ']);
        let has_wrong_letters = *name == "IBM857" && !is_turkish;
        (*odd, is_western, has_wrong_letters, !is_hungarian, !is_turkish)
    })?;
    (odd * 8 <= found.odd).then_some((text, name))
}

/// Returns whether the words of `text` have two of the letters that only Turkish and its neighbors have.
fn has_turkish_letters(text: &str) -> bool {
    let mut found = Vec::new();
    let mut left = ' ';
    let mut chars = text.chars().take(MAX_JUDGED_CHARS).peekable();
    while let Some(c) = chars.next() {
        let is_followed = chars.peek().is_some_and(|next| next.is_alphabetic());
        let is_within = match c {
            'ş' | 'ı' => left.is_lowercase() || is_followed,
            'ğ' => left.is_lowercase() && is_followed,
            'Ş' | 'İ' => !left.is_alphabetic() && is_followed,
            _ => false,
        };
        if is_within && !found.contains(&c) {
            found.push(c);
        }
        left = c;
    }
    found.len() > 1
}

/// Returns whether a text that was decoded as Windows-1252 is Hungarian in Windows-1250: it has the letters
/// that stand there for ő and ű, and no other accents than Hungarian has.
pub(super) fn is_hungarian(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii());
    let is_hungarian = |c: char| "áéíóöúüõûÁÉÍÓÖÚÜÕÛ".contains(c);
    let has_acute = text.contains(['á', 'í', 'ó', 'ú']);
    has_acute
        && text.contains(['õ', 'û'])
        && letters.all(is_hungarian)
        // Portuguese has the first of them before this letter.
        && text.match_indices(['õ', 'û']).any(|(offset, sign)| !text[offset + sign.len()..].starts_with('e'))
}

/// Returns whether a text that decodes as Windows-1251 is in the encoding of Macintosh computers. Small
/// letters are the same in both, but я; capitals are signs, or letters of Serbian and Macedonian, which have
/// ј.
fn is_mac_cyrillic(text: &str) -> bool {
    let (mut certain, mut likely) = (0, 0);
    let mut left = ' ';
    let mut chars = text.chars().take(MAX_JUDGED_CHARS).peekable();
    while let Some(c) = chars.next() {
        if matches!(c, 'ј' | 'Ј') {
            return false;
        }
        let is_first = !left.is_alphabetic() && chars.peek().is_some_and(|next| next.is_lowercase());
        certain += usize::from(is_first && "ЂЃѓЉЊЌЋЏђљќћџ".contains(c));
        likely += usize::from(is_first && "‚„…†‡€‰‹•–—™".contains(c) || c == 'Я' && left.is_lowercase());
        left = c;
    }
    certain > 0 && certain + likely > 1 || likely > 3 || certain == 1 && text.len() < MAX_SHORT_BYTES
}

/// Length of a text in bytes whose only capital decides its encoding.
const MAX_SHORT_BYTES: usize = 200;

/// Characters that words hardly have.
#[derive(Default)]
struct Oddities {
    /// Number of characters that are not ASCII.
    foreign: usize,
    /// Number of these that are signs between letters, or capitals after small letters.
    odd: usize,
}

impl Oddities {
    fn count(text: &str) -> Self {
        let mut found = Oddities::default();
        let mut before = [' ', ' '];
        for c in text.chars().take(MAX_JUDGED_CHARS).chain([' ']) {
            let [left, middle] = before;
            if !middle.is_ascii() {
                found.foreign += 1;
                let is_sign = !middle.is_alphabetic() && !WORD_SIGNS.contains(middle) || middle == 'ƒ';
                let is_odd = middle.is_control()
                    || middle.is_uppercase() && left.is_lowercase()
                    || is_sign && left.is_alphabetic() && c.is_alphabetic()
                    || left.is_lowercase() && NEVER_AFTER_LETTER.contains(middle)
                    || c.is_lowercase() && NEVER_BEFORE_LETTER.contains(middle);
                found.odd += usize::from(is_odd);
            }
            before = [middle, c];
        }
        found
    }

    /// Returns whether there are too many for a text in the right encoding.
    fn are_many(&self) -> bool {
        self.odd >= 2 && self.odd * 4 > self.foreign || self.odd == 1 && self.foreign == 1
    }
}

/// Decodes `bytes` in the code page of DOS for Western Europe, or that for Central Europe.
pub(super) fn decode_dos(bytes: &[u8], is_central: bool) -> String {
    decode_table(bytes, if is_central { CP852 } else { CP850 })
}

fn decode_table(bytes: &[u8], upper_half: &str) -> String {
    let table: Vec<char> = upper_half.chars().collect();
    let decode = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(index) => table.get(usize::from(index)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(decode).collect()
}

#[cfg(test)]
mod tests {
    use crate::corpus::code_pages::*;

    #[test]
    fn tables_are_complete() {
        for table in [CP850, CP852, CP857, MAC_CENTRAL_EUROPE] {
            assert_eq!(table.chars().count(), 128, "{table}");
        }
    }

    /// Encodes `text` in a code page.
    fn encode(text: &str, table: &str) -> Vec<u8> {
        let byte = |c: char| match table.chars().position(|known| known == c) {
            Some(index) if !c.is_ascii() => 0x80 + u8::try_from(index).unwrap_or_default(),
            _ => u8::try_from(c).unwrap_or(b'?'),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn old_encodings_are_told_by_their_words() {
        for (text, table, name) in [
            ("Le préfet a été très étonné de ce qui s'est passé, à la fin.", CP850, "IBM850"),
            ("Příliš žluťoučký kůň úpěl ďábelské ódy, řekl starosta.", CP852, "IBM852"),
            ("Zarząd portu zamyka", CP852, "IBM852"),
            ("Předseda řekl, že žádný rybář u přístavu nevěří lampě.", MAC_CENTRAL_EUROPE, "x-mac-ce"),
            ("Belediye başkanı, eski çarşının iki yıl kapalı kalacağını söyledi.", CP857, "IBM857"),
            ("İstanbul Boğazı'nda gemi geçişleri durdu", CP857, "IBM857"),
            ("La città è lì, perché lunedì c'è già più caffè", CP850, "IBM850"),
            ("El 1º de enero el señor llegó aquí con la niña, según él.", CP850, "IBM850"),
            ("A kikötő bezárja a régi halpiacot, és őszig zárva is marad.", CP852, "IBM852"),
        ] {
            let bytes = encode(text, table);
            let guess = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            assert_eq!(decode(&bytes, WINDOWS_1252, &guess), Some((text.to_owned(), name)));
        }
    }

    #[test]
    fn cyrillic_of_old_macintosh_computers_is_told_by_its_capitals() {
        let as_windows = |text: &str| {
            let table = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
            let byte = |c: char| match table.chars().position(|known| known == c) {
                Some(index) => 0x80 + u8::try_from(index).unwrap_or_default(),
                None if c == 'я' => 0xdf,
                None => WINDOWS_1251.encode(&c.to_string()).0[0],
            };
            let bytes: Vec<u8> = text.chars().map(byte).collect();
            let guess = WINDOWS_1251.decode_without_bom_handling(&bytes).0.into_owned();
            decode(&bytes, WINDOWS_1251, &guess).map(|(text, _)| text)
        };
        for text in [
            "Рыбаки Орла чинят сети",
            "Градът затваря пазара за две години",
            "Новая баня стоит у моря. Она стоит там.",
        ] {
            assert_eq!(as_windows(text).as_deref(), Some(text));
        }
        for text in
            ["Ђаци иду у школу. Њихов учитељ је болестан.", "Рыбаки Орла чинят сети — „старые“…", "Њујорк"]
        {
            assert!(!is_mac_cyrillic(text) || text.len() < 20, "{text}");
        }
    }

    #[test]
    fn texts_in_the_right_encoding_stay() {
        for text in
            ["Die Fähre fährt nächste Woche für Gäste über den Fluß", "Il est là-bas, à la même hauteur"]
        {
            let bytes = MACINTOSH.encode(text).0;
            let guess = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            let found = decode(&bytes, WINDOWS_1252, &guess).map(|(text, _)| text);
            assert!(found.is_none_or(|found| found == text), "{text}");
        }
        for text in [
            "Le préfet a été « très » étonné : l’été, à 20 °C, c’est n°1…",
            "Die Fähre heißt „Möwe“ – 5 € für Kinder, 10 € für Ältere.",
            "El niño dijo: ¿qué pasó? ¡Nada! 1ª vez.",
            "AT&T® and Coca‑Cola™ rose 2½ %.",
            "ÉTÉ À PARIS",
        ] {
            let (bytes, _, _) = WINDOWS_1252.encode(text);
            assert_eq!(decode(&bytes, WINDOWS_1252, text), None, "{text}");
        }
    }

    #[test]
    fn hungarian_is_told_by_its_letters() {
        assert!(is_hungarian("A kikötõ bezárja a régi halpiacot"));
        for text in [
            "As opiniões são várias",
            "Il a dû être là",
            "Il a dû, été",
            "Sadam sulges põhja",
            "A kikötő",
            "",
        ] {
            assert!(!is_hungarian(text), "{text}");
        }
    }
}
