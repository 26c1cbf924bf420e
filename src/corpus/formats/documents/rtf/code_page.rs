//! Encodings of rich text: code pages by number, and those of fonts.

use encoding_rs::Encoding;

use crate::corpus::code_pages::decode_dos;

/// A code page by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CodePage(pub u32);

impl CodePage {
    /// Western Europe, which is that of documents without one.
    pub(super) const WINDOWS_1252: CodePage = CodePage(1252);

    /// Returns the code page of fonts with this character set, or `None` if it is that of the document.
    pub(super) fn of_charset(charset: i32) -> Option<Self> {
        let page = match charset {
            0 => 1252,
            77 => 10000,
            128 => 932,
            129 | 130 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return None,
        };
        Some(CodePage(page))
    }

    /// Appends decoded `bytes` to `text`. Returns whether some are invalid.
    pub(super) fn decode(self, bytes: &[u8], text: &mut String) -> bool {
        let label = match self.0 {
            437 | 850 | 852 => {
                text.push_str(&decode_dos(bytes, self.0 == 852));
                return false;
            }
            866 => "ibm866",
            874 => "windows-874",
            932 => "shift_jis",
            936 => "gbk",
            949 => "euc-kr",
            950 => "big5",
            1250 => "windows-1250",
            1251 => "windows-1251",
            1253 => "windows-1253",
            1254 => "windows-1254",
            1255 => "windows-1255",
            1256 => "windows-1256",
            1257 => "windows-1257",
            1258 => "windows-1258",
            10000 => "macintosh",
            10007 => "x-mac-cyrillic",
            20866 => "koi8-r",
            21866 => "koi8-u",
            28592 => "iso-8859-2",
            28595 => "iso-8859-5",
            54936 => "gb18030",
            65001 => "utf-8",
            _ => "windows-1252",
        };
        let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
        let (decoded, has_errors) = encoding.decode_without_bom_handling(bytes);
        text.push_str(&decoded);
        has_errors
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::rtf::code_page::*;

    #[test]
    fn code_pages_are_decoded() {
        for (page, bytes, expected) in [
            (1252, &b"caf\xe9 \x93x\x94"[..], "café “x”"),
            (1251, b"\xcf\xe0\xf0\xee\xec", "Паром"),
            (932, b"\x93\xfa\x96\x7b", "日本"),
            (850, b"caf\x82", "café"),
            (437, b"caf\x82", "café"),
            (10000, b"caf\x8e", "café"),
            (7, b"\xe9", "é"),
        ] {
            let mut text = String::new();
            assert!(!CodePage(page).decode(bytes, &mut text));
            assert_eq!(text, expected, "{page}");
        }
        assert_eq!(CodePage::of_charset(204), Some(CodePage(1251)));
        assert_eq!(CodePage::of_charset(1), None);
    }
}
