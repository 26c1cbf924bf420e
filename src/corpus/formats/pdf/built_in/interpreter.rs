//! Runs the content streams of a page, and places the glyphs that they show.

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object};
use rustc_hash::FxHashMap;

use crate::corpus::formats::pdf::built_in::font::Font;
use crate::corpus::formats::pdf::built_in::fragments::{LineBuilder, PlacedGlyph};
use crate::corpus::formats::pdf::built_in::glyph_names::GlyphNames;
use crate::corpus::formats::pdf::built_in::lexer::{ContentLexer, Operand};
use crate::corpus::formats::pdf::built_in::matrix::Matrix;
use crate::corpus::formats::pdf::built_in::objects::{dictionary, get, name, number, stream_bytes};
use crate::corpus::formats::pdf::error::PdfError;
use crate::corpus::formats::pdf::time_limit::TimeLimit;

/// Depth of forms within forms.
const MAX_FORM_DEPTH: usize = 12;
/// Number of saved states.
const MAX_STATES: usize = 512;
/// Maximum size of a content stream, in bytes.
pub(super) const MAX_CONTENT_BYTES: usize = 32 << 20;
/// Number of fonts that are kept.
const MAX_FONTS: usize = 2000;
/// Number of entries in the tables of all fonts that are kept: a table of a few bytes may have many.
const MAX_FONT_ENTRIES: usize = 1_000_000;

/// The work that a file may still take.
#[derive(Debug)]
pub(super) struct Budget {
    /// Number of operators and glyphs.
    pub steps: u64,
    /// Number of bytes of content streams.
    pub content_bytes: usize,
    /// Number of bytes of text.
    pub text_bytes: usize,
    /// Number of lines.
    pub lines: usize,
    pub time: TimeLimit,
}

impl Budget {
    fn take_step(&mut self) -> Result<(), PdfError> {
        self.steps = self.steps.checked_sub(1).ok_or(PdfError::TooLarge)?;
        if self.steps.is_multiple_of(4096) { self.check_time() } else { Ok(()) }
    }

    /// Returns an error once the time is over, or reading is to stop. What takes long is checked each time: a
    /// font, or a stream.
    pub(super) fn check_time(&self) -> Result<(), PdfError> {
        self.time.check()
    }

    pub(super) fn take_content(&mut self, bytes: usize) -> Result<(), PdfError> {
        self.content_bytes = self.content_bytes.checked_sub(bytes).ok_or(PdfError::TooLarge)?;
        self.check_time()
    }
}

/// The state of showing text.
#[derive(Debug, Clone)]
struct TextState<'d> {
    matrix: Matrix,
    font: Option<&'d Dictionary>,
    /// Whether lines in the font run from top to bottom.
    is_vertical: bool,
    size: f32,
    character_spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// Runs content streams.
pub(super) struct Interpreter<'d> {
    document: &'d Document,
    fonts: FxHashMap<*const Dictionary, Rc<Font>>,
    font_entries: usize,
    names: GlyphNames,
    pub budget: Budget,
    pub lines: LineBuilder,
    /// Number of glyphs with and without a text.
    pub known_glyphs: u64,
    pub unknown_glyphs: u64,
    /// Whether a form could not be read.
    pub has_lost_form: bool,
}

impl<'d> Interpreter<'d> {
    pub(super) fn new(document: &'d Document, budget: Budget) -> Self {
        Interpreter {
            document,
            fonts: FxHashMap::default(),
            font_entries: 0,
            names: GlyphNames::default(),
            budget,
            lines: LineBuilder::default(),
            known_glyphs: 0,
            unknown_glyphs: 0,
            has_lost_form: false,
        }
    }

    /// Runs a content stream. `resources` are looked up in order.
    ///
    /// # Errors
    /// [`PdfError`] once the file has taken too much.
    pub(super) fn run(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        matrix: Matrix,
        depth: usize,
    ) -> Result<(), PdfError> {
        let mut state = TextState {
            matrix,
            font: None,
            is_vertical: false,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let (mut saved, mut text, mut line) = (Vec::new(), Matrix::IDENTITY, Matrix::IDENTITY);
        // Depth of marked content whose text is stated, and which is not shown therefore.
        let (mut marked, mut replaced) = (0_u32, None);
        let (mut lexer, mut operands) = (ContentLexer::new(content), Vec::new());
        while let Some(operator) = lexer.next_operator(&mut operands) {
            self.budget.take_step()?;
            let value = |index: usize| operands.get(index).map_or(0.0, Operand::number);
            match operator {
                b"q" if saved.len() < MAX_STATES => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => state.matrix = Matrix::of(&operands).then(&state.matrix),
                b"BT" => (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                b"Tc" => state.character_spacing = value(0),
                b"Tw" => state.word_spacing = value(0),
                b"Tz" => state.scale = value(0) / 100.0,
                b"TL" => state.leading = value(0),
                b"Ts" => state.rise = value(0),
                b"Tf" => {
                    if let Some(Operand::Name(name)) = operands.first() {
                        state.font = self.find_font(name, resources);
                        state.is_vertical = match state.font {
                            Some(font) => self.font(font)?.is_vertical,
                            None => false,
                        };
                    }
                    state.size = value(1);
                }
                b"Td" | b"TD" => {
                    if operator == b"TD" {
                        state.leading = -value(1);
                    }
                    line = Matrix::translation(value(0), value(1)).then(&line);
                    text = line;
                }
                b"Tm" => {
                    line = Matrix::of(&operands);
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    if operator == b"\"" {
                        (state.word_spacing, state.character_spacing) = (value(0), value(1));
                    }
                    line = Matrix::translation(0.0, -state.leading).then(&line);
                    text = line;
                    if let Some(Operand::Bytes(string)) = operands.last() {
                        self.show(string, &state, &mut text, replaced.is_some())?;
                    }
                }
                b"Tj" => {
                    if let Some(Operand::Bytes(string)) = operands.last() {
                        self.show(string, &state, &mut text, replaced.is_some())?;
                    }
                }
                b"TJ" => {
                    let Some(Operand::Array(elements)) = operands.last() else { continue };
                    for element in elements {
                        match element {
                            Operand::Bytes(string) => {
                                self.show(string, &state, &mut text, replaced.is_some())?;
                            }
                            Operand::Number(number) => {
                                let back = -number / 1000.0 * state.size;
                                text = state.advance(back).then(&text);
                            }
                            _ => {}
                        }
                    }
                }
                b"BDC" | b"BMC" => {
                    marked += 1;
                    if replaced.is_none()
                        && let Some(stated) = stated_text(&operands)
                    {
                        replaced = Some(marked);
                        self.place(&stated, &state, &text, 0.0)?;
                    }
                }
                b"EMC" => {
                    if replaced == Some(marked) {
                        replaced = None;
                    }
                    marked = marked.saturating_sub(1);
                }
                b"Do" => {
                    if let Some(Operand::Name(name)) = operands.first() {
                        self.show_object(name, resources, &state.matrix, depth)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Shows a string, and moves behind it. A string whose text is stated elsewhere only moves.
    fn show(
        &mut self,
        string: &[u8],
        state: &TextState<'d>,
        text: &mut Matrix,
        is_replaced: bool,
    ) -> Result<(), PdfError> {
        let Some(font) = state.font else { return Ok(()) };
        let font = self.font(font)?;
        let mut result = Ok(());
        font.for_each_glyph(string, |glyph| {
            if result.is_err() {
                return;
            }
            let spacing = state.character_spacing + if glyph.is_space { state.word_spacing } else { 0.0 };
            let (width, advance) = match font.is_vertical {
                // A column of glyphs: each advances by its size.
                true => (-state.size, -state.size + spacing),
                false => (glyph.width * state.size, glyph.width * state.size + spacing),
            };
            match glyph.text {
                _ if is_replaced => result = self.place("", state, text, width),
                Some(glyph_text) => {
                    self.known_glyphs += 1;
                    result = self.place(&glyph_text, state, text, width);
                }
                None => self.unknown_glyphs += 1,
            }
            *text = state.advance(advance).then(text);
        });
        result
    }

    fn place(
        &mut self,
        glyph: &str,
        state: &TextState<'d>,
        text: &Matrix,
        width: f32,
    ) -> Result<(), PdfError> {
        self.budget.take_step()?;
        self.budget.text_bytes = self.budget.text_bytes.checked_sub(glyph.len()).ok_or(PdfError::TooLarge)?;
        let matrix = text.then(&state.matrix);
        let start = matrix.apply(0.0, state.rise);
        let end = match state.is_vertical {
            true => matrix.apply(0.0, state.rise + width),
            false => matrix.apply(width * state.scale, state.rise),
        };
        let size = (state.size * matrix.height()).abs();
        if self.lines.push(&PlacedGlyph { text: glyph, start, end, size }) {
            self.budget.lines = self.budget.lines.checked_sub(1).ok_or(PdfError::TooLarge)?;
        }
        Ok(())
    }

    /// Runs a form.
    fn show_object(
        &mut self,
        object_name: &[u8],
        resources: &[&'d Dictionary],
        matrix: &Matrix,
        depth: usize,
    ) -> Result<(), PdfError> {
        let document = self.document;
        let find = |resources: &&'d Dictionary| {
            let objects = dictionary(document, resources.get(b"XObject").ok()?)?;
            get(document, objects, object_name)
        };
        let Some(object) = resources.iter().find_map(find) else { return Ok(()) };
        let Some(form) = dictionary(document, object) else { return Ok(()) };
        if depth >= MAX_FORM_DEPTH || get(document, form, b"Subtype").and_then(name) != Some(b"Form") {
            return Ok(());
        }
        self.budget.check_time()?;
        // Those around it are in memory, too.
        let Some(content) = stream_bytes(document, object, MAX_CONTENT_BYTES / (depth + 1)) else {
            self.has_lost_form = true;
            return Ok(());
        };
        self.budget.take_content(content.len())?;
        let form_matrix = get(document, form, b"Matrix").and_then(|matrix| matrix.as_array().ok());
        let form_matrix = form_matrix.map_or(Matrix::IDENTITY, |numbers| {
            let operands =
                numbers.iter().map(|object| Operand::Number(number(document, object).unwrap_or(0.0)));
            Matrix::of(&operands.collect::<Vec<_>>())
        });
        let of_form = get(document, form, b"Resources").and_then(|resources| dictionary(document, resources));
        let resources: Vec<&Dictionary> =
            of_form.into_iter().chain(resources.iter().copied()).take(24).collect();
        self.run(&content, &resources, form_matrix.then(matrix), depth + 1)
    }

    fn find_font(&self, font_name: &[u8], resources: &[&'d Dictionary]) -> Option<&'d Dictionary> {
        let document = self.document;
        resources.iter().find_map(|resources| {
            let fonts = dictionary(document, resources.get(b"Font").ok()?)?;
            dictionary(document, fonts.get(font_name).ok()?)
        })
    }

    /// Returns the font of a dictionary of the file, which is read again if it is not kept.
    fn font(&mut self, font: &'d Dictionary) -> Result<Rc<Font>, PdfError> {
        let key = std::ptr::from_ref(font);
        if let Some(known) = self.fonts.get(&key) {
            return Ok(Rc::clone(known));
        }
        self.budget.check_time()?;
        let font = Rc::new(Font::load(self.document, font, &mut self.names));
        self.font_entries += font.entries();
        if self.fonts.len() == MAX_FONTS || self.font_entries > MAX_FONT_ENTRIES {
            self.fonts.clear();
            self.font_entries = font.entries();
        }
        self.fonts.insert(key, Rc::clone(&font));
        Ok(font)
    }
}

impl TextState<'_> {
    /// Returns the movement by `length` in the direction of writing.
    fn advance(&self, length: f32) -> Matrix {
        match self.is_vertical {
            true => Matrix::translation(0.0, length),
            false => Matrix::translation(length * self.scale, 0.0),
        }
    }
}

/// Returns the text that marked content states for what it shows.
fn stated_text(operands: &[Operand]) -> Option<String> {
    let Some(Operand::Dictionary(entries)) = operands.last() else { return None };
    let pair = entries.chunks_exact(2).find(|pair| pair[0] == Operand::Name(b"ActualText".to_vec()))?;
    let Operand::Bytes(bytes) = &pair[1] else { return None };
    let text = lopdf::decode_text_string(&Object::string_literal(bytes.clone())).ok()?;
    let text = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    Some(text.filter(|c| !c.is_control()).collect())
}
