//! Cuts of a text between characters.

/// Returns the last character boundary at or before `offset`, or the end of a shorter text. As
/// `str::floor_char_boundary`, which is later than the minimum version of Rust.
#[inline]
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use crate::text::char_boundary::*;

    #[test]
    fn no_character_is_cut() {
        let expected = [0, 1, 1, 3, 3, 3, 6, 6];
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 99].map(|offset| floor_char_boundary("aé京", offset)), expected);
    }
}
