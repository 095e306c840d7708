//! `demarche positions` and `demarche thread`: what was wanted by when, how firmly, and who says so.

use demarche::cache::Known;
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::id::{ActorId, DemandId};
use demarche::position::{self, Thread};
use demarche::report::table::{Line, Table};
use demarche::report::{json, nearest, positions, signs, thread};
use demarche::tree::Place;
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Args, Format, PositionsOptions, ThreadOptions};
use crate::output::{At, Opened};
use crate::query::Met;
use crate::{find, output};

/// Prints the table of positions, or the stories of their threads.
pub fn run(args: &Args, options: &PositionsOptions) -> Result<Outcome, Error> {
    let asked = Asked {
        actor: options.actor.as_deref(),
        demand: options.demand.as_deref(),
        as_of: options.as_of.as_deref(),
        condition: options.condition.as_deref(),
    };
    if options.history {
        return asked.answer(args, output::place(args)?, |told| stories(told, options.format));
    }
    let (place, limits) = (output::place(args)?, output::limits(args));
    let is_kept = options.condition.is_none() && options.as_of.is_none();
    let known = if is_kept { output::known(args, &place, &limits)? } else { None };
    if let Some(known) = known
        && let Some(threads) = known.threads(asked.actor, asked.demand)
        && let Some(table) = Table::known(known, &threads)?.filter(|table| !table.positions.is_empty())
    {
        print_table(&table, &At(None), json!(null), json!(null), options.format)?;
        return Ok(Outcome::Fine);
    }
    asked.answer(args, place, |told| {
        let table = Table::new(told.graph, &told.threads, &told.chosen);
        if table.positions.is_empty() && told.is_part {
            return Ok(false);
        }
        let (as_of, condition) = told.echo();
        print_table(&table, &told.opened.at, as_of, condition, options.format)?;
        if table.positions.is_empty() && options.condition.is_none() && options.format == Format::Text {
            name_nearest(&told.nearest());
        }
        let is_whole = is_kept && options.actor.is_none() && options.demand.is_none();
        let known = if is_whole { output::known(args, &told.opened.place, &limits)? } else { None };
        if let Some(known) = known {
            table.keep(&known, &told.opened.loaded);
        }
        Ok(true)
    })
}

/// Prints the claims on a demand in the order of time.
pub fn thread(args: &Args, options: &ThreadOptions) -> Result<Outcome, Error> {
    let asked = Asked {
        actor: options.actor.as_deref(),
        demand: Some(&options.demand),
        as_of: options.as_of.as_deref(),
        condition: options.condition.as_deref(),
    };
    asked.answer(args, output::place(args)?, |told| {
        if told.threads.is_empty() && !told.is_part && options.format == Format::Text {
            name_nearest(&told.nearest());
        }
        stories(told, options.format)
    })
}

/// Which threads are asked for, and what of them.
struct Asked<'a> {
    actor: Option<&'a str>,
    demand: Option<&'a str>,
    as_of: Option<&'a str>,
    condition: Option<&'a str>,
}

/// The threads that were asked for, and what they were worked out from.
struct Told<'t, 'd> {
    asked: &'t Asked<'t>,
    opened: &'d Opened,
    /// Whether only that was loaded which the threads rest on.
    is_part: bool,
    graph: &'t Graph<'d>,
    actor: Option<&'t ActorId>,
    demand: Option<&'t DemandId>,
    threads: Vec<Thread<'d>>,
    chosen: positions::Options,
    met: &'t Met,
}

impl Asked<'_> {
    /// Works out the threads and hands them on: of a part of the dataset, where that will do, and of the whole where it is not taken.
    fn answer(&self, args: &Args, place: Place, take: impl Fn(&Told<'_, '_>) -> Result<bool, Error>) -> Result<Outcome, Error> {
        let threads = |known: &Known<'_>| known.threads(self.actor, self.demand);
        // A condition may name anything.
        let part = if self.condition.is_none() { output::open_threads(args, &place, threads)? } else { None };
        if let Some(opened) = part
            && let Some(outcome) = self.told(args, &opened, true, &take)?
        {
            return Ok(outcome);
        }
        let opened = output::open_at(args, place)?;
        output::warn_of_load_errors(&opened);
        Ok(self.told(args, &opened, false, &take)?.unwrap_or(Outcome::Fine))
    }

    /// Works out the threads and hands them on; none where they were not taken.
    fn told(
        &self,
        args: &Args,
        opened: &Opened,
        is_part: bool,
        take: impl Fn(&Told<'_, '_>) -> Result<bool, Error>,
    ) -> Result<Option<Outcome>, Error> {
        let day = self.as_of.map(|date| find::last_day("--as-of", date)).transpose()?;
        let then = day.map(|day| opened.loaded.dataset.as_of(day));
        let dataset = then.as_ref().unwrap_or(&opened.loaded.dataset);
        let graph = Graph::new(dataset);
        let met = Met::new(args, &graph, &opened.loaded.sources, self.condition)?;
        let actor = self.actor.map(|id| find::actor(dataset, id)).transpose()?;
        let demand = self.demand.map(|id| find::demand(dataset, id)).transpose()?;
        let threads = select(&graph, actor, demand);
        let chosen = positions::Options { as_of: day, selected: met.claims.clone(), doubtful: met.doubtful.clone() };
        let is_taken = take(&Told { asked: self, opened, is_part, graph: &graph, actor, demand, threads, chosen, met: &met })?;
        Ok(is_taken.then(|| met.ended(Outcome::Fine)))
    }
}

impl Told<'_, '_> {
    /// The day and the condition that were asked for, as the answer repeats them.
    fn echo(&self) -> (Value, Value) {
        (json!(self.asked.as_of), json!(self.met.condition))
    }

    /// What stands nearest to what was asked for, in words.
    fn nearest(&self) -> Vec<String> {
        nearest::nearest(&self.opened.loaded.dataset, self.graph, self.actor, self.demand, self.chosen.as_of)
    }
}

fn print_table(table: &Table, at: &At, as_of: Value, condition: Value, format: Format) -> Result<Outcome, Error> {
    let json = |lines: &[Line]| lines.iter().map(Line::to_json).collect::<Vec<_>>();
    match format {
        Format::Json => output::print_json(&at.stamped(json!({
            "version": json::VERSION,
            "as_of": as_of,
            "where": condition,
            "positions": json(&table.positions),
            "spoken_about": json(&table.spoken),
        }))),
        Format::Text => {
            at.announce();
            let outcome = output::print_table(&table.positions.iter().map(Line::columns).collect::<Vec<_>>(), "position", "positions")?;
            name_spoken(&table.spoken, !table.positions.is_empty());
            Ok(outcome)
        }
    }
}

/// Demands without a position that are named below the table; of the others only the number.
const MOST_SPOKEN: usize = 10;

/// Says on standard error what the table leaves open: since when a demand was made at all, and what was spoken about without a position, so
/// that nobody takes silence in the table for silence.
fn name_spoken(spoken: &[Line], has_table: bool) {
    let lines: Vec<String> = spoken.iter().take(MOST_SPOKEN).flat_map(Line::columns).map(|(_, text)| text).collect();
    if has_table {
        anstream::eprintln!("“introduced” is the first time in this set, and need not be the first time");
    } else {
        signs(&lines.concat()).iter().for_each(|line| anstream::eprintln!("{line}"));
    }
    if spoken.is_empty() {
        return;
    }
    anstream::eprintln!("spoken about, no position:");
    lines.iter().for_each(|line| anstream::eprintln!("  {line}"));
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

/// Prints the stories of the threads; of a part without any it does not.
fn stories(told: &Told<'_, '_>, format: Format) -> Result<bool, Error> {
    if told.is_part && told.threads.is_empty() {
        return Ok(false);
    }
    let (at, graph, chosen) = (&told.opened.at, told.graph, &told.chosen);
    let threads: Vec<&Thread<'_>> = told.threads.iter().filter(|thread| chosen.keeps_any(thread)).collect();
    match format {
        Format::Text if threads.is_empty() => output::print(&(at.heading() + "no claims\n")),
        Format::Text => output::print(&(at.heading() + &thread::stories(graph, &threads, chosen))),
        Format::Json => {
            let stories: Vec<_> = threads.iter().map(|thread| thread::story_json(graph, thread, chosen)).collect();
            let (as_of, condition) = told.echo();
            output::print_json(&at.stamped(json!({"version": json::VERSION, "as_of": as_of, "where": condition, "threads": stories})))
        }
    }?;
    Ok(true)
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
