//! `demarche coverage`: the stored texts with the coded passages marked.

use std::collections::BTreeSet;
use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::{Graph, Node};
use demarche::id::SourceId;
use demarche::model::Dataset;
use demarche::proof::{Proofs, Use};
use demarche::quote::Quotation;
use demarche::report::{self, json, visible};
use serde_json::json;

use crate::Outcome;
use crate::args::{Args, CoverageOptions, Format};
use crate::output::Opened;
use crate::{ends, find, output, query};

/// Prints each text, then the quotations in it that nothing uses. Findings where there are such.
pub fn run(args: &Args, options: &CoverageOptions) -> Result<Outcome, Error> {
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let opened = output::open(args)?;
    let dataset = &opened.loaded.dataset;
    let proofs = Proofs::new(dataset, &opened.loaded.sources);
    let mut outcome = Outcome::Fine;
    let wanted: Vec<&SourceId> = match &options.source {
        None => proofs.texts.keys().copied().collect(),
        Some(text) if ends::is_query(&Graph::new(dataset), text)? => {
            let (held, ended) = selected(args, &opened, text, &proofs)?;
            outcome = ended;
            held
        }
        Some(id) => {
            let id = find::source(dataset, id)?;
            if !proofs.texts.contains_key(id) {
                return Err(Error::Usage(format!("source `{id}` has no stored text, so there is nothing to mark")));
            }
            vec![id]
        }
    };
    // What is not coded is judged by the whole record: a quotation that a later claim uses was not overlooked.
    let mut ranges = proofs.ranges();
    if let Some(day) = day {
        ranges.values_mut().for_each(|ranges| ranges.retain(|(_, used)| said_by(dataset, *used, day) != Certainty::Impossible));
    }
    let uncoded = proofs.uncoded();
    let mut out = opened.at.heading();
    let mut values = Vec::new();
    let mut open = 0;
    for id in wanted {
        let ranges = ranges.remove(id).unwrap_or_default();
        let said = |used: Use<'_>| day.map(|day| (day, said_by(dataset, used, day)));
        let coverage = Coverage::new(&proofs, id, (ranges, &said), uncoded.get(id).map_or(&[], Vec::as_slice));
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
            output::print_json(&opened.at.stamped(json!({"version": json::VERSION, "as_of": options.as_of, "sources": values})))?;
        }
    }
    Ok(if open == 0 || outcome == Outcome::Partial { outcome } else { Outcome::Findings })
}

/// The sources with a stored text that a query selects, or that the claims in it rest on, in the order of the ids.
fn selected<'p>(args: &Args, opened: &Opened, text: &str, proofs: &Proofs<'p>) -> Result<(Vec<&'p SourceId>, Outcome), Error> {
    let graph = Graph::new(&opened.loaded.dataset);
    let selection = query::select(args, &graph, &opened.loaded.sources, text, None)?;
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for (index, _) in selection.nodes(&graph) {
        match graph.node(index) {
            Node::Source(source) => _ = ids.insert(source.id.as_str()),
            Node::Claim(_, claim) => ids.extend(claim.evidence.iter().map(|evidence| evidence.source.as_str())),
            Node::Actor(_) | Node::Demand(_) | Node::Event(_) | Node::Statement(_) => {}
        }
    }
    let held: Vec<&SourceId> = proofs.texts.keys().copied().filter(|id| ids.contains(id.as_str())).collect();
    if held.is_empty() {
        return Err(Error::Usage(format!("`{text}` selects no source with a stored text, and no claim that rests on one")));
    }
    Ok((held, query::ended(Outcome::Fine, &selection)))
}

/// Whether the record that uses a passage was there by a day; what is about a source itself is at all times.
fn said_by(dataset: &Dataset, used: Use<'_>, day: Day) -> Certainty {
    match used {
        Use::Evidence(claim, _) => dataset.claim(claim.id.as_str()).map_or(Certainty::Certain, |(statement, _)| statement.said_by(day)),
        Use::StatementDate(statement) => statement.said_by(day),
        Use::EventDate(event) => event.date.as_ref().map_or(Certainty::Possible, |date| date.on_or_before(day)),
        Use::SourceDate(_) | Use::Uncoded(..) => Certainty::Certain,
    }
}

/// Whether what a passage is used for was there by the day asked for; none where none was.
type SaidBy<'s> = &'s dyn Fn(Use<'_>) -> Option<(Day, Certainty)>;

/// What a text is used for.
struct Coverage<'p> {
    text: &'p str,
    ranges: Vec<(std::ops::Range<usize>, Use<'p>)>,
    said: SaidBy<'p>,
    uncoded: Vec<std::ops::Range<usize>>,
}

impl<'p> Coverage<'p> {
    fn new(
        proofs: &'p Proofs<'p>,
        id: &SourceId,
        (ranges, said): (Vec<(std::ops::Range<usize>, Use<'p>)>, SaidBy<'p>),
        uncoded: &[&Quotation],
    ) -> Self {
        let uncoded = uncoded.iter().map(|quotation| quotation.range.clone()).collect();
        let (_, stored) = &proofs.texts[id];
        Coverage { text: stored.raw(), ranges, said, uncoded }
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
            if let Some((day, Certainty::Possible)) = (self.said)(*what) {
                let words = visible(&self.text[range.clone()]).into_owned();
                let subject = what.subject();
                let _ = writeln!(out, "  {subject}, possibly not yet there by {day}, line {}: ‹{words}›", line(range.start));
            }
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
                    "said_by_then": (self.said)(*what).map(|(_, certainty)| certainty.as_str()),
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
