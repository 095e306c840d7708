//! `demarche path`: how one record leads to another.

use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::{Graph, NodeIndex};
use demarche::model::Dataset;
use demarche::path::{self, Ending};
use demarche::report::path::{json, memo, text};

use crate::Outcome;
use crate::args::{Args, Format, PathOptions};
use crate::{find, output};

/// The most paths that `--all` gives, where `--max` does not say otherwise.
const ALL: usize = 1000;

/// Prints the paths, or why there is none.
pub fn run(args: &Args, options: &PathOptions) -> Result<Outcome, Error> {
    let asked = path::Options {
        through: match options.through.as_slice() {
            [] => None,
            words => Some(words.iter().map(|word| path::kind(word)).collect::<Result<_, _>>()?),
        },
        time_edges: !options.without_time_edges,
        respect_time: options.respect_time,
        most: options.max.or(options.all.then_some(ALL)),
        longest: options.max_links,
        budget: options.budget,
        as_of: options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?,
    };
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let now = opened.loaded.dataset;
    let then = asked.as_of.map(|day| now.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(&now));
    let record = |text: &str| record(&graph, &now, &asked, text);
    let (from, to) = (record(&options.from)?, record(&options.to)?);
    let answer = path::find(&graph, from, to, &asked);
    match (options.format, options.explain) {
        (Format::Json, _) => output::print_json(&json::to_json(&graph, &answer, &asked))?,
        (Format::Text, true) => output::print(&memo::to_memo(&graph, &answer, &asked))?,
        (Format::Text, false) => output::print(&text::to_text(&graph, &answer, &asked))?,
    };
    Ok(if answer.ending == Ending::Budget { Outcome::Partial } else { Outcome::Fine })
}

/// The record that an argument names; where it was not there yet by the day asked for, that is the error.
fn record(graph: &Graph<'_>, now: &Dataset, asked: &path::Options, text: &str) -> Result<NodeIndex, Error> {
    let not_yet = |day: Day, date: String| Error::Usage(format!("`{text}` was not there by {day}: it is of {date}"));
    let found = path::record(graph, text);
    match (&found, asked.as_of) {
        (Ok(index), Some(day)) if asked.has_happened(graph.node(*index)) == Certainty::Impossible => {
            Err(not_yet(day, graph.node(*index).date().map(|date| date.display()).unwrap_or_default()))
        }
        (Err(Error::UnknownId { .. }), Some(day)) => {
            let all = Graph::new(now);
            match path::record(&all, text) {
                Ok(index) => Err(not_yet(day, all.node(index).date().map(|date| date.display()).unwrap_or_default())),
                Err(error) => Err(error),
            }
        }
        _ => found,
    }
}
