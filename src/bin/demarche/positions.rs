//! `demarche positions` and `demarche thread`: what was wanted by when, how firmly, and who says so.

use demarche::date::{ClaimDate, Day};
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::id::{ActorId, DemandId};
use demarche::model::Dataset;
use demarche::position::{self, Thread};
use demarche::report::{json, positions};
use demarche::suggest;
use serde_json::json;

use crate::Outcome;
use crate::args::{Args, Format, PositionsOptions, ThreadOptions};
use crate::output;

/// Prints the table of positions, or the stories of their threads.
pub fn run(args: &Args, options: &PositionsOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(last_day).transpose()?;
    let dataset = as_of(opened.loaded.dataset, day);
    let actor = options.actor.as_deref().map(|id| actor(&dataset, id)).transpose()?;
    let demand = options.demand.as_deref().map(|id| demand(&dataset, id)).transpose()?;
    let graph = Graph::new(&dataset);
    let threads = select(&graph, actor, demand);
    match (options.format, options.history) {
        (Format::Json, false) => {
            let rows: Vec<_> = positions::rows(&graph, &threads, day).iter().map(positions::Row::to_json).collect();
            output::print_json(&json!({"version": json::VERSION, "as_of": options.as_of, "positions": rows}))
        }
        (Format::Text, false) => {
            let rows: Vec<_> = positions::rows(&graph, &threads, day).iter().map(positions::Row::columns).collect();
            output::print_table(&rows, "position", "positions")
        }
        (format, true) => stories(&graph, &threads, day, format),
    }
}

/// Prints the story of the threads on one demand.
pub fn thread(args: &Args, options: &ThreadOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(last_day).transpose()?;
    let dataset = as_of(opened.loaded.dataset, day);
    let demand = demand(&dataset, &options.demand)?;
    let actor = options.actor.as_deref().map(|id| actor(&dataset, id)).transpose()?;
    let graph = Graph::new(&dataset);
    let threads = select(&graph, actor, Some(demand));
    stories(&graph, &threads, day, options.format)
}

fn stories(graph: &Graph<'_>, threads: &[Thread<'_>], day: Option<Day>, format: Format) -> Result<Outcome, Error> {
    match format {
        Format::Text if threads.is_empty() => output::print("no claims\n"),
        Format::Text => {
            let stories: Vec<String> = threads.iter().map(|thread| positions::story(graph, thread, day)).collect();
            output::print(&stories.join("\n"))
        }
        Format::Json => {
            let stories: Vec<_> = threads.iter().map(|thread| positions::story_json(graph, thread, day)).collect();
            output::print_json(&json!({"version": json::VERSION, "threads": stories}))
        }
    }
}

/// The threads of a principal on a demand and what lies below it; of all principals, on all demands where none is named.
fn select<'d>(graph: &Graph<'d>, actor: Option<&ActorId>, demand: Option<&DemandId>) -> Vec<Thread<'d>> {
    let dataset = graph.dataset();
    position::threads(graph)
        .into_iter()
        .filter(|thread| actor.is_none_or(|actor| thread.principal == dataset.principal(actor)))
        .filter(|thread| demand.is_none_or(|demand| dataset.is_within(thread.demand, demand)))
        .collect()
}

fn as_of(dataset: Dataset, day: Option<Day>) -> Dataset {
    match day {
        Some(day) => dataset.as_of(day),
        None => dataset,
    }
}

/// The last day of a date as written: "as of 2022-01" is as of its end.
pub fn last_day(text: &str) -> Result<Day, Error> {
    let usage = |message: &str| Error::Usage(format!("`--as-of {}`: {message}", text.escape_debug()));
    let date = ClaimDate::parse(text).map_err(|error| {
        let help = error.help().map(|help| format!("\n{help}")).unwrap_or_default();
        usage(&format!("{}{help}", error.message()))
    })?;
    date.core().1.ok_or_else(|| usage("the date has no end"))
}

fn actor<'d>(dataset: &'d Dataset, id: &str) -> Result<&'d ActorId, Error> {
    dataset.actors.get_key_value(id).map(|(id, _)| id).ok_or_else(|| unknown(id, dataset.actors.keys().map(ActorId::as_str)))
}

fn demand<'d>(dataset: &'d Dataset, id: &str) -> Result<&'d DemandId, Error> {
    dataset.demands.get_key_value(id).map(|(id, _)| id).ok_or_else(|| unknown(id, dataset.demands.keys().map(DemandId::as_str)))
}

fn unknown<'k>(id: &str, known: impl Iterator<Item = &'k str>) -> Error {
    let near = suggest::nearest_few(id, known, 3).into_iter().map(str::to_owned).collect();
    Error::UnknownId { id: id.to_owned(), near }
}
