//! Widths of the glyphs of fonts that every viewer has, for files that leave them out.

/// Widths of the printable ASCII characters in Helvetica, in thousandths of the size.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// Width of other glyphs.
const OTHER: u16 = 556;

/// A family of fonts that every viewer has.
#[derive(Debug, Clone, Copy)]
pub(super) enum StandardFont {
    Courier,
    Times,
    Helvetica,
}

impl StandardFont {
    /// Returns the family of the font called `name`; any other is like Helvetica.
    pub(super) fn of(name: &[u8]) -> Self {
        let has = |family: &[u8]| memchr::memmem::find(name, family).is_some();
        match () {
            () if has(b"Courier") => StandardFont::Courier,
            () if has(b"Times") => StandardFont::Times,
            () => StandardFont::Helvetica,
        }
    }

    /// Returns the width of a code, as a part of the size.
    pub(super) fn width(self, code: u8) -> f32 {
        let helvetica =
            || code.checked_sub(b' ').and_then(|index| HELVETICA.get(usize::from(index))).unwrap_or(&OTHER);
        match self {
            StandardFont::Courier => 0.6,
            StandardFont::Times => f32::from(*helvetica()) / 1000.0 * 0.9,
            StandardFont::Helvetica => f32::from(*helvetica()) / 1000.0,
        }
    }
}
