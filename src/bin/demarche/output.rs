//! Prints, writes files whole or not at all, and loads the dataset that was asked for.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use demarche::cache::{self, Known, Threads};
use demarche::check;
use demarche::diagnostic::{Diagnostic, Severity};
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::load::{self, Limits, Loaded};
use demarche::proof::Proofs;
use demarche::report::{self, text};
use demarche::tree::{Place, Revision};
use demarche::yaml::Reader;
use indicatif::ProgressBar;
use serde_json::json;

use crate::Outcome;
use crate::args::Args;

/// A dataset that was loaded, and where it is.
pub struct Opened {
    /// What was loaded.
    pub loaded: Loaded,
    /// Where it is.
    pub place: Place,
    /// What to write before a path.
    pub prefix: String,
    /// The commit that it was read from, where it was.
    pub at: At,
}

/// The commit that was read; none where files were.
pub struct At(pub Option<Revision>);

impl At {
    /// A line that says which commit was read, for outputs that are prose; empty where none was.
    pub fn heading(&self) -> String {
        self.0
            .as_ref()
            .map_or_else(String::new, |revision| format!("revision {}, commit {}\n\n", report::visible(&revision.name), revision.short()))
    }

    /// The same on standard error, for outputs of which every line is a row.
    pub fn announce(&self) {
        if self.0.is_some() {
            anstream::eprintln!("{}", self.heading().trim_end());
        }
    }

    /// A JSON output with the commit that was read, as `revision`.
    pub fn stamped(&self, mut value: serde_json::Value) -> serde_json::Value {
        if let (Some(revision), Some(object)) = (&self.0, value.as_object_mut()) {
            object.insert("revision".to_owned(), json!({"name": revision.name, "id": revision.id}));
        }
        value
    }
}

/// Finds and loads the dataset.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn open(args: &Args) -> Result<Opened, Error> {
    open_at(args, place(args)?)
}

/// Finds the dataset.
///
/// # Errors
/// When there is none.
pub fn place(args: &Args) -> Result<Place, Error> {
    let here = Path::new(".");
    match (&args.at, &args.data) {
        (Some(name), data) => Place::at_revision(here, data.as_deref(), name),
        (None, Some(folder)) => Place::at(folder),
        (None, None) => Place::find(here),
    }
}

/// Loads the dataset at a place.
///
/// # Errors
/// When it cannot be read.
pub fn open_at(args: &Args, place: Place) -> Result<Opened, Error> {
    let progress = progress("reading the dataset");
    let loaded = load::load(&place, &limits(args))?;
    progress.finish_and_clear();
    Ok(Opened { loaded, at: At(place.revision().cloned()), prefix: place.prefix.clone(), place })
}

/// What is known of the dataset at a place from the last check; none where nothing is, or nothing may be taken from it.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn known<'p>(args: &Args, place: &'p Place, limits: &'p Limits) -> Result<Option<Known<'p>>, Error> {
    if args.no_cache || args.full_parser { Ok(None) } else { Known::of(place, limits, &cache::Settings::default()) }
}

/// Loads what an answer about some threads rests on, where it is known what that is; none where everything must be loaded.
///
/// # Errors
/// When it cannot be read.
pub fn open_threads(args: &Args, place: &Place, threads: impl FnOnce(&Known<'_>) -> Option<Threads>) -> Result<Option<Opened>, Error> {
    let limits = limits(args);
    let Some(known) = known(args, place, &limits)? else { return Ok(None) };
    let Some(threads) = threads(&known) else { return Ok(None) };
    let loaded = known.load(&threads)?;
    Ok(loaded.map(|loaded| Opened { loaded, at: At(None), prefix: place.prefix.clone(), place: place.clone() }))
}

/// The limits on a dataset, with the reader that was asked for.
pub fn limits(args: &Args) -> Limits {
    let mut limits = Limits::default();
    if args.full_parser {
        limits.yaml.reader = Reader::Full;
    }
    limits
}

/// A sign of life on the terminal for steps that may be long; nothing in a pipe.
pub fn progress(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Prints text, with its colours where they are wanted.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(content: &str) -> Result<Outcome, Error> {
    let write = |cause| Error::Io { action: "write", path: "standard output".into(), cause };
    let mut out = anstream::stdout().lock();
    out.write_all(content.as_bytes()).map_err(write)?;
    out.flush().map_err(write)?;
    Ok(Outcome::Fine)
}

/// Prints bytes as they are.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_bytes(content: &[u8]) -> Result<Outcome, Error> {
    let write = |cause| Error::Io { action: "write", path: "standard output".into(), cause };
    std::io::stdout().lock().write_all(content).map_err(write)?;
    Ok(Outcome::Fine)
}

/// Prints a JSON value, ending with a line feed.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_json(value: &serde_json::Value) -> Result<Outcome, Error> {
    let text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    // serde_json writes DEL, the C1 controls and bidi marks as they are; escaped they read back the same, and no terminal obeys them.
    let mut safe = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && (c.is_control() || demarche::yaml::is_invisible(c)) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| safe += &format!("\\u{unit:04x}"));
        } else {
            safe.push(c);
        }
    }
    safe.push('\n');
    print_bytes(safe.as_bytes())
}

/// The least width in which prose is still read with ease.
const PROSE: usize = 30;

/// Prints rows: on a terminal a table, or a paragraph a row where a table would have to cut its words; one line a row with tabs between the
/// columns in a pipe. What the signs behind dates say stands on standard error.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_table(rows: &[Vec<(&str, String)>], one: &str, many: &str) -> Result<Outcome, Error> {
    let Some(first) = rows.first() else { return print(&format!("no {many}\n")) };
    let printed = print_rows(first, rows, one, many);
    let dates: String = rows.iter().flatten().filter(|(key, _)| DATED.contains(key)).map(|(_, text)| text.as_str()).collect();
    report::signs(&dates).iter().for_each(|line| anstream::eprintln!("{line}"));
    printed
}

/// The columns in which dates stand.
const DATED: [&str; 5] = ["date", "published", "introduced", "last asserted", "caution"];

fn print_rows(first: &[(&str, String)], rows: &[Vec<(&str, String)>], one: &str, many: &str) -> Result<Outcome, Error> {
    let cells = |row: &[(&str, String)]| row.iter().map(|(_, text)| report::visible(text).into_owned()).collect::<Vec<_>>();
    if !std::io::stdout().is_terminal() {
        return print(&rows.iter().map(|row| cells(row).join("\t") + "\n").collect::<String>());
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(first.iter().map(|(key, _)| *key));
    table.add_rows(rows.iter().map(|row| cells(row)));
    let width = table.width().map_or(usize::MAX, usize::from);
    // Two columns of blanks stand between the columns. The widest one may be broken at its blanks; ids and dates may not.
    let widths: Vec<usize> = table.column_max_content_widths().into_iter().map(|width| usize::from(width) + 2).collect();
    let widest = widths.iter().copied().max().unwrap_or_default();
    let others = widths.iter().sum::<usize>() - widest;
    let lines: Vec<String> = match others + widest.min(PROSE) <= width {
        true => {
            for (column, _) in table.column_iter_mut().zip(&widths).filter(|(_, own)| **own < widest) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
            table.lines().map(|line| line.trim_end().to_owned()).collect()
        }
        false => rows.iter().map(|row| paragraph(row, width)).collect::<Vec<_>>().join(&String::new()),
    };
    print(&(lines.join("\n") + "\n\n" + &report::count(rows.len(), one, many) + "\n"))
}

/// A row as a paragraph: the first two cells as its heading, then the others with their names, as far as they hold something.
fn paragraph(row: &[(&str, String)], width: usize) -> Vec<String> {
    let bold = Style::new().bold();
    let (heading, others) = row.split_at(row.len().min(2));
    let heading: Vec<_> = heading.iter().map(|(_, text)| report::visible(text)).filter(|text| !text.is_empty()).collect();
    let mut lines = vec![format!("{bold}{}{bold:#}", heading.join("  "))];
    let mut line = String::new();
    let others: Vec<_> = others.iter().filter(|(_, text)| !text.is_empty()).collect();
    let mut words: Vec<String> = Vec::new();
    for (at, (key, text)) in others.iter().enumerate() {
        let end = if at + 1 < others.len() { ";" } else { "" };
        let whole = format!("{key}: {}{end}", report::visible(text));
        // What is short is not broken: a date stays a date.
        if whole.chars().count() <= PROSE { words.push(whole) } else { words.extend(whole.split(' ').map(str::to_owned)) }
    }
    for word in &words {
        if !line.is_empty() && line.chars().count() + word.chars().count() + 3 > width {
            lines.push(format!("  {line}"));
            line.clear();
        }
        line = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
    }
    lines.push(format!("  {line}"));
    lines
}

/// Prints a failure on standard error.
pub fn error(error: &Error) {
    let red = Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into()));
    let text: String = error.to_string().lines().map(|line| report::visible(line).into_owned()).collect::<Vec<_>>().join("\n");
    anstream::eprintln!("{red}error{red:#}: {text}");
}

/// Says on standard error that the data have errors, where a command goes on in spite of them. It is the whole record that is checked, also
/// where a command looks at a part of it; `whole` is its graph with its proofs, where they are there.
///
/// # Errors
/// When a file cannot be read.
pub fn warn_of_errors<'d>(args: &Args, opened: &'d Opened, whole: Option<(&Graph<'d>, &Proofs<'d>)>) -> Result<(), Error> {
    let checked = known_findings(args, &opened.place)?.unwrap_or_else(|| match whole {
        Some((graph, proofs)) => check::check_with(&opened.loaded, graph, proofs),
        None => check::check(&opened.loaded),
    });
    warn(&checked.diagnostics);
    Ok(())
}

/// What a check of the whole finds, where that can be told from what is known of the last one.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn known_findings(args: &Args, place: &Place) -> Result<Option<check::Checked>, Error> {
    let is_kept = !args.no_cache && !args.full_parser;
    if is_kept { cache::known(place, &limits(args), &cache::Settings::default()) } else { Ok(None) }
}

/// The same for commands that prove nothing: only what was found while reading.
pub fn warn_of_load_errors(opened: &Opened) {
    warn(&opened.loaded.diagnostics);
}

/// Says how many errors there are, where there are some.
pub fn warn(diagnostics: &[Diagnostic]) {
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    if errors > 0 {
        let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        let errors = report::count(errors, "error", "errors");
        anstream::eprintln!(
            "{yellow}warning{yellow:#}: the dataset has {errors}, and what could not be read is left out (`demarche check` lists them)"
        );
    }
}

/// How findings are printed.
pub fn text_options(prefix: &str) -> text::Options {
    text::Options { prefix: prefix.to_owned(), styled: true }
}
