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

/// Returns the width of a code in the font called `name`, as a part of the size.
pub(super) fn standard_width(name: &[u8], code: u8) -> f32 {
    if memchr::memmem::find(name, b"Courier").is_some() {
        return 0.6;
    }
    let width = code.checked_sub(b' ').and_then(|index| HELVETICA.get(usize::from(index))).unwrap_or(&OTHER);
    let narrow = memchr::memmem::find(name, b"Times").is_some();
    f32::from(*width) / 1000.0 * if narrow { 0.9 } else { 1.0 }
}
