//! Settles rows of claims into a view: cards, columns, links, numbers and the foot. Every view ends here.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::{Certainty, ClaimDate, Day};
use crate::graph::Graph;
use crate::id::{ActorId, EventId, SourceId};
use crate::model::{Basis, Claim, Dataset, Event, Form, LinkWord, Statement, Target};
use crate::position::{DORMANT_DAYS, Shift, takes_position};
use crate::proof::Proofs;

use super::columns::{Columns, span};
use super::detail::{Found, description, detail, words};
use super::legend::{Used, shift_mark};
use super::note::{colophon, count, disputed, months, short_name, source_notes, source_numbers, when};
use super::select::{Range, Row, Shown, range};
use super::{Card, Lane, Listed, Mark, Options, ShiftMark, Tone, View, When, links};

/// What a view says of itself.
pub struct Heading<'a> {
    /// The headline that the manifest gives, where it fits this view.
    pub given: Option<&'a str>,
    /// What the lanes are.
    pub lane_word: &'static str,
    /// One lane and many, in words: `demand`, `demands`.
    pub lanes: (&'static str, &'static str),
    /// The line below the headline, before the counts.
    pub subject: String,
    /// Whether the words of the evidence stand in the picture.
    pub shows_words: bool,
    /// What is left out, in words.
    pub left_out: Vec<String>,
    /// The side whose claims dispute others, beside what is shown.
    pub disputing: Option<&'a ActorId>,
    /// Events that are shown whether a drawn claim is linked to them or not.
    pub events: Vec<&'a Event>,
}

/// The last day of the latest statement as written, or the day as of which the dataset was cut.
pub fn cut_off(dataset: &Dataset, options: &Options) -> Option<Day> {
    let latest = dataset.statements.values().filter_map(|statement| statement.date.as_ref()?.core().1).max();
    options.as_of.or(latest)
}

/// Takes what certainly lies outside of `from` and `to` out of claims; counts it.
pub fn within_range<'d>(options: &Options, shown: Vec<Shown<'d>>, outside: &mut (usize, usize)) -> Vec<Shown<'d>> {
    let keep = |one: &Shown<'_>| match range(options, one.statement) {
        Range::Within => true,
        Range::Before => {
            outside.0 += 1;
            false
        }
        Range::After => {
            outside.1 += 1;
            false
        }
    };
    shown.into_iter().filter(keep).collect()
}

/// What lies outside of `from` and `to`, in words.
pub fn outside_in_words(options: &Options, outside: (usize, usize)) -> Vec<String> {
    let mut words = Vec::new();
    for (number, side, day) in [(outside.0, "before", options.from), (outside.1, "after", options.to)] {
        if let (1.., Some(day)) = (number, day) {
            words.push(format!("{} {side} {} not shown", count(number, "claim", "claims"), super::note::day_in_words(day)));
        }
    }
    words
}

/// Settles the view.
pub fn settle<'d>(
    graph: &Graph<'d>,
    proofs: &Proofs<'d>,
    rows: Vec<Row<'d>>,
    listed: Vec<Shown<'d>>,
    heading: Heading<'_>,
    options: &Options,
) -> View {
    let dataset = graph.dataset();
    let drawn: Vec<&Shown<'_>> = rows.iter().flat_map(|row| &row.drawn).collect();
    let events = shown_events(dataset, &drawn, &heading.events, options);
    let dates: Vec<When> = drawn.iter().map(|one| When::of(one.statement.said_on())).collect();
    let columns = Columns::new(&dates, &events);
    let all: Vec<&Shown<'_>> = drawn.iter().copied().chain(&listed).collect();
    let numbers = source_numbers(&all);
    let found = Found::new(proofs);
    let mut used = Used::default();
    let settler = Settler { dataset, numbers: &numbers, found: &found, columns: &columns, options, shows_words: heading.shows_words };
    let mut lanes = Vec::new();
    for row in &rows {
        let mut cards: Vec<Card> = row.drawn.iter().map(|one| settler.card(one, &mut used)).collect();
        cards.sort_by_key(|card| card.column);
        lanes.push(Lane { id: row.id.clone(), title: row.title.clone(), depth: row.depth, cards, status: row.status.clone() });
    }
    for (sign, meaning) in Basis::ALL.iter().filter_map(|basis| basis.sign()) {
        let is_of_event = |(event, _): &(&Event, bool)| event.date.is_some() && event.dating.basis.value.sign() == Some((sign, meaning));
        if events.iter().any(is_of_event) || rows.iter().any(|row| row.status.text.contains(sign)) {
            used.note(sign, meaning);
        }
    }
    if rows.iter().any(|row| row.status.silence.is_some()) {
        used.note("open end", "no later statement");
    }
    let links = links::links(graph, &rows, &events, &mut used);
    let statements = drawn.iter().map(|one| &one.statement.id).collect::<BTreeSet<_>>().len();
    let (one, many) = heading.lanes;
    let counts = format!(
        "{}, {}, {}{}",
        count(lanes.len(), one, many),
        count(drawn.len(), "claim", "claims"),
        count(statements, "statement", "statements"),
        span(&dates).map(|span| format!(", {span}")).unwrap_or_default()
    );
    let title = options.title.clone().or_else(|| heading.given.map(str::to_owned));
    let subtitle = match &title {
        Some(_) => format!("{}: {counts}", heading.subject),
        None => heading.subject.clone(),
    };
    let claims: BTreeSet<&str> = all.iter().map(|one| one.claim.id.as_str()).collect();
    let cut_off = cut_off(dataset, options);
    let sources = source_notes(dataset, &numbers);
    View {
        title: title.unwrap_or(counts),
        subtitle,
        lane_word: heading.lane_word,
        is_diff: false,
        lanes,
        links,
        sources,
        listed: listed.iter().map(|one| settler.listed(one)).collect(),
        steps: Vec::new(),
        meeting: Vec::new(),
        disputed: disputed(dataset, &claims, heading.disputing),
        legend: used.legend(),
        colophon: colophon(dataset, proofs, options, &claims, &heading.left_out),
        cut_off,
        end: cut_off.map(|day| options.to.map_or(day, |to| day.min(to))),
        columns: columns.columns,
    }
}

/// The events that the drawn claims are linked to or were made at, in the order of time, and whether each belies or violates something.
fn shown_events<'d>(dataset: &'d Dataset, drawn: &[&Shown<'d>], further: &[&'d Event], options: &Options) -> Vec<(&'d Event, bool)> {
    let mut shown: BTreeMap<&EventId, bool> = further.iter().map(|event| (&event.id.value, false)).collect();
    for one in drawn {
        if let Some(event) = &one.statement.event {
            shown.entry(&event.value).or_default();
        }
        for link in &one.claim.links {
            if let Target::Event(event) = &link.to.value {
                *shown.entry(event).or_default() |= matches!(link.kind.value, LinkWord::BeliedBy | LinkWord::Violates);
            }
        }
    }
    let is_outside = |event: &Event| {
        let Some(date) = &event.date else { return false };
        options.from.zip(date.latest()).is_some_and(|(from, last)| last < from)
            || options.to.zip(date.earliest()).is_some_and(|(to, first)| first > to)
    };
    let mut events: Vec<(&Event, bool)> = shown.into_iter().filter_map(|(id, turning)| Some((dataset.events.get(id)?, turning))).collect();
    events.retain(|(event, _)| !is_outside(event));
    events.sort_by_cached_key(|(event, _)| (crate::graph::time_order(event.date.as_ref().map(|date| &date.value)), event.id.value.clone()));
    events
}

struct Settler<'a, 'd> {
    dataset: &'d Dataset,
    numbers: &'a BTreeMap<&'d SourceId, usize>,
    found: &'a Found<'d>,
    columns: &'a Columns,
    options: &'a Options,
    shows_words: bool,
}

impl<'d> Settler<'_, 'd> {
    /// The date with its uncertainty, its basis, and whether it was only possibly said by the day of the cut.
    fn date(&self, statement: &Statement, claim: &Claim, used: &mut Used) -> String {
        let mut shown = when(statement);
        if statement.said_on().is_some_and(ClaimDate::is_approximate) {
            used.note("c.", "about this date");
        }
        if let Some((sign, meaning)) = statement.dating.basis.value.sign().filter(|_| statement.said_on().is_some()) {
            used.note(sign, meaning);
        }
        if self.options.as_of.is_some_and(|day| statement.said_by(day) == Certainty::Possible) {
            shown += " (possibly later)";
        }
        if self.options.doubtful.contains(claim.id.as_str()) {
            shown += " (?)";
            used.note("(?)", "only possibly among what is drawn: its date leaves it open");
        }
        shown
    }

    fn speaker(&self, statement: &Statement) -> String {
        short_name(&self.dataset.actors[&statement.speaker.value]).to_owned()
    }

    fn listed(&self, one: &Shown<'d>) -> Listed {
        let form = one.claim.best_form();
        Listed {
            id: one.claim.id.to_string(),
            date: self.date(one.statement, one.claim, &mut Used::default()),
            speaker: self.speaker(one.statement),
            text: one.claim.headline().to_owned(),
            form: form.is_none_or(|form| !form.is_quotation()).then(|| form.map_or("no evidence", Form::as_str)),
        }
    }

    fn card(&self, one: &Shown<'d>, used: &mut Used) -> Card {
        let (statement, claim) = (one.statement, one.claim);
        let form = claim.best_form();
        if form.is_none_or(|form| !form.is_quotation()) {
            used.note("dashed card", "not the speaker's own words: a paraphrase, headline or inference");
        }
        let mark = Mark::of(claim);
        let tone = match takes_position(claim.act.value) {
            true if matches!(mark, Mark::Threat | Mark::Condition) => Tone::Hard,
            true => Tone::Plain,
            false => Tone::Quiet,
        };
        match tone {
            Tone::Hard => used.note("red card", "a threat, a condition or an ultimatum"),
            Tone::Plain => used.note("blue card", "an appeal, a demand, an offer or a refusal"),
            _ => used.note("grey card", "an assurance or a remark: takes no position"),
        }
        let mut sources: Vec<usize> = claim.evidence.iter().map(|evidence| self.numbers[&evidence.source.value]).collect();
        sources.sort_unstable();
        sources.dedup();
        let best = claim.evidence.iter().find(|evidence| Some(evidence.form.value) == form);
        let when = When::of(statement.said_on());
        Card {
            id: claim.id.to_string(),
            statement: statement.id.to_string(),
            column: self.columns.of(when),
            date: self.date(statement, claim, used),
            when,
            sources,
            shift: shift(one, used),
            review: None,
            text: claim.headline().to_owned(),
            words: best.filter(|_| self.shows_words).map(|evidence| words(evidence, self.numbers, self.found)),
            actor: statement.speaker.to_string(),
            speaker: self.speaker(statement),
            mark,
            form,
            tone,
            description: description(self.dataset, statement, claim),
            detail: detail(self.dataset, statement, claim, self.numbers, self.found),
        }
    }
}

fn shift(one: &Shown<'_>, used: &mut Used) -> Option<ShiftMark> {
    let shift = one.shift?;
    let (sign, tone) = shift_mark(shift);
    used.note(sign, if shift == Shift::Introduced { "introduced: the first on this demand in this set" } else { shift.as_str() });
    let after = match one.gap {
        Some((Some(least), most)) if least >= DORMANT_DAYS => {
            let exact = most.is_some_and(|most| months(most) == months(least));
            Some(if exact { format!("{} on", months(least)) } else { format!("over {} on", months(least)) })
        }
        _ => None,
    };
    Some(ShiftMark { sign, word: shift.as_str(), after, tone })
}
