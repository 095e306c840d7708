//! The evolution view: the demands of one principal as lanes.

use crate::date::{ClaimDate, Day};
use crate::error::Error;
use crate::graph::Graph;
use crate::id::{ActorId, DemandId, EventId, SourceId};
use crate::model::{Act, Basis, Claim, Event, Firmness, Form, LinkWord, Statement, Target};
use crate::position::{DORMANT_DAYS, Shift, Step, Thread, takes_position};
use std::collections::{BTreeMap, BTreeSet};

use super::legend::{Used, shift_mark};
use super::links::links;
use super::*;

/// Settles the evolution view: the demands of one principal as lanes.
///
/// A claim is drawn when it takes a position or assures. A remark (`assess`, `accuse`, `inform`) is drawn where its
/// utterance takes no position on the demand, and listed below otherwise.
///
/// # Errors
/// When no actor is named, or there is none of that id.
pub fn evolution(graph: &Graph<'_>, options: &Options) -> Result<View, Error> {
    let dataset = graph.dataset();
    let principal = principal(graph, options)?;
    let threads: Vec<Thread<'_>> =
        graph.threads().iter().filter(|thread| thread.principal == principal).map(|thread| Thread::new(dataset, thread)).collect();
    let order = lane_order(graph, &threads);
    let mut drawn: Vec<(usize, Vec<&Step<'_>>)> = Vec::new();
    let mut listed: Vec<&Step<'_>> = Vec::new();
    for index in order {
        let (shown, rest) = split(&threads[index]);
        listed.extend(rest);
        drawn.push((index, shown));
    }
    let steps: Vec<&Step<'_>> = drawn.iter().flat_map(|(_, steps)| steps.iter().copied()).collect();
    let cut_off = dataset.statements.values().filter_map(|statement| statement.date.as_ref()?.core().1).max();
    let events = shown_events(graph, &steps);
    let mut columns = Columns::new(&steps, &events);
    columns.place_events(&events);
    let numbers = source_numbers(&steps);
    let mut used = Used::default();
    let mut lanes = Vec::new();
    let chains: BTreeSet<&DemandId> = threads.iter().map(|thread| thread.demand).collect();
    for (index, steps) in &drawn {
        let thread = &threads[*index];
        let demand = &dataset.demands[thread.demand];
        let depth = dataset.demand_chain(thread.demand).skip(1).filter(|above| chains.contains(above)).count();
        let mut cards: Vec<Card> = steps.iter().map(|step| card(graph, principal, step, &columns, &numbers, &mut used)).collect();
        cards.sort_by_key(|card| card.column);
        lanes.push(Lane { id: demand.id.to_string(), title: demand.title.value.clone(), depth, cards, status: status(thread, cut_off) });
    }
    let links = links(graph, &drawn, &events, &mut used);
    let dates: Vec<&ClaimDate> = steps.iter().filter_map(|step| step.statement.said_on()).collect();
    let statements = steps.iter().map(|step| &step.statement.id).collect::<BTreeSet<_>>().len();
    let counts = format!(
        "{}, {}, {}{}",
        count(lanes.len(), "demand", "demands"),
        count(steps.len(), "claim", "claims"),
        count(statements, "statement", "statements"),
        span(&dates).map(|span| format!(", {span}")).unwrap_or_default()
    );
    let name = &dataset.actors[principal].name.value;
    let given = Some(&dataset.manifest.title).filter(|title| !title.is_empty() && options.actor.is_none());
    let title = options.title.clone().or_else(|| given.cloned());
    Ok(View {
        title: title.unwrap_or_else(|| counts.clone()),
        subtitle: format!("What {name} asked for, refused and promised, by demand: {counts}. Columns are in date order, not to scale."),
        columns: columns.columns,
        lanes,
        links,
        sources: source_list(graph, &numbers),
        listed: listed.iter().map(|step| (when(step.statement), step.claim.headline().to_owned())).collect(),
        disputed: disputed(graph, principal),
        legend: used.legend(),
        colophon: colophon(graph, cut_off, options, principal, steps.len() + listed.len()),
    })
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn when(statement: &Statement) -> String {
    statement.said_on().map_or_else(|| "date unknown".to_owned(), ClaimDate::display)
}

fn principal<'d>(graph: &Graph<'d>, options: &Options) -> Result<&'d ActorId, Error> {
    let dataset = graph.dataset();
    let Some(wanted) = options.actor.as_deref() else {
        return dataset.manifest.focus.as_ref().map(|focus| dataset.principal(&focus.value)).ok_or_else(|| {
            Error::Usage("the manifest names no `focus`, so there is no actor to draw\nname one with `--actor ID`".to_owned())
        });
    };
    match dataset.actors.get_key_value(wanted) {
        Some((id, _)) => Ok(dataset.principal(id)),
        None => {
            let near = crate::suggest::nearest_few(wanted, dataset.actors.keys().map(ActorId::as_str), 3);
            Err(Error::UnknownId { id: wanted.to_owned(), near: near.into_iter().map(str::to_owned).collect() })
        }
    }
}

/// The threads in the order of their lanes: by the tree of demands, and on each level by the first date, then by the id.
/// Trees on which the principal asks for nothing, and only answers what others ask, come last.
fn lane_order(graph: &Graph<'_>, threads: &[Thread<'_>]) -> Vec<usize> {
    let dataset = graph.dataset();
    let mut first: BTreeMap<&DemandId, (bool, crate::graph::TimeKey, &DemandId)> = BTreeMap::new();
    for thread in threads {
        let key = crate::graph::time_order(thread.steps.iter().find_map(|step| step.statement.said_on()));
        let asks = thread.steps.iter().any(|step| matches!(step.claim.act.value, Act::Appeal | Act::Demand | Act::Offer | Act::Threaten));
        for demand in dataset.demand_chain(thread.demand) {
            let of = (!asks && dataset.demands[demand].broader.is_none(), key, demand);
            let entry = first.entry(demand).or_insert(of);
            *entry = (entry.0 && of.0, entry.1.min(key), demand);
        }
    }
    let path = |thread: &Thread<'_>| {
        let mut path: Vec<_> = dataset.demand_chain(thread.demand).map(|demand| first[demand]).collect();
        path.reverse();
        path
    };
    let mut order: Vec<usize> = (0..threads.len()).collect();
    order.sort_by_cached_key(|index| path(&threads[*index]));
    order
}

/// The steps of a thread that are drawn, and those that are listed.
fn split<'t, 'd>(thread: &'t Thread<'d>) -> (Vec<&'t Step<'d>>, Vec<&'t Step<'d>>) {
    let leading = |step: &Step<'_>| takes_position(step.claim.act.value) || matches!(step.claim.act.value, Act::Assure | Act::Accept);
    let led: BTreeSet<_> = thread.steps.iter().filter(|step| leading(step)).map(|step| &step.statement.id).collect();
    thread.steps.iter().partition(|step| leading(step) || !led.contains(&step.statement.id))
}

/// The events that the drawn claims are linked to or were made at, in the order of time.
fn shown_events<'d>(graph: &Graph<'d>, steps: &[&Step<'d>]) -> Vec<(&'d Event, bool)> {
    let dataset = graph.dataset();
    let mut shown: BTreeMap<&EventId, bool> = BTreeMap::new();
    for step in steps {
        if let Some(event) = &step.statement.event {
            shown.entry(&event.value).or_default();
        }
        for link in &step.claim.links {
            if let Target::Event(event) = &link.to.value {
                *shown.entry(event).or_default() |= matches!(link.kind.value, LinkWord::BeliedBy | LinkWord::Violates);
            }
        }
    }
    let mut events: Vec<(&Event, bool)> = shown.into_iter().filter_map(|(id, turning)| Some((dataset.events.get(id)?, turning))).collect();
    events.sort_by_cached_key(|(event, _)| (crate::graph::time_order(event.date.as_ref().map(|date| &date.value)), event.id.value.clone()));
    events
}

/// The day by which something has a place in a column: its first day as written, or the last one where it only has an end
/// or stands for one day in a range.
fn anchor(date: &ClaimDate) -> Option<Day> {
    let (first, last) = date.core();
    let is_range = first.zip(last).is_some_and(|(first, last)| first.days_until(last) > 366);
    if is_range { last } else { first.or(last) }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

struct Columns {
    keys: Vec<Option<(i64, u32)>>,
    columns: Vec<Column>,
}

impl Columns {
    fn new(steps: &[&Step<'_>], events: &[(&Event, bool)]) -> Self {
        let claims = steps.iter().map(|step| Self::key(step.statement.said_on()));
        let events = events.iter().map(|(event, _)| Self::key(event.date.as_ref().map(|date| &date.value)));
        let keys: Vec<_> = claims.chain(events).collect::<BTreeSet<_>>().into_iter().collect();
        let label = |key: &Option<(i64, u32)>| match key {
            Some((year, month)) => format!("{} {year}", MONTHS[*month as usize - 1]),
            None => "Date unknown".to_owned(),
        };
        let columns = keys.iter().map(|key| Column { label: label(key), events: Vec::new() }).collect();
        Columns { keys, columns }
    }

    fn key(date: Option<&ClaimDate>) -> Option<(i64, u32)> {
        let day = anchor(date?)?;
        Some((day.year(), day.month()))
    }

    fn of(&self, date: Option<&ClaimDate>) -> usize {
        self.keys.binary_search(&Self::key(date)).expect("the columns were made from these dates")
    }

    fn place_events(&mut self, events: &[(&Event, bool)]) {
        for (event, is_turning_point) in events {
            let when = event.date.as_ref().map(|date| &date.value);
            let column = self.of(when);
            let shown = when.map_or_else(|| "date unknown".to_owned(), ClaimDate::display);
            let basis = if event.dating.basis.value == Basis::Inferred { " (inferred)" } else { "" };
            self.columns[column].events.push(EventMark {
                id: event.id.to_string(),
                title: event.title.value.clone(),
                date: format!("{shown}{basis}"),
                is_turning_point: *is_turning_point,
            });
        }
    }
}

/// The numbers of the sources that the drawn claims cite, in the order of their first use.
fn source_numbers<'d>(steps: &[&Step<'d>]) -> BTreeMap<&'d SourceId, usize> {
    let mut in_time: Vec<&&Step<'_>> = steps.iter().collect();
    in_time.sort_by_cached_key(|step| (crate::graph::time_order(step.statement.said_on()), step.claim.id.value.clone()));
    let mut numbers = BTreeMap::new();
    for step in in_time {
        for evidence in &step.claim.evidence {
            let next = numbers.len() + 1;
            numbers.entry(&evidence.source.value).or_insert(next);
        }
    }
    numbers
}

fn source_list(graph: &Graph<'_>, numbers: &BTreeMap<&SourceId, usize>) -> Vec<String> {
    let mut ordered: Vec<_> = numbers.iter().map(|(id, number)| (*number, *id)).collect();
    ordered.sort();
    ordered.into_iter().map(|(_, id)| crate::cite::line(graph.dataset(), &graph.dataset().sources[id])).collect()
}

fn months(days: i64) -> String {
    count((days as f64 / 30.44).round() as usize, "month", "months")
}

fn shift_text(step: &Step<'_>) -> Option<(String, Tone)> {
    let shift = step.shift?;
    let (sign, tone) = shift_mark(shift);
    let mut text = format!("{sign} {}", shift.as_str());
    if let Some((Some(least), most)) = step.gap
        && least >= DORMANT_DAYS
    {
        let exact = most.is_some_and(|most| months(most) == months(least));
        text += &if exact { format!(", {} on", months(least)) } else { format!(", over {} on", months(least)) };
    }
    Some((text, tone))
}

fn card(
    graph: &Graph<'_>,
    principal: &ActorId,
    step: &Step<'_>,
    columns: &Columns,
    numbers: &BTreeMap<&SourceId, usize>,
    used: &mut Used,
) -> Card {
    let dataset = graph.dataset();
    let (statement, claim) = (step.statement, step.claim);
    let form = claim.best_form();
    let is_quoted = form.is_some_and(Form::is_quotation);
    let speaker = &dataset.actors[&statement.speaker.value];
    if !is_quoted {
        used.note("dashed card", "not the speaker's own words: a paraphrase, headline or inference");
    }
    let mut shown = when(statement);
    if shown.contains("c. ") {
        used.note("c.", "about this date");
    }
    match statement.dating.basis.value {
        Basis::Stated | Basis::Unknown => {}
        Basis::Inferred => {
            shown.push('†');
            used.note("†", "the date is inferred by the curators; the record quotes what from");
        }
        Basis::GeneralKnowledge => {
            shown.push('‡');
            used.note("‡", "the date is general knowledge and not from a source of this set");
        }
    }
    let hard = matches!(claim.act.value, Act::Threaten) || claim.firmness.as_ref().is_some_and(|word| word.value >= Firmness::Precondition);
    let tone = match takes_position(claim.act.value) {
        true if hard => Tone::Hard,
        true => Tone::Plain,
        false => Tone::Quiet,
    };
    match tone {
        Tone::Hard => used.note("red card", "a threat, a condition or an ultimatum"),
        Tone::Plain => used.note("blue card", "an appeal, a demand, an offer or a refusal"),
        Tone::Quiet => used.note("grey card", "an assurance or a remark: takes no position"),
    }
    let shift = shift_text(step);
    if let Some(shift) = step.shift {
        let meaning = if shift == Shift::Introduced { "introduced: the first on this demand in this set" } else { shift.as_str() };
        used.note(shift_mark(shift).0, meaning);
    }
    let mut sources: Vec<usize> = claim.evidence.iter().map(|evidence| numbers[&evidence.source.value]).collect();
    sources.sort_unstable();
    sources.dedup();
    let who = speaker.name.value.as_str();
    let act = match &claim.firmness {
        Some(firmness) => format!("{}, {}", claim.act.value, firmness.value),
        None => claim.act.value.to_string(),
    };
    let principal_name = &dataset.actors[principal].name.value;
    let description = format!(
        "{}: {who} for {principal_name} ({act}; {}): {}",
        when(statement),
        form.map_or("no evidence", Form::as_str),
        claim.summary.value
    );
    Card {
        id: claim.id.to_string(),
        column: columns.of(statement.said_on()),
        date: shown,
        sources,
        shift,
        text: claim.headline().to_owned(),
        speaker: surname(who).to_owned(),
        form: (!is_quoted).then(|| form.map_or("no evidence", Form::as_str)),
        is_quoted,
        tone,
        description,
    }
}

/// The last word of a name.
fn surname(name: &str) -> &str {
    if name.split_whitespace().count() <= 3 { name.split_whitespace().last().unwrap_or(name) } else { name }
}

fn status(thread: &Thread<'_>, cut_off: Option<Day>) -> Status {
    let Some(position) = thread.position() else {
        return Status { sign: "·", text: "no position taken".to_owned(), tone: Tone::Quiet, is_silent: true };
    };
    let last = position.asserted.statement;
    let silence = last.said_on().and_then(|date| Some(date.core().1?.days_until(cut_off?)));
    if silence.is_some_and(|days| days >= DORMANT_DAYS) {
        return Status {
            sign: "○",
            text: format!("no later statement in this set since {}", when(last)),
            tone: Tone::Quiet,
            is_silent: true,
        };
    }
    let shift = position.last.shift.expect("the last step of a position moved it");
    let (sign, tone) = shift_mark(shift);
    let mut text = format!("{}: {}", shift.as_str(), when(position.last.statement));
    if position.last.claim.best_form().is_none_or(|form| !form.is_quotation()) {
        text += " (by report, not in quotation)";
    }
    Status { sign, text, tone, is_silent: false }
}

/// The claims that the record disputes by a claim of the principal, in the order of time.
fn disputed(graph: &Graph<'_>, principal: &ActorId) -> Vec<(String, String)> {
    let dataset = graph.dataset();
    let said = |statement: &Statement, claim: &Claim| {
        let speaker = &dataset.actors[&statement.speaker.value].name.value;
        let form = claim.best_form().map_or("no evidence", Form::as_str);
        format!("{}, {speaker} ({form}): {}", when(statement), claim.headline())
    };
    let mut found = Vec::new();
    for (statement, claim) in dataset.claims() {
        for link in claim.links.iter().filter(|link| link.kind.value == LinkWord::DisputedBy) {
            let Some((other, by)) = dataset.claim(link.to.as_ref()) else { continue };
            if dataset.principal_of(other) == principal {
                found.push((crate::graph::time_order(statement.said_on()), &claim.id.value, (said(statement, claim), said(other, by))));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, _, disputed)| disputed).collect()
}

/// From the first day to the last one, by month.
fn span(dates: &[&ClaimDate]) -> Option<String> {
    let days: Vec<Day> = dates.iter().filter_map(|date| anchor(date)).collect();
    let month = |day: &Day| format!("{} {}", MONTHS[day.month() as usize - 1], day.year());
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Some(if month(first) == month(last) { month(first) } else { format!("{} – {}", month(first), month(last)) })
}

fn colophon(graph: &Graph<'_>, cut_off: Option<Day>, options: &Options, principal: &ActorId, shown: usize) -> String {
    let dataset = graph.dataset();
    let all = dataset.claims().filter(|(statement, _)| dataset.principal_of(statement) == principal).count();
    let mut parts = Vec::new();
    if all > shown {
        parts.push(format!("{} on no demand are not in this picture", count(all - shown, "more claim", "more claims")));
    }
    if let Some(day) = cut_off {
        parts.push(format!(
            "latest statement in the set: {}",
            ClaimDate::parse(&day.to_string()).map_or(day.to_string(), |date| date.display())
        ));
    }
    if let Some(revision) = &options.revision {
        parts.push(format!("data revision {revision}"));
    }
    parts.push("demarche".to_owned());
    parts.join(" · ")
}
