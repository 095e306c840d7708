//! Writes findings with the lines that they are about, as rustc does.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::report::visible;
use crate::source::{FileId, SourceMap};

/// How findings are written.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What to write before each path so that it can be opened from where the reader is.
    pub prefix: String,
    /// Whether to write the escapes of a terminal; the printer takes them out where they are not wanted.
    pub styled: bool,
}

/// Writes one finding, ending with a line feed.
pub fn finding(diagnostic: &Diagnostic, sources: &SourceMap, options: &Options) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let headline = visible(&diagnostic.headline).into_owned();
    let mut group = Group::with_title(level.primary_title(headline).id(diagnostic.code.0));
    let labels: Vec<(&Label, bool)> =
        diagnostic.primary.iter().map(|label| (label, true)).chain(diagnostic.secondary.iter().map(|label| (label, false))).collect();
    let mut done: Vec<FileId> = Vec::new();
    for (label, _) in &labels {
        let file = label.span.file;
        if !done.contains(&file) {
            done.push(file);
            group = group.element(snippet(file, &labels, sources, options));
        }
    }
    if labels.is_empty()
        && let Some(path) = &diagnostic.path
    {
        group = group.element(Origin::path(visible(&format!("{}{path}", options.prefix)).into_owned()));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help).into_owned()));
    }
    let renderer = if options.styled { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string() + "\n"
}

/// The lines of one file that the labels point to. Lines in between that are far away are folded by the renderer.
fn snippet<'s>(
    file: FileId,
    labels: &[(&Label, bool)],
    sources: &'s SourceMap,
    options: &Options,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let source = sources.file(file);
    let mine: Vec<&(&Label, bool)> = labels.iter().filter(|(label, _)| label.span.file == file).collect();
    let start = mine.iter().map(|(label, _)| label.span.start as usize).min().unwrap_or_default();
    let end = mine.iter().map(|(label, _)| label.span.end as usize).max().unwrap_or_default();
    let window = Window::new(&source.text, start, end);
    let annotations = mine.iter().map(|(label, primary)| {
        let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(window.map(label.span.range())).label(visible(&label.text).into_owned())
    });
    let annotations: Vec<_> = annotations.collect();
    Snippet::source(window.text.clone())
        .line_start(source.position(window.start).line)
        .path(visible(&format!("{}{}", options.prefix, source.path)).into_owned())
        .fold(true)
        .annotations(annotations)
}

/// The longest stretch of a line that is shown, in bytes before and after the place.
const MOST_SHOWN: usize = 4096;

/// The lines around some places, with hidden characters made visible.
struct Window {
    text: String,
    /// The offset of the window in the file.
    start: usize,
    /// Offset in the file and offset in the window, at each place where the difference changes.
    shifts: Vec<(usize, usize)>,
}

impl Window {
    fn new(text: &str, start: usize, end: usize) -> Self {
        let from = text.floor_char_boundary(start.saturating_sub(MOST_SHOWN));
        let start = text[from..start.min(text.len())].rfind('\n').map_or(from, |at| from + at + 1);
        let to = text.ceil_char_boundary((end + MOST_SHOWN).min(text.len()));
        let end = text[end.min(text.len())..to].find('\n').map_or(to, |at| end + at);
        let mut window = Window { text: String::new(), start, shifts: vec![(start, 0)] };
        for (at, character) in text[start..end].char_indices() {
            let hidden = character != '\n' && character != '\t' && (character.is_control() || crate::yaml::is_invisible(character));
            if hidden {
                window.text.extend(character.escape_unicode());
                window.shifts.push((start + at + character.len_utf8(), window.text.len()));
            } else {
                window.text.push(character);
            }
        }
        window
    }

    fn map(&self, range: Range<usize>) -> Range<usize> {
        let one = |offset: usize| {
            let index = self.shifts.partition_point(|(before, _)| *before <= offset).saturating_sub(1);
            let (before, after) = self.shifts[index];
            (after + offset.saturating_sub(before)).min(self.text.len())
        };
        one(range.start)..one(range.end)
    }
}
