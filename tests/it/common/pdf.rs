//! PDFs, written by hand: Helvetica, nothing compressed.

/// A line of text: its letters, size, and distance from the left and the lower edge.
pub(crate) type TextLine<'t> = (&'t str, f32, f32, f32);

/// Returns a PDF of these pages, whose title and author are known.
pub(crate) fn pdf(title: &str, author: &str, pages: &[Vec<TextLine<'_>>]) -> Vec<u8> {
    let contents: Vec<String> = pages.iter().map(|lines| content(lines)).collect();
    pdf_of_contents(title, author, &contents)
}

/// Lines of a story, the first of which breaks a word.
pub(crate) const STORY: [&str; 3] = [
    "The ferry stays at its berth until the interna-",
    "tional board has looked at its engine, and the passengers",
    "go by bus.",
];

/// Returns a PDF of [`STORY`], with a title and an author.
pub(crate) fn story() -> Vec<u8> {
    pdf("Ferry stays in port", "Ann Lee", &[column(&STORY, 11.0, 60.0, 700.0)])
}

/// Returns a PDF whose pages have these content streams.
pub(crate) fn pdf_of_contents(title: &str, author: &str, contents: &[String]) -> Vec<u8> {
    let kids: String = (0..contents.len()).map(|page| format!("{} 0 R ", 5 + 2 * page)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>>>",
            contents.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<</Title({title})/Author({author})/CreationDate(D:20200101000000Z)>>"),
    ];
    for (page, content) in contents.iter().enumerate() {
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 6 + 2 * page));
        objects.push(stream(content));
    }
    file(&objects)
}

/// Returns a stream with this content.
pub(crate) fn stream(content: &str) -> String {
    format!("<</Length {}>>stream\n{content}\nendstream", content.len())
}

/// Returns a file of these objects, numbered from 1. The first is the catalog, and the fourth is about the file.
pub(crate) fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let end = bytes.len();
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{end}\n%%EOF\n");
    bytes.extend_from_slice((table + &trailer).as_bytes());
    bytes
}

/// Returns a content stream that shows these lines.
pub(crate) fn content(lines: &[TextLine<'_>]) -> String {
    let show = |(text, size, x, y): &TextLine<'_>| {
        let escaped: String = text
            .chars()
            .map(|c| match c {
                '(' | ')' | '\\' => format!("\\{c}"),
                c if c.is_ascii() => c.to_string(),
                c => format!("\\{:03o}", u32::from(c) & 0xff),
            })
            .collect();
        format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n")
    };
    lines.iter().map(show).collect()
}

/// Returns the lines of a column of text of this size, from the distance `y` from the lower edge downwards.
pub(crate) fn column<'t>(lines: &[&'t str], size: f32, x: f32, y: f32) -> Vec<TextLine<'t>> {
    let place = |(index, line): (usize, &&'t str)| (*line, size, x, y - 1.2 * size * index as f32);
    lines.iter().enumerate().map(place).collect()
}
