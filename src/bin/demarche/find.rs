//! Finds what the command line names: days, actors, demands, records.

use demarche::date::{ClaimDate, Day};
use demarche::error::Error;
use demarche::graph::{Graph, NodeIndex};
use demarche::id::{ActorId, DemandId, SourceId};
use demarche::model::{Dataset, RecordKind};
use demarche::{path, query, suggest};

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

/// The actor with this id, or else the only one with this name.
pub fn actor<'d>(dataset: &'d Dataset, text: &str) -> Result<&'d ActorId, Error> {
    let id = id(dataset, RecordKind::Actor, text)?;
    Ok(dataset.actors.get_key_value(id).expect("it is an id of an actor").0)
}

/// The demand with this id, or else the only one with this title.
pub fn demand<'d>(dataset: &'d Dataset, text: &str) -> Result<&'d DemandId, Error> {
    let id = id(dataset, RecordKind::Demand, text)?;
    Ok(dataset.demands.get_key_value(id).expect("it is an id of a demand").0)
}

/// The source with this id, or else the only one with this title.
pub fn source<'d>(dataset: &'d Dataset, text: &str) -> Result<&'d SourceId, Error> {
    let id = id(dataset, RecordKind::Source, text)?;
    Ok(dataset.sources.get_key_value(id).expect("it is an id of a source").0)
}

/// The id of the record of a kind that a text names: its id, or else its name where no other one has it.
fn id<'d>(dataset: &'d Dataset, kind: RecordKind, text: &str) -> Result<&'d str, Error> {
    let known = match kind {
        RecordKind::Actor => dataset.actors.get_key_value(text).map(|(id, _)| id.as_str()),
        RecordKind::Demand => dataset.demands.get_key_value(text).map(|(id, _)| id.as_str()),
        RecordKind::Source => dataset.sources.get_key_value(text).map(|(id, _)| id.as_str()),
        RecordKind::Event | RecordKind::Statement | RecordKind::Claim => None,
    };
    match (known, query::called(dataset, kind, text).as_slice()) {
        (Some(id), _) => Ok(id),
        (None, [only]) => Ok(only),
        (None, []) => {
            let near = query::nearest_few(dataset, kind, text, 3).into_iter().map(str::to_owned).collect();
            Err(Error::UnknownId { id: text.to_owned(), near })
        }
        (None, several) => Err(ambiguous(text, several.iter().map(|id| (kind, *id)))),
    }
}

/// The only record that has this text as its name; none where nothing has.
///
/// # Errors
/// When several have.
pub fn named<'d>(dataset: &'d Dataset, text: &str) -> Result<Option<(RecordKind, &'d str)>, Error> {
    let of = |kind| query::called(dataset, kind, text).into_iter().map(move |id| (kind, id));
    let found: Vec<(RecordKind, &str)> = RecordKind::ALL.into_iter().flat_map(of).collect();
    match found.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => Err(ambiguous(text, several.iter().copied())),
    }
}

fn ambiguous<'d>(text: &str, found: impl Iterator<Item = (RecordKind, &'d str)>) -> Error {
    let ways: Vec<String> = found.map(|(kind, id)| format!("`{id}` ({})", kind.as_str())).collect();
    Error::Usage(format!("several records are called `{}`\nsay which: {}", text.escape_debug(), ways.join(" or ")))
}

/// The record that a text names: an id, `KIND:ID`, or else a name that only one record has.
pub fn record(graph: &Graph<'_>, text: &str) -> Result<NodeIndex, Error> {
    match path::record(graph, text) {
        Err(Error::UnknownId { id, near }) => match named(graph.dataset(), text)? {
            Some((kind, id)) => Ok(graph.find(kind, id).expect("every record is a node")),
            None => Err(Error::UnknownId { near: with_names(graph.dataset(), text, near), id }),
        },
        found => found,
    }
}

/// Ids that are near, and where there are none those of which a name is.
fn with_names(dataset: &Dataset, text: &str, near: Vec<String>) -> Vec<String> {
    if !near.is_empty() {
        return near;
    }
    let of = |kind| query::nearest_few(dataset, kind, text, 3).into_iter().map(str::to_owned);
    RecordKind::ALL.into_iter().flat_map(of).take(3).collect()
}

/// Why nothing has an id: it is there now and was not by the day asked for, or it is not there at all.
pub fn unknown_or_not_yet(now: &Dataset, then: &Graph<'_>, id: &str, day: Option<Day>) -> Error {
    let all = Graph::new(now);
    match (day, all.find_all(id).first()) {
        (Some(day), Some(index)) => {
            let date = all.node(*index).date().map_or_else(|| "unknown date".to_owned(), |date| date.display());
            Error::Usage(format!("`{id}` was not there by {day}: it is of {date}"))
        }
        _ => {
            let near = suggest::nearest_few(id, then.nodes().map(|index| then.node(index).id()), 3);
            let near = with_names(then.dataset(), id, near.into_iter().map(str::to_owned).collect());
            Error::UnknownId { id: id.to_owned(), near }
        }
    }
}
