//! `demarche positions` and `demarche thread`: what was wanted by when, how firmly, and who says so.

use demarche::date::Day;
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::id::{ActorId, DemandId};
use demarche::position::{self, Thread};
use demarche::report::{json, positions};
use serde_json::json;

use crate::Outcome;
use crate::args::{Args, Format, PositionsOptions, ThreadOptions};
use crate::query::Narrowed;
use crate::{find, output};

/// Prints the table of positions, or the stories of their threads.
pub fn run(args: &Args, options: &PositionsOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let dataset = find::as_of(opened.loaded.dataset, day);
    let narrowed = Narrowed::new(args, dataset, &opened.loaded.sources, options.condition.as_deref())?;
    let dataset = &narrowed.dataset;
    let actor = options.actor.as_deref().map(|id| find::actor(dataset, id)).transpose()?;
    let demand = options.demand.as_deref().map(|id| find::demand(dataset, id)).transpose()?;
    let graph = Graph::new(dataset);
    let threads = select(&graph, actor, demand);
    let rows = || threads.iter().flat_map(|thread| row(&graph, thread, day, &narrowed));
    match (options.format, options.history) {
        (Format::Json, false) => {
            let rows: Vec<_> = rows().map(|row| row.to_json()).collect();
            output::print_json(&opened.at.stamped(json!({"version": json::VERSION, "as_of": options.as_of, "positions": rows})))?;
        }
        (Format::Text, false) => {
            let rows: Vec<_> = rows().map(|row| row.columns()).collect();
            opened.at.announce();
            output::print_table(&rows, "position", "positions")?;
        }
        (format, true) => {
            stories(&opened.at, &graph, &threads, day, &narrowed, format)?;
        }
    }
    Ok(narrowed.ended(Outcome::Fine))
}

/// The position at the end of a thread, with a word of caution where some of its claims only possibly meet the condition.
fn row(graph: &Graph<'_>, thread: &Thread<'_>, day: Option<Day>, narrowed: &Narrowed) -> Option<positions::Row> {
    let mut row = positions::rows(graph, std::slice::from_ref(thread), day).pop()?;
    let doubtful = doubtful(thread, narrowed);
    if !doubtful.is_empty() {
        let between = if row.caution.is_empty() { "" } else { "; " };
        row.caution += &format!("{between}rests on what only possibly meets the condition: {}", doubtful.join(", "));
    }
    Some(row)
}

/// The claims of a thread that only possibly meet the condition.
fn doubtful<'t>(thread: &Thread<'t>, narrowed: &Narrowed) -> Vec<&'t str> {
    thread.steps.iter().map(|step| &step.claim.id.value).filter(|id| narrowed.doubtful.contains(id)).map(|id| id.as_str()).collect()
}

/// Prints the story of the threads on one demand.
pub fn thread(args: &Args, options: &ThreadOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let dataset = find::as_of(opened.loaded.dataset, day);
    let narrowed = Narrowed::new(args, dataset, &opened.loaded.sources, options.condition.as_deref())?;
    let dataset = &narrowed.dataset;
    let demand = find::demand(dataset, &options.demand)?;
    let actor = options.actor.as_deref().map(|id| find::actor(dataset, id)).transpose()?;
    let graph = Graph::new(dataset);
    let threads = select(&graph, actor, Some(demand));
    stories(&opened.at, &graph, &threads, day, &narrowed, options.format)?;
    Ok(narrowed.ended(Outcome::Fine))
}

fn stories(
    at: &output::At,
    graph: &Graph<'_>,
    threads: &[Thread<'_>],
    day: Option<Day>,
    narrowed: &Narrowed,
    format: Format,
) -> Result<Outcome, Error> {
    match format {
        Format::Text if threads.is_empty() => output::print(&(at.heading() + "no claims\n")),
        Format::Text => {
            let story = |thread: &Thread<'_>| {
                let doubtful = doubtful(thread, narrowed);
                let note = if doubtful.is_empty() {
                    String::new()
                } else {
                    format!("\nonly possibly meets the condition: {}\n", doubtful.join(", "))
                };
                positions::story(graph, thread, day) + &note
            };
            output::print(&(at.heading() + &threads.iter().map(story).collect::<Vec<String>>().join("\n")))
        }
        Format::Json => {
            let story = |thread: &Thread<'_>| {
                let mut story = positions::story_json(graph, thread, day);
                if narrowed.selection.is_some() {
                    story["only_possible"] = json!(doubtful(thread, narrowed));
                }
                story
            };
            let stories: Vec<_> = threads.iter().map(story).collect();
            output::print_json(&at.stamped(json!({"version": json::VERSION, "threads": stories})))
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
