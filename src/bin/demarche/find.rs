//! Finds what the command line names: days, actors, demands, records.

use demarche::date::{ClaimDate, Day};
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::id::{ActorId, DemandId};
use demarche::model::Dataset;
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

/// What had been said by the end of a day; everything where none is named.
pub fn as_of(dataset: Dataset, day: Option<Day>) -> Dataset {
    match day {
        Some(day) => dataset.as_of(day),
        None => dataset,
    }
}

/// The actor of an id.
pub fn actor<'d>(dataset: &'d Dataset, id: &str) -> Result<&'d ActorId, Error> {
    dataset.actors.get_key_value(id).map(|(id, _)| id).ok_or_else(|| unknown(id, dataset.actors.keys().map(ActorId::as_str)))
}

/// The demand of an id.
pub fn demand<'d>(dataset: &'d Dataset, id: &str) -> Result<&'d DemandId, Error> {
    dataset.demands.get_key_value(id).map(|(id, _)| id).ok_or_else(|| unknown(id, dataset.demands.keys().map(DemandId::as_str)))
}

/// Why nothing has an id: it is there now and was not by the day asked for, or it is not there at all.
pub fn unknown_or_not_yet(now: &Dataset, then: &Graph<'_>, id: &str, day: Option<Day>) -> Error {
    let all = Graph::new(now);
    match (day, all.find_all(id).first()) {
        (Some(day), Some(index)) => {
            let date = all.node(*index).date().map_or_else(|| "unknown date".to_owned(), |date| date.display());
            Error::Usage(format!("`{id}` was not there by {day}: it is of {date}"))
        }
        _ => unknown(id, then.nodes().map(|index| then.node(index).id())),
    }
}

fn unknown<'k>(id: &str, known: impl Iterator<Item = &'k str>) -> Error {
    let near = suggest::nearest_few(id, known, 3).into_iter().map(str::to_owned).collect();
    Error::UnknownId { id: id.to_owned(), near }
}
