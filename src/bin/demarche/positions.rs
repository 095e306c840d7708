//! `demarche positions` and `demarche thread`: what was wanted by when, how firmly, and who says so.

use demarche::error::Error;
use demarche::graph::Graph;
use demarche::id::{ActorId, DemandId};
use demarche::position::{self, Thread};
use demarche::report::{json, nearest, positions, signs, spoken, thread};
use serde_json::json;

use crate::Outcome;
use crate::args::{Args, Format, PositionsOptions, ThreadOptions};
use crate::query::Met;
use crate::{find, output};

/// Prints the table of positions, or the stories of their threads.
pub fn run(args: &Args, options: &PositionsOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let now = &opened.loaded.dataset;
    let then = day.map(|day| now.as_of(day));
    let dataset = then.as_ref().unwrap_or(now);
    let graph = Graph::new(dataset);
    let met = Met::new(args, &graph, &opened.loaded.sources, options.condition.as_deref())?;
    let actor = options.actor.as_deref().map(|id| find::actor(dataset, id)).transpose()?;
    let demand = options.demand.as_deref().map(|id| find::demand(dataset, id)).transpose()?;
    let threads = select(&graph, actor, demand);
    let asked = positions::Options { as_of: day, selected: met.claims.clone(), doubtful: met.doubtful.clone() };
    match (options.format, options.history) {
        (Format::Json, false) => {
            let rows: Vec<_> = positions::rows(&graph, &threads, &asked).iter().map(positions::Row::to_json).collect();
            let spoken: Vec<_> = spoken::spoken(&graph, &threads, &asked).iter().map(spoken::Spoken::to_json).collect();
            output::print_json(&opened.at.stamped(json!({
                "version": json::VERSION,
                "as_of": options.as_of,
                "where": met.condition,
                "positions": rows,
                "spoken_about": spoken,
            })))?;
        }
        (Format::Text, false) => {
            let rows: Vec<_> = positions::rows(&graph, &threads, &asked).iter().map(positions::Row::columns).collect();
            opened.at.announce();
            output::print_table(&rows, "position", "positions")?;
            name_spoken(&spoken::spoken(&graph, &threads, &asked), !rows.is_empty());
            if rows.is_empty() && options.condition.is_none() {
                name_nearest(&nearest::nearest(now, &graph, actor, demand, day));
            }
        }
        (format, true) => {
            stories(
                &opened.at,
                &graph,
                &threads,
                Echo { as_of: options.as_of.as_deref(), condition: met.condition.as_deref() },
                &asked,
                format,
            )?;
        }
    }
    Ok(met.ended(Outcome::Fine))
}

/// Demands without a position that are named below the table; of the others only the number.
const MOST_SPOKEN: usize = 10;

/// Says on standard error what the table leaves open: since when a demand was made at all, and what was spoken about without a position, so
/// that nobody takes silence in the table for silence.
fn name_spoken(spoken: &[spoken::Spoken], has_table: bool) {
    if has_table {
        anstream::eprintln!("“introduced” is the first time in this set, and need not be the first time");
    } else {
        let lines: String = spoken.iter().take(MOST_SPOKEN).map(|one| one.line()).collect();
        signs(&lines).iter().for_each(|line| anstream::eprintln!("{line}"));
    }
    if spoken.is_empty() {
        return;
    }
    anstream::eprintln!("spoken about, no position:");
    for one in spoken.iter().take(MOST_SPOKEN) {
        anstream::eprintln!("  {}", one.line());
    }
    if spoken.len() > MOST_SPOKEN {
        anstream::eprintln!("  and {} more", spoken.len() - MOST_SPOKEN);
    }
}

/// Says on standard error what stands nearest to what was asked for, where there is none of that.
fn name_nearest(lines: &[String]) {
    if !lines.is_empty() {
        anstream::eprintln!("nearest:");
        lines.iter().for_each(|line| anstream::eprintln!("  {line}"));
        signs(&lines.concat()).iter().for_each(|line| anstream::eprintln!("{line}"));
    }
}

/// Prints the story of the threads on one demand.
pub fn thread(args: &Args, options: &ThreadOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let now = &opened.loaded.dataset;
    let then = day.map(|day| now.as_of(day));
    let dataset = then.as_ref().unwrap_or(now);
    let graph = Graph::new(dataset);
    let met = Met::new(args, &graph, &opened.loaded.sources, options.condition.as_deref())?;
    let demand = find::demand(dataset, &options.demand)?;
    let actor = options.actor.as_deref().map(|id| find::actor(dataset, id)).transpose()?;
    let threads = select(&graph, actor, Some(demand));
    let asked = positions::Options { as_of: day, selected: met.claims.clone(), doubtful: met.doubtful.clone() };
    if threads.is_empty() && options.format == Format::Text {
        name_nearest(&nearest::nearest(now, &graph, actor, Some(demand), day));
    }
    stories(
        &opened.at,
        &graph,
        &threads,
        Echo { as_of: options.as_of.as_deref(), condition: met.condition.as_deref() },
        &asked,
        options.format,
    )?;
    Ok(met.ended(Outcome::Fine))
}

/// What was asked for, as the answer repeats it.
struct Echo<'a> {
    as_of: Option<&'a str>,
    condition: Option<&'a str>,
}

fn stories(
    at: &output::At,
    graph: &Graph<'_>,
    threads: &[Thread<'_>],
    echo: Echo<'_>,
    asked: &positions::Options,
    format: Format,
) -> Result<Outcome, Error> {
    let threads: Vec<&Thread<'_>> = threads.iter().filter(|thread| asked.keeps_any(thread)).collect();
    match format {
        Format::Text if threads.is_empty() => output::print(&(at.heading() + "no claims\n")),
        Format::Text => output::print(&(at.heading() + &thread::stories(graph, &threads, asked))),
        Format::Json => {
            let stories: Vec<_> = threads.iter().map(|thread| thread::story_json(graph, thread, asked)).collect();
            output::print_json(
                &at.stamped(json!({"version": json::VERSION, "as_of": echo.as_of, "where": echo.condition, "threads": stories})),
            )
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
