//! Finds what the command line names: days, actors, demands, records.

use demarche::date::{ClaimDate, Day};
use demarche::error::Error;
use demarche::graph::{Graph, NodeIndex};
use demarche::id::{ActorId, DemandId, EventId};
use demarche::model::{Dataset, RecordKind};
use demarche::suggest;

fn date(option: &str, text: &str) -> Result<ClaimDate, Error> {
    ClaimDate::parse(text).map_err(|error| {
        let help = error.help().map(|help| format!("\n{help}")).unwrap_or_default();
        Error::Usage(format!("`{option} {}`: {}{help}", text.escape_debug(), error.message()))
    })
}

/// The last day of a date as written: "as of 2022-01" is as of its end.
pub fn last_day(option: &str, text: &str) -> Result<Day, Error> {
    let no_end = || Error::Usage(format!("`{option} {}`: the date has no end", text.escape_debug()));
    date(option, text)?.core().1.ok_or_else(no_end)
}

/// The first day of a date as written.
pub fn first_day(option: &str, text: &str) -> Result<Day, Error> {
    let no_start = || Error::Usage(format!("`{option} {}`: the date has no start", text.escape_debug()));
    date(option, text)?.core().0.ok_or_else(no_start)
}

/// The actor of an id.
pub fn actor<'d>(dataset: &'d Dataset, id: &str) -> Result<&'d ActorId, Error> {
    dataset.actors.get_key_value(id).map(|(id, _)| id).ok_or_else(|| unknown(id, dataset.actors.keys().map(ActorId::as_str)))
}

/// The demand of an id.
pub fn demand<'d>(dataset: &'d Dataset, id: &str) -> Result<&'d DemandId, Error> {
    dataset.demands.get_key_value(id).map(|(id, _)| id).ok_or_else(|| unknown(id, dataset.demands.keys().map(DemandId::as_str)))
}

/// The record of an id; of several kinds the first among claims, demands, events, actors, statements and sources.
pub fn record(graph: &Graph<'_>, id: &str) -> Result<NodeIndex, Error> {
    use RecordKind::{Actor, Claim, Demand, Event, Source, Statement};
    let dataset = graph.dataset();
    let found = [Claim, Demand, Event, Actor, Statement, Source].into_iter().find_map(|kind| graph.find(kind, id));
    found.ok_or_else(|| {
        let claims = dataset.claims().map(|(_, claim)| claim.id.as_str());
        let events = dataset.events.keys().map(EventId::as_str);
        let others = dataset.demands.keys().map(DemandId::as_str).chain(dataset.actors.keys().map(ActorId::as_str));
        unknown(id, claims.chain(events).chain(others))
    })
}

fn unknown<'k>(id: &str, known: impl Iterator<Item = &'k str>) -> Error {
    let near = suggest::nearest_few(id, known, 3).into_iter().map(str::to_owned).collect();
    Error::UnknownId { id: id.to_owned(), near }
}
