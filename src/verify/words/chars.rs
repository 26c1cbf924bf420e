//! Kinds of characters.

use unicode_normalization::UnicodeNormalization;

use crate::verify::words::symbols::is_symbol;

/// Returns whether `c` is a fraction, or a raised or lowered digit, which is no part of the number beside it.
pub(super) fn is_fraction(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209c}' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

/// Returns whether `c` is a hyphen.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '－' | '﹣' | '\u{5be}')
}

/// Returns whether `c` is a dash.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '‒' | '–' | '—' | '―' | '−' | '⸺' | '⸻' | '﹘')
}

/// Returns whether `c` may be an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '‛' | '＇')
}

/// Returns whether `c` is shown as nothing. A space without width parts no words either: a reader sees one,
/// and so does the search.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// Returns whether `c` is a sign of a currency.
pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '＄' | '￠' | '￡' | '￥' | '￦')
}

/// Returns whether `c` is a sign that belongs to a number beside it, also with a space between.
pub(super) fn is_unit(c: char) -> bool {
    is_currency(c) || matches!(c, '%' | '٪' | '‰' | '‱' | '°')
}

/// Returns whether a hyphen or dash between `c` and a number is a minus: behind an opening mark or an
/// operator.
pub(super) fn opens_number(c: char) -> bool {
    is_opening(c)
        || c == '：'
        || matches!(
            c,
            '=' | '<' | '>' | '~' | '/' | '+' | '×' | '*' | '÷' | '±' | '≈' | '≤' | '≥' | '≠' | ':' | '^'
        )
}

/// Returns the form of a separator between digits.
pub(super) fn separator(c: char) -> Option<char> {
    match c {
        ',' | '，' | '٬' => Some(','),
        '.' | '．' | '٫' => Some('.'),
        ':' | '：' => Some(':'),
        '/' | '⁄' | '∕' | '／' => Some('/'),
        '·' => Some(c),
        _ => None,
    }
}

/// Returns whether `c` makes another word of the one it stands beside, without a space.
pub(super) fn binds(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '*' | '′' | '″')
        || is_fraction(c)
        || sign(c).is_some() && !matches!(c, '\u{2300}'..'\u{ff01}' | '\u{fff0}'..)
}

/// Returns the form of a sign that counts as a word.
pub(super) fn sign(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
        '￠' => '¢',
        '￡' => '£',
        '￥' => '¥',
        '￦' => '₩',
        '٪' => '%',
        c => c,
    };
    let is_sign = is_currency(c)
        || matches!(c, '%' | '#' | '@' | '&' | '/' | '§' | '‰' | '‱')
        || is_symbol(c) && !is_folded(c);
    is_sign.then_some(c)
}

/// Returns whether a symbol is typography: an apostrophe, a dash, or a mark of a trade name.
fn is_folded(c: char) -> bool {
    is_apostrophe(c)
        || is_dash(c)
        || is_hyphen(c)
        || matches!(c, '©' | '®' | '™' | '℠' | '\u{1fbd}' | '\u{1fbf}')
}

/// Returns whether `c` is a symbol that is a short form of letters or digits (*㎞*).
pub(super) fn is_letters(c: char) -> bool {
    !c.is_ascii() && is_symbol(c) && !is_folded(c) && std::iter::once(c).nfkc().all(char::is_alphanumeric)
}

/// Returns whether `c` is a shape that marks the items of a list.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '\u{25a0}'..='\u{25ff}')
}

/// Returns whether `c` is a letter of the name of a region that a flag stands for.
pub(super) fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

/// Returns whether `c` is a mark of sound in kana of half width.
pub(super) fn is_sound_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// Returns whether `c` is a letter of the Arabic script.
pub(super) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6ff}')
}

/// Returns whether `c` is a Hebrew letter.
pub(super) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5f2}')
}

/// Returns whether `c` may stand before the last letter of a Hebrew acronym.
pub(super) fn is_gershayim(c: char) -> bool {
    matches!(c, '״' | '"' | '”' | '“')
}

/// Returns whether `c` is a raised digit.
pub(super) fn is_raised_digit(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Returns whether `c` opens a quotation or brackets.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '"' | '‘' | '«' | '‹' | '„' | '‚' | '「' | '『' | '（')
}
