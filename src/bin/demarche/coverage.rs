//! `demarche coverage`: the stored texts with the coded passages marked.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use demarche::error::Error;
use demarche::id::SourceId;
use demarche::proof::{Proofs, Use};
use demarche::quote::Quotation;
use demarche::report::{self, json, visible};
use demarche::suggest;
use serde_json::json;

use crate::Outcome;
use crate::args::{Args, CoverageOptions, Format};
use crate::output;

/// Prints each text, then the quotations in it that nothing uses. Findings where there are such.
pub fn run(args: &Args, options: &CoverageOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    let dataset = &opened.loaded.dataset;
    let proofs = Proofs::new(dataset, &opened.loaded.sources);
    let wanted: Vec<&SourceId> = match &options.source {
        None => proofs.texts.keys().copied().collect(),
        Some(id) => {
            let Some((id, _)) = dataset.sources.get_key_value(id.as_str()) else {
                let near = suggest::nearest_few(id, dataset.sources.keys().map(SourceId::as_str), 3);
                return Err(Error::UnknownId { id: id.clone(), near: near.into_iter().map(str::to_owned).collect() });
            };
            if !proofs.texts.contains_key(id) {
                return Err(Error::Usage(format!("source `{id}` has no stored text, so there is nothing to mark")));
            }
            vec![id]
        }
    };
    let mut ranges = proofs.ranges();
    let uncoded = proofs.uncoded();
    let mut out = opened.at.heading();
    let mut values = Vec::new();
    let mut open = 0;
    for id in wanted {
        let coverage = Coverage::new(&proofs, id, ranges.remove(id).unwrap_or_default(), uncoded.get(id).map_or(&[], Vec::as_slice));
        open += coverage.uncoded.len();
        let (file, _) = &proofs.texts[id];
        let path = format!("{}{}", opened.prefix, opened.loaded.sources.file(*file).path);
        let line = |offset: usize| opened.loaded.sources.file(*file).position(offset).line;
        match options.format {
            Format::Text => out += &coverage.to_text(id, &path, &line),
            Format::Json => values.push(coverage.to_json(id, &path, &line)),
        }
    }
    match options.format {
        Format::Text => {
            let _ = writeln!(out, "{} left uncoded without a reason", report::count(open, "quotation", "quotations"));
            output::print(&out)?;
        }
        Format::Json => {
            output::print_json(&opened.at.stamped(json!({"version": json::VERSION, "sources": values})))?;
        }
    }
    Ok(if open == 0 { Outcome::Fine } else { Outcome::Findings })
}

/// What a text is used for.
struct Coverage<'p> {
    text: &'p str,
    ranges: Vec<(std::ops::Range<usize>, Use<'p>)>,
    uncoded: Vec<std::ops::Range<usize>>,
}

impl<'p> Coverage<'p> {
    fn new(proofs: &'p Proofs<'p>, id: &SourceId, ranges: Vec<(std::ops::Range<usize>, Use<'p>)>, uncoded: &[&Quotation]) -> Self {
        let uncoded = uncoded.iter().map(|quotation| quotation.range.clone()).collect();
        let (_, stored) = &proofs.texts[id];
        Coverage { text: stored.raw(), ranges, uncoded }
    }

    /// The text, with a mark at the beginning of each line that says what it is used for, and colour where passages stand.
    fn to_text(&self, id: &SourceId, path: &str, line: &dyn Fn(usize) -> usize) -> String {
        let mut out = format!("{id} ({})\n", visible(path));
        let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
        let yellow = Style::new().fg_color(Some(AnsiColor::Yellow.into()));
        let red = Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into()));
        let mut cuts: Vec<usize> = vec![0, self.text.len()];
        for range in self.ranges.iter().map(|(range, _)| range).chain(&self.uncoded) {
            cuts.extend([range.start, range.end]);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut marked = String::new();
        for pair in cuts.windows(2) {
            let piece: String =
                self.text[pair[0]..pair[1]].split('\n').map(|part| visible(part).into_owned()).collect::<Vec<_>>().join("\n");
            let inside = |range: &std::ops::Range<usize>| range.start <= pair[0] && pair[1] <= range.end;
            let evidence = self.ranges.iter().any(|(range, what)| matches!(what, Use::Evidence(..)) && inside(range));
            let other = self.ranges.iter().any(|(range, what)| !matches!(what, Use::Evidence(..)) && inside(range));
            // The signs stand for the colours where there are none: [coded], {dated by or uncoded on purpose}, ?not coded?
            let (style, before, after) = match (evidence, other, self.uncoded.iter().any(&inside)) {
                (true, _, _) => (green, "[", "]"),
                (_, true, _) => (yellow, "{", "}"),
                (_, _, true) => (red, "?", "?"),
                _ => {
                    marked += &piece;
                    continue;
                }
            };
            let styled: Vec<String> =
                piece.split('\n').map(|part| if part.is_empty() { String::new() } else { format!("{style}{part}{style:#}") }).collect();
            let _ = write!(marked, "{before}{}{after}", styled.join("\n"));
        }
        for text in marked.lines() {
            let _ = writeln!(out, "  {text}");
        }
        out.push('\n');
        for range in &self.uncoded {
            let words = visible(&self.text[range.clone()]).into_owned();
            let _ = writeln!(out, "  {red}not coded{red:#} {}:{}: “{words}”", visible(path), line(range.start));
        }
        for (range, what) in &self.ranges {
            if let Use::Uncoded(_, entry) = what {
                let words = visible(&self.text[range.clone()]).into_owned();
                let _ = writeln!(out, "  uncoded on purpose, line {}: ‹{words}›: {}", line(range.start), visible(&entry.reason));
            }
        }
        out.push('\n');
        out
    }

    fn to_json(&self, id: &SourceId, path: &str, line: &dyn Fn(usize) -> usize) -> serde_json::Value {
        let coded: Vec<_> = self
            .ranges
            .iter()
            .map(|(range, what)| {
                json!({
                    "start": range.start,
                    "end": range.end,
                    "line": line(range.start),
                    "form": what.form().map(|form| form.as_str()),
                    "record": what.subject(),
                    "words": &self.text[range.clone()],
                })
            })
            .collect();
        let uncoded: Vec<_> = self
            .uncoded
            .iter()
            .map(|range| json!({"start": range.start, "end": range.end, "line": line(range.start), "words": &self.text[range.clone()]}))
            .collect();
        json!({"source": id.as_str(), "path": path, "coded": coded, "quotations_not_coded": uncoded})
    }
}
