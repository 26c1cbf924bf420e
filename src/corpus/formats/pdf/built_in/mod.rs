//! Reads PDFs without another program.

mod cmap;
mod font;
mod fragments;
mod glyph_names;
mod interpreter;
mod lexer;
mod loader;
mod matrix;
mod objects;
mod widths;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::corpus::formats::documents::About;
use crate::corpus::formats::memory_budget::MemoryBudget;
use crate::corpus::formats::pdf::built_in::interpreter::{Budget, Interpreter, MAX_CONTENT_BYTES};
use crate::corpus::formats::pdf::built_in::matrix::Matrix;
use crate::corpus::formats::pdf::built_in::objects::{dictionary, get, number, stream_bytes};
use crate::corpus::formats::pdf::error::{PdfError, damaged};
use crate::corpus::formats::pdf::page::{PdfPage, PdfText};
use crate::corpus::formats::pdf::time_limit::TimeLimit;

/// Number of operators and glyphs of all pages of a file.
const MAX_STEPS: u64 = if cfg!(test) { 1_000_000 } else { 50_000_000 };
/// Number of bytes of all content streams of a file, counted each time that one is run.
const MAX_ALL_CONTENT_BYTES: usize = 1 << 30;
/// Number of bytes of text.
const MAX_TEXT_BYTES: usize = 16 << 20;
/// Number of lines.
const MAX_LINES: usize = if cfg!(test) { 10_000 } else { 1_000_000 };
/// Number of pages.
const MAX_PAGES: usize = 50_000;
/// Depth of the tree of pages.
const MAX_TREE_DEPTH: usize = 64;
/// Size of a page that does not state it: A4.
const DEFAULT_BOX: [f32; 4] = [0.0, 0.0, 595.0, 842.0];

/// Memory that all files together may take while they are read.
static MEMORY: MemoryBudget = MemoryBudget::new(160 << 20);
/// Memory that any file takes.
const FILE_BYTES: usize = 24 << 20;
/// Memory that the objects of a file take, in sizes of the file: streams of objects are compressed.
const MEMORY_PER_BYTE: usize = 12;

/// Reads the text of a file within `time`. Returns soon after `stop` is set.
///
/// # Errors
/// [`PdfError`] if nothing can be read.
pub(super) fn read(bytes: &[u8], time: Duration, stop: &Arc<AtomicBool>) -> Result<PdfText, PdfError> {
    let _memory = MEMORY.take(FILE_BYTES.saturating_add(bytes.len().saturating_mul(MEMORY_PER_BYTE)));
    let limit = TimeLimit::begin(time, stop);
    match catch_unwind(AssertUnwindSafe(|| read_within_bounds(bytes, &limit))) {
        Ok(result) => result,
        Err(panic) => Err(match panic.downcast::<PdfError>() {
            Ok(error) => *error,
            Err(_) => damaged("its objects cannot be read"),
        }),
    }
}

fn read_within_bounds(bytes: &[u8], limit: &TimeLimit) -> Result<PdfText, PdfError> {
    limit.check()?;
    let first = loader::load(bytes, limit).and_then(|document| read_document(&document, limit));
    match first {
        Ok(text) if text.damage.is_none() => Ok(text),
        Err(error) if !matches!(error, PdfError::Damaged { .. }) => Err(error),
        // The table of the objects may be wrong.
        first => {
            match loader::load_rebuilt(bytes, limit).and_then(|document| read_document(&document, limit)) {
                Ok(text) if first.as_ref().map_or(true, |first| text.lines() > first.lines()) => Ok(text),
                Err(PdfError::Stopped) => Err(PdfError::Stopped),
                _ => first,
            }
        }
    }
}

fn read_document(document: &Document, limit: &TimeLimit) -> Result<PdfText, PdfError> {
    let pages = page_ids(document);
    if pages.is_empty() {
        return Err(damaged("it has no pages"));
    }
    if pages.len() > MAX_PAGES {
        return Err(PdfError::TooLarge);
    }
    let budget = Budget {
        steps: MAX_STEPS,
        content_bytes: MAX_ALL_CONTENT_BYTES,
        text_bytes: MAX_TEXT_BYTES,
        lines: MAX_LINES,
        time: limit.clone(),
    };
    let mut interpreter = Interpreter::new(document, budget);
    let mut text = PdfText { about: about(document), ..PdfText::default() };
    let mut damaged_pages = 0;
    for id in pages {
        let (page, is_complete) = read_page(document, id, &mut interpreter)?;
        damaged_pages += usize::from(!is_complete);
        text.pages.push(page);
    }
    if damaged_pages > 0 {
        let (pages, are) = (text.pages.len(), if damaged_pages == 1 { "is" } else { "are" });
        text.damage =
            Some(format!("{damaged_pages} of {pages} pages {are} damaged; the readable part was indexed"));
    } else if interpreter.unknown_glyphs > interpreter.known_glyphs {
        let note = "its fonts do not tell which letters they show; the readable part was indexed";
        text.damage = Some(note.to_owned());
    }
    Ok(text)
}

/// Returns the pages in order, up to one too many. Without a tree of pages, these are all objects that are
/// pages.
fn page_ids(document: &Document) -> Vec<ObjectId> {
    let ids: Vec<ObjectId> = document.page_iter().take(MAX_PAGES + 1).collect();
    if !ids.is_empty() {
        return ids;
    }
    let is_page = |object: &Object| {
        let kind = object.as_dict().and_then(|page| page.get(b"Type")).and_then(Object::as_name);
        kind.is_ok_and(|kind| kind == b"Page")
    };
    let pages = document.objects.iter().filter(|(_, object)| is_page(object));
    pages.map(|(id, _)| *id).take(MAX_PAGES + 1).collect()
}

/// Reads a page. Returns it with whether all of its content can be read.
fn read_page<'d>(
    document: &'d Document,
    id: ObjectId,
    interpreter: &mut Interpreter<'d>,
) -> Result<(PdfPage, bool), PdfError> {
    let Ok(page) = document.get_dictionary(id) else { return Ok((PdfPage::default(), false)) };
    // What a page does not state is that of the nodes above it.
    let mut nodes = vec![page];
    while nodes.len() < MAX_TREE_DEPTH
        && let Some(parent) = nodes.last().and_then(|node| dictionary(document, node.get(b"Parent").ok()?))
    {
        nodes.push(parent);
    }
    let inherited = |key: &[u8]| nodes.iter().find_map(|node| get(document, node, key));
    let resources: Vec<&Dictionary> =
        inherited(b"Resources").and_then(|object| dictionary(document, object)).into_iter().collect();
    let corners = inherited(b"CropBox").or_else(|| inherited(b"MediaBox")).and_then(|corners| {
        let corners = corners.as_array().ok()?.iter().map(|corner| number(document, corner).unwrap_or(0.0));
        <[f32; 4]>::try_from(corners.collect::<Vec<_>>()).ok()
    });
    let turn = inherited(b"Rotate").and_then(|turn| number(document, turn)).unwrap_or(0.0);
    let (matrix, height) = page_matrix(corners.unwrap_or(DEFAULT_BOX), turn);
    let (mut content, mut is_complete) = (Vec::new(), true);
    for stream in document.get_page_contents(id) {
        interpreter.budget.check_time()?;
        let object = Object::Reference(stream);
        let left = MAX_CONTENT_BYTES.saturating_sub(content.len());
        match stream_bytes(document, &object, left) {
            Some(bytes) => content.extend_from_slice(&bytes),
            None => is_complete = false,
        }
        content.push(b'\n');
    }
    interpreter.budget.take_content(content.len())?;
    interpreter.run(&content, &resources, matrix, 0)?;
    is_complete &= !std::mem::take(&mut interpreter.has_lost_form);
    Ok((std::mem::take(&mut interpreter.lines).finish(height), is_complete))
}

/// Returns the transformation that puts the lower left corner of a page at the origin, and the height of the
/// page as it is seen.
fn page_matrix([x0, y0, x1, y1]: [f32; 4], turn: f32) -> (Matrix, f32) {
    let (left, low, width, height) = (x0.min(x1), y0.min(y1), (x1 - x0).abs(), (y1 - y0).abs());
    let move_back = Matrix::translation(-left, -low);
    let (matrix, height) = match (turn as i32).rem_euclid(360) / 90 {
        1 => (Matrix::new([0.0, -1.0, 1.0, 0.0, 0.0, width]), width),
        2 => (Matrix::new([-1.0, 0.0, 0.0, -1.0, width, height]), height),
        3 => (Matrix::new([0.0, 1.0, -1.0, 0.0, height, 0.0]), width),
        _ => (Matrix::IDENTITY, height),
    };
    (move_back.then(&matrix), height)
}

/// Returns what the file says about itself.
fn about(document: &Document) -> About {
    let mut about = About::default();
    let info = document.trailer.get(b"Info").ok().and_then(|info| dictionary(document, info));
    let value = |key: &[u8]| {
        let value = get(document, info?, key)?;
        lopdf::decode_text_string(value).ok()
    };
    if let Some(title) = value(b"Title") {
        about.set_title(&title);
    }
    if let Some(author) = value(b"Author") {
        about.add_creator(&author);
    }
    about
}
