//! What had been said by a day: every answer as of it is that of a dataset that holds nothing else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use demarche::date::{Certainty, ClaimDate, Day};
use demarche::diff::value::Value as Field;
use demarche::graph::{Graph, NodeIndex};
use demarche::load::{Limits, Loaded, load};
use demarche::model::{Claim, Dataset, RecordKind, Statement};
use demarche::path;
use demarche::position;
use demarche::proof::Proofs;
use demarche::query::{self, Options};
use demarche::report::path::json;
use demarche::report::{positions, thread};
use proptest::prelude::*;
use serde_json::Value;

use crate::datasets::{self, Random, Records};
use crate::driver::{on_data, run, small};

/// What is asked of each dataset.
const QUERIES: [&str; 10] = [
    "all()",
    "claims() & linked(belied-by, made-at, prompted-by, hardens)",
    "thread(demands())",
    "descendants(claims()) - ancestors(claims(act:demand))",
    "around(actors(), 2)",
    "answers(claims())",
    "during(1998/2021) | events()",
    "within(*) & firmness(>=demands)",
    "act(assure, threaten) | form(headline)",
    "statements() | text(\"the\")",
];

fn loaded(records: &Records) -> Loaded {
    load(&records.place(), &Limits::default()).expect("memory can be read")
}

/// The records without the statements that were certainly made later and the events that certainly happened later.
fn said_by(records: &Records, dataset: &Dataset, day: Day) -> Records {
    let mut then = records.clone();
    then.records.retain(|(kind, id), _| {
        let date = match kind {
            RecordKind::Statement => dataset.statements[id.as_str()].date.as_ref(),
            RecordKind::Claim => dataset.claim(id).expect("it is one of its claims").0.date.as_ref(),
            RecordKind::Event => dataset.events[id.as_str()].date.as_ref(),
            _ => None,
        };
        !date.is_some_and(|date| is_later(date, day))
    });
    then
}

/// Whether a date certainly lies after a day. Read from its text, not from what the library makes of it, where the text is of a spelling
/// that the datasets have.
fn is_later(date: &ClaimDate, day: Day) -> bool {
    match first_day(date.as_str()) {
        Some(first) => first.is_some_and(|first| first > day.to_string()),
        None => date.earliest().is_some_and(|first| first > day),
    }
}

/// The first day that a date may mean: a day, a month or a year, the first of a set or an interval, a month before where it is approximate.
/// None of it where it has no first day; none at all for other spellings.
fn first_day(text: &str) -> Option<Option<String>> {
    let text = text.trim_matches(['[', ']']);
    let first = text.split_once("..").map_or(text, |(first, _)| first).split('/').next()?;
    let (bare, is_approximate) = first.strip_suffix('~').map_or((first, false), |bare| (bare, true));
    if bare.is_empty() {
        return Some(None);
    }
    let parts: Vec<u32> = bare.split('-').map(|part| part.parse().ok().filter(|_| part.len() < 5)).collect::<Option<_>>()?;
    match (parts.as_slice(), is_approximate) {
        ([year], false) => Some(Some(format!("{year:04}-01-01"))),
        ([year, 1], true) => Some(Some(format!("{:04}-12-01", year - 1))),
        ([year, month @ 2..=12], true) => Some(Some(format!("{year:04}-{:02}-01", month - 1))),
        ([year, month @ 1..=12], false) => Some(Some(format!("{year:04}-{month:02}-01"))),
        ([year, month, day], false) => Some(Some(format!("{year:04}-{month:02}-{day:02}"))),
        _ => None,
    }
}

#[test]
fn the_first_days_of_the_datasets_are_read_from_their_texts() {
    for (text, first) in [
        ("2021-12-13", Some("2021-12-13")),
        ("2025-06~", Some("2025-05-01")),
        ("[..2021-12-13]", None),
        ("../2021-12-13", None),
        ("[2021-12-13..2021-12-19]", Some("2021-12-13")),
        ("2022-01-10/2022-01-13", Some("2022-01-10")),
        ("1999-09", Some("1999-09-01")),
        ("1990", Some("1990-01-01")),
    ] {
        assert_eq!(first_day(text), Some(first.map(str::to_owned)), "{text}");
    }
    for folder in [crate::driver::root().join("data"), small()] {
        let dataset = load(&crate::driver::in_memory(&folder), &Limits::default()).expect("memory can be read").dataset;
        let statements = dataset.statements.values().filter_map(|statement| statement.date.as_ref());
        let dates = statements.chain(dataset.events.values().filter_map(|event| event.date.as_ref()));
        let strange: Vec<&str> = dates.map(|date| date.as_str()).filter(|text| first_day(text).is_none()).collect();
        assert_eq!(strange, Vec::<&str>::new());
    }
}

/// The last day that a date may mean, read from its text likewise; none where it has no last day.
fn last_day(text: &str) -> Option<String> {
    let text = text.trim_matches(['[', ']']);
    let last = text.split_once("..").map_or(text, |(_, last)| last).rsplit('/').next()?;
    let (bare, is_approximate) = last.strip_suffix('~').map_or((last, false), |bare| (bare, true));
    let parts: Vec<u32> = bare.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let end = |year: u32, month: u32| {
        let days = match month {
            2 => 28 + u32::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        format!("{year:04}-{month:02}-{days:02}")
    };
    match (parts.as_slice(), is_approximate) {
        ([year], false) => Some(end(*year, 12)),
        ([year, 12], true) => Some(end(year + 1, 1)),
        ([year, month], true) => Some(end(*year, month + 1)),
        ([year, month], false) => Some(end(*year, *month)),
        ([year, month, day], false) => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => None,
    }
}

/// The days of a date's text that matter: the first, the last, and of some others those that lie in between.
fn completions(text: Option<&str>, others: &BTreeSet<String>) -> BTreeSet<String> {
    let first = text.and_then(first_day).flatten().unwrap_or_else(|| "0000-01-01".to_owned());
    let last = text.and_then(last_day).unwrap_or_else(|| "9999-12-31".to_owned());
    others.iter().filter(|day| first <= **day && **day <= last).cloned().chain([first.clone(), last.clone()]).collect()
}

/// A statement with those of its claims that take a position on one demand.
type Taking<'d> = (&'d Statement, Vec<&'d Claim>);

/// An utterance that takes a position, with the days on which it may have been made.
struct Utterance<'d> {
    id: &'d str,
    /// The claim that stands for it: quoted before reported, then the firmer, then by id.
    claim: &'d Claim,
    days: BTreeSet<String>,
}

/// A way in which the dates may have fallen: what had been said by the day that is asked about, in the order of time, and when.
type Way<'u, 'd> = Vec<(&'u str, &'u Utterance<'d>)>;

/// All ways in which the dates of some utterances may have fallen.
fn ways<'u, 'd>(utterances: &'u [Utterance<'d>], day: &str) -> Vec<Way<'u, 'd>> {
    let mut all: Vec<Way<'u, 'd>> = vec![Vec::new()];
    for utterance in utterances {
        let mut next = Vec::new();
        for (way, said) in all.iter().flat_map(|way| utterance.days.iter().map(move |said| (way, said.as_str()))) {
            let mut way = way.clone();
            if said <= day {
                way.push((said, utterance));
            }
            next.push(way);
        }
        all = next;
    }
    all.iter_mut().for_each(|way| way.sort_by_key(|(said, _)| *said));
    all
}

/// How an utterance moved the position in one of the ways: by its link, else by act, firmness and silence, compared with the one before it.
fn shift_in(way: &Way<'_, '_>, id: &str) -> Option<&'static str> {
    let at = way.iter().position(|(_, other)| other.id == id)?;
    let (said, own) = way[at];
    let linked = own.claim.links.iter().find_map(|link| {
        let shift = match link.kind.value.as_str() {
            "reiterates" => "reiterated",
            "specifies" => "specified",
            "broadens" => "broadened",
            "hardens" => "hardened",
            "softens" => "softened",
            "replaces" => "replaced",
            "withdraws" => "withdrawn",
            _ => return None,
        };
        (!link.to.to_string().starts_with(&format!("{id}/"))).then_some(shift)
    });
    if linked.is_some() {
        return linked;
    }
    let Some((before, earlier)) = at.checked_sub(1).map(|at| way[at]) else { return Some("introduced") };
    const FIRM: [&str; 6] = ["floats", "proposes", "appeals", "demands", "precondition", "ultimatum"];
    let firm = |claim: &Claim| FIRM.iter().position(|word| claim.firmness.as_ref().is_some_and(|own| own.value.as_str() == *word));
    let number = |day: &str| Day::parse(day).expect("it is a day").number();
    Some(match (own.claim.act.as_str(), firm(earlier.claim).zip(firm(own.claim))) {
        ("concede", _) => "softened",
        (_, Some((then, now))) if now > then => "hardened",
        (_, Some((then, now))) if now < then => "softened",
        _ if number(said) - number(before) >= 365 => "revived",
        _ => "reiterated",
    })
}

/// The statement of a claim.
fn statement(claim: &str) -> &str {
    claim.split('/').next().expect("a claim has a statement")
}

/// An oracle that shares nothing with the answers but the records: all ways in which the uncertain dates may have fallen are gone through.
fn holds_in_every_way(all: &Dataset) -> BTreeMap<&'static str, usize> {
    const TAKING: [&str; 6] = ["appeal", "demand", "offer", "threaten", "reject", "concede"];
    let mut seen = BTreeMap::from([("ways", 0), ("certain", 0), ("possible", 0), ("earlier", 0), ("instead", 0), ("unordered", 0)]);
    for day in days(all) {
        let then = all.as_of(day);
        let graph = Graph::new(&then);
        let asked = positions::Options { as_of: Some(day), ..Default::default() };
        let rows = positions::rows(&graph, &position::threads(&graph), &asked);
        let rows: BTreeMap<(String, String), positions::Row> =
            rows.into_iter().map(|row| ((row.actor.0.clone(), row.demand.clone()), row)).collect();
        // Of each side and demand the claims that take a position, by utterance.
        let mut sides: BTreeMap<(String, String), BTreeMap<&str, Taking<'_>>> = BTreeMap::new();
        for (statement, claim) in all.claims().filter(|(_, claim)| TAKING.contains(&claim.act.value.as_str())) {
            let Some(demand) = &claim.demand else { continue };
            let side = (all.principal_of(statement).to_string(), demand.value.to_string());
            let claims = sides.entry(side).or_default().entry(statement.id.as_str()).or_insert((statement, Vec::new()));
            claims.1.push(claim);
        }
        let mut held = 0;
        for (side, claims) in &sides {
            let mut others = BTreeSet::from([day.to_string(), Day::from_number(day.number() + 1).to_string()]);
            for (statement, _) in claims.values() {
                let text = statement.date.as_ref().map(|date| date.as_str());
                for end in [text.and_then(first_day).flatten(), text.and_then(last_day)].into_iter().flatten() {
                    let end = Day::parse(&end).expect("it is a day").number();
                    others.extend([-1, 0, 1].map(|more| Day::from_number(end + more).to_string()));
                }
            }
            let utterances: Vec<Utterance<'_>> = claims
                .iter()
                .map(|(id, (statement, claims))| Utterance {
                    id,
                    claim: claims
                        .iter()
                        .min_by_key(|claim| {
                            let quoted = claim.evidence.iter().any(|one| ["verbatim", "translated"].contains(&one.form.as_str()));
                            (!quoted, Reverse(claim.firmness.as_ref().map(|word| word.value)), claim.id.to_string())
                        })
                        .expect("an utterance has a claim"),
                    days: completions(statement.date.as_ref().map(|date| date.as_str()), &others),
                })
                .collect();
            let fell = ways(&utterances, &day.to_string());
            *seen.get_mut("ways").expect("it is counted") += fell.len();
            let says = |way: &Way<'_, '_>, id: &str| way.iter().any(|(_, said)| said.id == id);
            let (in_some, in_all) = (fell.iter().any(|way| !way.is_empty()), fell.iter().all(|way| !way.is_empty()));
            let row = rows.get(side);
            assert_eq!(row.is_some(), in_some, "{side:?} as of {day}");
            let Some(row) = row else { continue };
            held += 1;
            *seen.get_mut(row.certainty.as_str()).expect("it is counted") += 1;
            assert_eq!(row.certainty == Certainty::Certain, in_all, "{side:?} as of {day}");
            let ids = || utterances.iter().map(|utterance| utterance.id);
            let always: BTreeSet<&str> = ids().filter(|id| fell.iter().all(|way| says(way, id))).collect();
            let ever: BTreeSet<&str> = ids().filter(|id| fell.iter().any(|way| says(way, id))).collect();
            let counted = if in_all { &always } else { &ever };
            // Two that a curator holds to be possibly one count once.
            let joined = counted.iter().filter(|id| {
                let own =
                    claims[**id].1.iter().flat_map(|claim| &claim.links).filter(|link| link.kind.value.as_str() == "same-utterance-as");
                own.map(|link| link.to.to_string()).any(|to| counted.contains(statement(&to)))
            });
            assert_eq!(row.times, counted.len() - joined.count(), "{side:?} as of {day}");
            assert_eq!(row.times_at_most, ever.len(), "{side:?} as of {day}");
            // In which ways another one came before what introduced it.
            let introduced = statement(&row.introduced.claim);
            let precedes = |way: &Way<'_, '_>, id: &str| {
                let said = |id: &str| way.iter().find(|(_, said)| said.id == id).map(|(day, _)| *day);
                said(id).zip(said(introduced)).is_some_and(|(own, first)| own < first)
            };
            let is_earlier = |id: &str| fell.iter().any(|way| precedes(way, id));
            let earlier = in_all && ever.difference(&always).any(|id| is_earlier(id));
            assert_eq!(row.caution.contains("possibly introduced earlier: "), earlier, "{side:?} as of {day}");
            let unordered = counted.iter().any(|id| is_earlier(id));
            assert!(!unordered || row.caution.contains("possibly introduced by "), "{side:?} as of {day}");
            if in_all {
                assert_eq!(row.first == Certainty::Possible, earlier || unordered, "{side:?} as of {day}");
                assert_eq!(row.caution.contains("possibly introduced by "), unordered, "{side:?} as of {day}");
            }
            // What the last move would have been then.
            let last = statement(&row.claim);
            for (words, is_it) in [("possibly introduced earlier: ", earlier), ("possibly introduced by ", unordered)] {
                let Some((_, told)) = row.caution.split_once(words).filter(|_| is_it) else { continue };
                let told = told.split("; ").next().expect("there is a first part");
                let other = ids().find(|id| told.contains(&format!("{id}/"))).expect("it is one of the utterances");
                let then: BTreeSet<&str> = fell.iter().filter(|way| precedes(way, other)).filter_map(|way| shift_in(way, last)).collect();
                let instead = told.split_once("then `").map(|(_, shift)| shift.trim_end_matches('`'));
                assert!(then.contains(instead.unwrap_or(row.shift)), "{told}, not one of {then:?}: {side:?} as of {day}");
                assert_ne!(instead, Some(row.shift), "{side:?} as of {day}");
                *seen.get_mut("instead").expect("it is counted") += usize::from(instead.is_some());
            }
            *seen.get_mut("earlier").expect("it is counted") += usize::from(earlier);
            *seen.get_mut("unordered").expect("it is counted") += usize::from(unordered);
            // The move itself is that of one of the ways, and of every one where its order is certain.
            let moves: BTreeSet<&str> = fell
                .iter()
                .filter(|way| counted.iter().all(|id| says(way, id)) && way.len() == counted.len())
                .filter_map(|way| shift_in(way, last))
                .collect();
            assert!(moves.is_empty() || moves.contains(row.shift), "{} is not one of {moves:?}: {side:?} as of {day}", row.shift);
            for claim in [&row.claim, &row.introduced.claim, &row.last_asserted.claim] {
                assert!(counted.contains(statement(claim)), "{claim} of {side:?} as of {day}");
            }
            assert_eq!(row.caution.contains("possibly not yet said by then"), !in_all, "{side:?} as of {day}");
            if let Some((_, too)) = row.caution.split_once("possibly said by then, too: ") {
                assert!(ever.difference(&always).any(|id| too.contains(&format!(" {id}/"))), "{too} of {side:?} as of {day}");
            }
        }
        assert_eq!(held, rows.len(), "as of {day}");
    }
    seen
}

#[test]
fn what_is_certain_holds_however_the_dates_fell_and_what_is_possible_in_some_way() {
    let all = load(&crate::driver::in_memory(&crate::driver::root().join("data")), &Limits::default()).expect("memory can be read").dataset;
    let seen = holds_in_every_way(&all);
    assert!(seen["ways"] > 2_000 && seen["certain"] > 200 && seen["possible"] > 40, "{seen:?}");
    assert!(seen["earlier"] > 5 && seen["instead"] > 2 && seen["unordered"] > 5, "{seen:?}");
}

/// The days on which anything begins or ends in a dataset, and those before and after them.
fn days(dataset: &Dataset) -> BTreeSet<Day> {
    let statements = dataset.statements.values().filter_map(|statement| statement.said_on());
    let events = dataset.events.values().filter_map(|event| event.date.as_ref().map(|date| &date.value));
    let ends = statements.chain(events).flat_map(|date| [date.earliest(), date.latest(), date.core().0, date.core().1]).flatten();
    ends.flat_map(|day| [-1, 0, 1].map(|more| Day::from_number(day.number() + more))).collect()
}

/// The answers of the four commands to a dataset, as of a day.
fn answers(loaded: &Loaded, dataset: &Dataset, day: Option<Day>) -> BTreeMap<String, Value> {
    let graph = Graph::new(dataset);
    let mut all = BTreeMap::new();
    let threads = position::threads(&graph);
    let asked = positions::Options { as_of: day, ..Default::default() };
    all.insert("positions".to_owned(), positions::rows(&graph, &threads, &asked).iter().map(|row| row.to_json()).collect());
    for thread in &threads {
        let name = format!("thread {} {}", thread.principal, thread.demand);
        all.insert(name, thread::story_json(&graph, thread, &asked));
    }
    let proofs = Proofs::new(dataset, &loaded.sources);
    for text in QUERIES {
        let mut options = Options::default();
        options.as_of = day;
        let Ok(found) = query::select(&graph, &proofs, &query::parse(text).expect("it is a query"), &options) else { continue };
        let name = |(node, certainty): (NodeIndex, Certainty)| {
            let node = graph.node(node);
            Value::from(format!("{} {} {}", node.kind().as_str(), node.id(), certainty.as_str()))
        };
        all.insert(format!("query {text}"), found.nodes(&graph).map(name).collect());
    }
    // Between claims that stand far apart, and from each to what it shares with others.
    let claims: Vec<NodeIndex> = graph.nodes_of(RecordKind::Claim).collect();
    for (at, from) in claims.iter().enumerate().step_by(claims.len() / 4 + 1) {
        let to = claims[(at * 7 + claims.len() / 2) % claims.len()];
        for respect_time in [false, true] {
            let options = path::Options { as_of: day, respect_time, most: Some(6), longest: 4, ..path::Options::default() };
            let answer = path::find(&graph, *from, to, &options);
            all.insert(
                format!("path {} {} {respect_time}", graph.node(*from).id(), graph.node(to).id()),
                json::to_json(&graph, &answer, &options),
            );
        }
    }
    all
}

/// The records with each uncertain date replaced by one of the days that its text leaves open.
fn completed(records: &Records, dataset: &Dataset, dice: &mut Random) -> Records {
    let mut then = records.clone();
    for ((kind, id), value) in &mut then.records {
        let date = match kind {
            RecordKind::Statement => dataset.statements[id.as_str()].date.as_ref(),
            RecordKind::Event => dataset.events[id.as_str()].date.as_ref(),
            _ => continue,
        };
        let (Some(date), Field::Record(fields)) = (date, value) else { continue };
        let end = |day: Option<String>| day.map(|day| Day::parse(&day).expect("it is a day").number());
        let (first, last) = (end(first_day(date.as_str()).flatten()), end(last_day(date.as_str())));
        // Without a bound, up to a year beyond the other one.
        let first = first.unwrap_or_else(|| last.expect("one end is known") - 365);
        let last = last.unwrap_or(first + 365);
        let said = Day::from_number(first + dice.below(usize::try_from(last - first).expect("it ends later") + 1) as i64);
        let field = fields.iter_mut().find(|(key, _)| *key == "date").expect("it has a date");
        field.1 = Field::Text(said.to_string());
    }
    then
}

/// What a query selects, by kind and id.
fn selected(loaded: &Loaded, dataset: &Dataset, text: &str, day: Day) -> BTreeMap<String, Certainty> {
    let graph = Graph::new(dataset);
    let mut options = Options::default();
    options.as_of = Some(day);
    let proofs = Proofs::new(dataset, &loaded.sources);
    let Ok(found) = query::select(&graph, &proofs, &query::parse(text).expect("it is a query"), &options) else { return BTreeMap::new() };
    let name = |node: NodeIndex| format!("{} {}", graph.node(node).kind().as_str(), graph.node(node).id());
    found.nodes(&graph).map(|(node, certainty)| (name(node), certainty)).collect()
}

/// However the dates fell: what certainly belongs does, and what does is at least possible. Gives the number of records that certainly
/// belonged, and of those that possibly did and in some way did not.
fn queries_hold_in_every_way(records: &Records, ways: usize, every: usize) -> (usize, usize) {
    let now = loaded(records);
    let mut dice = Random(7);
    let (mut certain, mut doubtful) = (0, 0);
    for _ in 0..ways {
        let one = loaded(&completed(records, &now.dataset, &mut dice));
        for day in days(&now.dataset).into_iter().step_by(every) {
            let (then, in_one) = (now.dataset.as_of(day), one.dataset.as_of(day));
            for text in QUERIES {
                let told = selected(&now, &then, text, day);
                let is = selected(&one, &in_one, text, day);
                for (name, certainty) in &told {
                    let found = is.get(name).copied();
                    assert!(
                        *certainty != Certainty::Certain || found == Some(Certainty::Certain),
                        "{name} in `{text}` as of {day}: {found:?}"
                    );
                    certain += usize::from(*certainty == Certainty::Certain);
                    doubtful += usize::from(found.is_none());
                }
                for name in is.keys() {
                    assert!(told.contains_key(name), "{name} is in `{text}` as of {day} in one way and not told to be possible");
                }
            }
        }
    }
    (certain, doubtful)
}

#[test]
fn what_a_query_says_is_certain_or_possible_is_so_however_the_dates_fell() {
    for (folder, every) in [(crate::driver::root().join("data"), 2), (small(), 1)] {
        let now = load(&crate::driver::in_memory(&folder), &Limits::default()).expect("memory can be read").dataset;
        let (certain, doubtful) = queries_hold_in_every_way(&Records::of(&now, BTreeMap::new()), 3, every);
        assert!(certain > 1_000 && doubtful > 20, "{certain}, {doubtful}");
    }
}

/// Checks the law for one dataset and some of its days; the number of answers that were compared, and of the days on which something had
/// only possibly been said.
fn holds(records: &Records, every: usize) -> (usize, usize) {
    let now = loaded(records);
    let (mut compared, mut in_doubt) = (0, 0);
    for day in days(&now.dataset).into_iter().step_by(every) {
        let only = loaded(&said_by(records, &now.dataset, day));
        let then = now.dataset.as_of(day);
        assert!(then == only.dataset, "as of {day} is not what had been said by {day}");
        let expected = answers(&only, &only.dataset, Some(day));
        let found = answers(&now, &then, Some(day));
        for (name, answer) in &found {
            assert_eq!(Some(answer), expected.get(name), "{name} as of {day}");
        }
        assert_eq!(found.len(), expected.len());
        compared += found.len();
        if only.dataset.statements.values().any(|statement| statement.said_by(day) == Certainty::Possible) {
            in_doubt += 1;
        } else if only
            .dataset
            .events
            .values()
            .all(|event| event.date.as_ref().is_some_and(|date| date.on_or_before(day) == Certainty::Certain))
        {
            // Where nothing is in doubt nothing is marked: the answer is that without a day.
            let without = answers(&only, &only.dataset, None);
            for (name, answer) in found.iter().filter(|(name, _)| name.starts_with("positions") || name.starts_with("query")) {
                assert_eq!(Some(answer), without.get(name), "{name} as of {day} and without");
            }
        }
    }
    (compared, in_doubt)
}

#[test]
fn of_the_real_data_every_day_answers_as_if_no_more_had_been_said() {
    let place = crate::driver::in_memory(&crate::driver::root().join("data"));
    let now = load(&place, &Limits::default()).expect("memory can be read").dataset;
    let (compared, in_doubt) = holds(&Records::of(&now, BTreeMap::new()), 1);
    assert!(compared > 200 && in_doubt > 5, "{compared}, {in_doubt}");
}

#[test]
fn of_the_small_dataset_too() {
    let now = load(&crate::driver::in_memory(&small()), &Limits::default()).expect("memory can be read").dataset;
    let (compared, in_doubt) = holds(&Records::of(&now, BTreeMap::new()), 1);
    assert!(compared > 200 && in_doubt > 3, "{compared}, {in_doubt}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.div_ceil(8), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_invented_datasets_too(seed in any::<u64>()) {
        holds(&datasets::random(seed), 1);
    }
}

/// The same through the command line, where nothing can be left out on the way: a folder without the later statements.
#[test]
fn the_commands_answer_as_if_no_more_had_been_said() {
    let place = crate::driver::in_memory(&crate::driver::root().join("data"));
    let now = load(&place, &Limits::default()).expect("memory can be read").dataset;
    let records = Records::of(&now, BTreeMap::new());
    let first = "ryabkov-2021-12-13/guarantees-on-expansion";
    for (day, second) in [("2021-12-31", "ryabkov-2021-12-13/legal-guarantees"), ("2023-12-31", "ryabkov-2022-01-10/roll-back-1997")] {
        let then = said_by(&records, &now, Day::parse(day).expect("it is a day"));
        let folder = crate::driver::temporary();
        let demarche::tree::Tree::Memory(files) = then.place().tree else { unreachable!("it is held in memory") };
        for (path, content) in files {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().expect("it stands in a folder")).expect("it can be made");
            std::fs::write(file, content).expect("it can be written");
        }
        for args in [
            &["positions"][..],
            &["positions", "russia", "--history"],
            &["thread", "security-guarantees"],
            &["path", first, second, "--max", "5"],
            &["query", "all()"],
            &["list", "claims"],
            &["list", "events"],
        ] {
            let args = [args, &["--as-of", day]].concat();
            assert_eq!(run(folder.path(), &args).expect(0), on_data(&args).expect(0), "{args:?}");
        }
        // Whether the data have errors is told of the whole record: what a day leaves out is none.
        let picture = folder.path().join("x.svg").display().to_string();
        for args in [&["show", first][..], &["draw", "-o", &picture]] {
            assert_eq!(on_data(&[args, &["--as-of", day]].concat()).stderr, "", "{args:?}");
        }
    }
}

#[test]
fn what_happened_later_is_neither_listed_nor_linked_nor_shown() {
    let day = ["--as-of", "2022-01-31"];
    let ask = |args: &[&str]| on_data(&[args, &day].concat());
    assert!(ask(&["query", "linked(belied-by)"]).expect(0).contains("no records"), "nobody knew by then what would belie it");
    assert!(on_data(&["query", "linked(belied-by)"]).expect(0).contains("no-intention-to-attack"));
    assert!(!ask(&["list", "events"]).expect(0).contains("full-scale-invasion"));
    assert!(!ask(&["show", "ryabkov-2022-01-10/no-intention-to-attack"]).expect(0).contains("full-scale-invasion"));
    for id in ["full-scale-invasion", "ryabkov-2025-06/baltics-withdrawal"] {
        let shown = ask(&["show", id]);
        assert!(shown.status == 2 && shown.stderr.contains("was not there by 2022-01-31"), "{}", shown.shown());
    }
    let possible = on_data(&["list", "claims", "--as-of", "2021-12-10"]).expect(0);
    let marks: BTreeMap<&str, &str> =
        possible.lines().filter_map(|line| Some((line.split('\t').next()?, line.rsplit('\t').next()?))).collect();
    assert_eq!(marks.get("putin-2021-12-07/property-raised"), Some(&"certain"));
    assert_eq!(marks.get("putin-2021-12/guarantees-demanded"), Some(&"possible"));
    assert_eq!(marks.get("ryabkov-2021-12-13/legal-guarantees"), None);
}

#[test]
fn a_position_is_what_had_certainly_been_said_and_what_possibly_had_stands_beside_it() {
    let rows = |day: &str| on_data(&["positions", "russia", "--as-of", day, "--format", "json"]).json(0)["positions"].take();
    let on = |rows: &Value, demand: &str| rows.as_array().and_then(|rows| rows.iter().find(|row| row["demand"] == demand).cloned());
    let then = rows("2021-12-10");
    let property = on(&then, "diplomatic-property").expect("Putin raised it on the 7th");
    assert_eq!(
        (property["claim"].as_str(), property["said_by_then"].as_str()),
        (Some("putin-2021-12-07/property-raised"), Some("certain"))
    );
    // The notes of the embassy, of the 13th or before, may have asked for it first.
    assert_eq!((property["introduced_first"].as_str(), property["times"].as_u64()), (Some("possible"), Some(1)));
    assert_eq!(property["times_at_most"], 2);
    let notes = "possibly introduced earlier: until 13 Dec 2021†, russian-embassy-notes/property-return, then `reiterated`";
    assert!(property["caution"].as_str().is_some_and(|text| text.contains(notes)), "{property}");
    let shown = on_data(&["positions", "russia", "--demand", "diplomatic-property", "--as-of", "2021-12-10"]).expect(0);
    assert!(shown.contains("\t7 Dec 2021†, possibly earlier\t") && shown.contains("\t1 or 2\t"), "{shown}");
    // Uncertain order is never told as order.
    let thread = on_data(&["thread", "security-guarantees", "--as-of", "2021-12-31"]).expect(0);
    assert!(thread.contains("\n13 Dec 2021†, order unclear: from 18 days earlier to 12 days later: Sergei Ryabkov\n"), "{thread}");
    let thread = on_data(&["thread", "diplomatic-property", "--as-of", "2021-12-10"]).expect(0);
    assert!(thread.contains("\n7 Dec 2021†, order unclear: at most 6 days earlier: Vladimir Putin\n"), "{thread}");
    let guarantees = on(&then, "security-guarantees").expect("they may have been asked for");
    assert_eq!(guarantees["said_by_then"], "possible");
    assert!(guarantees["caution"].as_str().is_some_and(|text| text.contains("possibly not yet said by then")), "{guarantees}");
    // In 2023 the Kremlin may already have made it a condition that Ukraine gives up NATO; what is certain is January 2022.
    let never = on(&rows("2023-01-01"), "ukraine-georgia-never").expect("it was asked for in January 2022");
    assert_eq!(
        (never["claim"].as_str(), never["said_by_then"].as_str()),
        (Some("ryabkov-2022-01-10/ukraine-never-mandatory"), Some("certain"))
    );
    let caution = never["caution"].as_str().expect("there is one");
    assert!(
        caution.contains("possibly said by then, too: hardened, precondition, kremlin-condition-before-2025-06/ukraine-gives-up-nato"),
        "{caution}"
    );
    assert_eq!(never["times"], 1);
}
