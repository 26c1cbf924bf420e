//! The codes of the languages, and the numbers that an index holds for them.

use whatlang::Lang;

/// The languages that can be detected, with their codes. An index holds the number of a row: add rows at the
/// end only.
pub(super) const LANGUAGES: [(Lang, &str); 70] = [
    (Lang::Afr, "af"),
    (Lang::Aka, "ak"),
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Aze, "az"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Cym, "cy"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jav, "jv"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Lat, "la"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Sna, "sn"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tgl, "tl"),
    (Lang::Tha, "th"),
    (Lang::Tuk, "tk"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"),
    (Lang::Vie, "vi"),
    (Lang::Yid, "yi"),
    (Lang::Zul, "zu"),
];

/// Number of letters of ASCII.
const ALPHABET: usize = 26;
/// The ordinals of the languages by the letters of their codes; 0 for letters that are no code.
static ORDINALS: [u8; ALPHABET * ALPHABET] = {
    let mut ordinals = [0; ALPHABET * ALPHABET];
    let mut row = 0;
    while row < LANGUAGES.len() {
        if let &[first, second] = LANGUAGES[row].1.as_bytes() {
            ordinals[ordinal_index(first, second)] = row as u8 + 1;
        }
        row += 1;
    }
    ordinals
};

/// Returns the number of the language with this code: that of its row, from 1 on; 0 if there is none.
pub(super) fn ordinal(code: &str) -> u8 {
    match code.as_bytes() {
        &[first @ b'a'..=b'z', second @ b'a'..=b'z'] => ORDINALS[ordinal_index(first, second)],
        _ => 0,
    }
}

/// Returns the place of the ordinal of a language whose code has these letters.
const fn ordinal_index(first: u8, second: u8) -> usize {
    (first - b'a') as usize * ALPHABET + (second - b'a') as usize
}
