//! Invents views: of any size, with texts and dates of every sort, for tests that look at how they are drawn.

use std::collections::BTreeMap;

use demarche::date::{ClaimDate, Day};
use demarche::model::Form;
use demarche::scene::Profile;
use demarche::view::{
    Card, Column, Detail, End, EventMark, Lane, Listed, Mark, ShiftMark, SourceNote, Status, Tone, View, ViewLink, When, Words,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A date, as a place in the span of a view (in thousandths) and a way to write it.
#[derive(Clone, Copy, Debug)]
pub struct DatePlan {
    pub place: i64,
    pub way: DateWay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWay {
    Day,
    Doubtful,
    Month,
    AboutMonth,
    Year,
    Within(i64),
    OneOf(i64),
    Until,
    Since,
    Unknown,
}

#[derive(Clone, Debug)]
pub struct ClaimPlan {
    pub lane: usize,
    /// Whether it is part of the statement of the claim before it in its lane.
    pub is_joined: bool,
    pub date: DatePlan,
    pub text: String,
    pub speaker: String,
    pub mark: Mark,
    pub form: Option<Form>,
    pub sources: Vec<usize>,
    pub shift: Option<(usize, bool)>,
    pub words: Option<String>,
}

#[derive(Clone, Debug)]
pub struct EventPlan {
    pub date: DatePlan,
    pub title: String,
    pub is_turning_point: bool,
}

#[derive(Clone, Debug)]
pub struct LinkPlan {
    /// Any two numbers: they find the ends among the claims, or among claims and events.
    pub ends: (usize, usize),
    pub sort: LinkSort,
    pub word: &'static str,
    pub after: Option<String>,
    pub is_certain: bool,
    pub tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkSort {
    Authored,
    Next,
    FromEvent,
    ToEvent,
}

/// What a view is made from.
#[derive(Clone, Debug)]
pub struct Plan {
    pub profile: Profile,
    /// The first day, and how many days the view spans.
    pub first: i64,
    pub days: i64,
    pub title: String,
    pub subtitle: String,
    pub claims: Vec<ClaimPlan>,
    /// Of each lane that may be used: title, depth, text of the status, whether it is silent.
    pub lanes: Vec<(String, usize, String, bool)>,
    pub events: Vec<EventPlan>,
    pub links: Vec<LinkPlan>,
    pub sources: Vec<(String, bool)>,
    pub listed: Vec<String>,
    pub disputed: Vec<String>,
    pub steps: Vec<String>,
    pub colophon: String,
    pub has_cut_off: bool,
}

/// Words of three scripts, short and without end, and what is not a word.
const WORDS: [&str; 44] = [
    "a",
    "no",
    "the",
    "NATO",
    "arms",
    "demand",
    "treaty",
    "guarantees",
    "withdrawal",
    "non-enlargement",
    "of",
    "in",
    "WWWWWWWWWW",
    "illi",
    "не",
    "расширение",
    "НАТО",
    "гарантии",
    "безопасности",
    "Недопущение",
    "ракет",
    "и",
    "договорно-правовые",
    "Ёж",
    "και",
    "Ουκρανία",
    "διαπραγματεύσεις",
    "όχι",
    "Ελλάδα",
    "1997",
    "2021-12-17",
    "(c.",
    "“quoted”",
    "—",
    "A/B",
    "1\u{a0}000\u{202f}km",
    "e\u{301}te\u{301}",
    "\u{200b}",
    "fi",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "превысокомногорассмотрительствующий",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "<b>&amp;",
    "\u{202e}desrever",
];

fn text(most: usize) -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), 0..=most).prop_map(|words| words.join(" "))
}

fn date() -> impl Strategy<Value = DatePlan> {
    let way = prop_oneof![
        8 => Just(DateWay::Day),
        1 => Just(DateWay::Doubtful),
        2 => Just(DateWay::Month),
        2 => Just(DateWay::AboutMonth),
        1 => Just(DateWay::Year),
        2 => (1..400_i64).prop_map(DateWay::Within),
        1 => (1..40_i64).prop_map(DateWay::OneOf),
        1 => Just(DateWay::Until),
        1 => Just(DateWay::Since),
        1 => Just(DateWay::Unknown),
    ];
    // Half of what is said falls on few days.
    let place = prop_oneof![0..1000_i64, select(vec![0, 10, 12, 500, 990, 999])];
    (place, way).prop_map(|(place, way)| DatePlan { place, way })
}

fn claim(lanes: usize, has_words: bool) -> impl Strategy<Value = ClaimPlan> {
    let form = prop_oneof![
        4 => select(vec![Some(Form::Verbatim), Some(Form::Translated)]),
        2 => select(vec![Some(Form::Paraphrase), Some(Form::Headline), Some(Form::Inference), None]),
    ];
    let sources = vec(1..30_usize, 0..4);
    let shift = prop::option::of((0..SHIFTS.len(), any::<bool>()));
    let words = prop::option::of(text(40)).prop_map(move |words| words.filter(|_| has_words));
    let what = (text(9), text(2), select(Mark::ALL.to_vec()), form);
    ((0..lanes), prop::bool::weighted(0.25), date(), what, sources, shift, words).prop_map(
        |(lane, is_joined, date, (text, speaker, mark, form), sources, shift, words)| ClaimPlan {
            lane,
            is_joined,
            date,
            text,
            speaker,
            mark,
            form,
            sources,
            shift,
            words,
        },
    )
}

fn event() -> impl Strategy<Value = EventPlan> {
    (date(), text(6), prop::bool::weighted(0.2)).prop_map(|(date, title, is_turning_point)| EventPlan { date, title, is_turning_point })
}

fn link() -> impl Strategy<Value = LinkPlan> {
    let sort = prop_oneof![
        4 => Just(LinkSort::Authored),
        2 => Just(LinkSort::Next),
        1 => Just(LinkSort::FromEvent),
        1 => Just(LinkSort::ToEvent),
    ];
    let word = select(vec![
        "reiterates",
        "specifies",
        "hardens",
        "softens",
        "replaces",
        "partly-accepts",
        "counters",
        "prompted-by",
        "belied-by",
        "violates",
        "fulfils",
        "made-at",
    ]);
    let after = prop::option::weighted(0.3, (12..90_usize).prop_map(|months| format!("after over {months} months")));
    let ends = (any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(a, b)| (a.index(1 << 20), b.index(1 << 20)));
    (ends, sort, word, after, prop::bool::weighted(0.8), select(vec![Tone::Plain, Tone::Hard, Tone::Quiet]))
        .prop_map(|(ends, sort, word, after, is_certain, tone)| LinkPlan { ends, sort, word, after, is_certain, tone })
}

/// Plans of all sizes up to so many claims; small ones are more frequent.
pub fn plans(most_claims: usize) -> impl Strategy<Value = Plan> {
    // Each has at least half of its claims: or else most were small, whatever the most is.
    let number = prop_oneof![5 => 1..=12_usize, 3 => 12..=36_usize, 2 => 36..=60_usize].prop_map(move |number| number.min(most_claims));
    sized(number, prop_oneof![3 => 1..=4_usize, 2 => 4..=12_usize, 1 => 12..=40_usize], |number| number.div_ceil(2))
}

/// Plans of 60 to 300 claims in up to 40 lanes.
pub fn large_plans() -> impl Strategy<Value = Plan> {
    sized(60..=300_usize, prop_oneof![1 => 1..=4_usize, 1 => 4..=12_usize, 2 => 12..=40_usize], |number| number)
}

/// Plans of 200 to 300 claims in 40 lanes.
pub fn largest_plans() -> impl Strategy<Value = Plan> {
    sized(200..=300_usize, Just(40_usize), |number| number)
}

/// Plans of so many claims in so many lanes, at the most; for each number of claims how many they are at least.
fn sized(
    number: impl Strategy<Value = usize>,
    lanes: impl Strategy<Value = usize>,
    least: fn(usize) -> usize,
) -> impl Strategy<Value = Plan> {
    let days = prop_oneof![1..8_i64, 8..100_i64, 100..1500_i64, 1500..30_000_i64];
    (number, lanes, days, prop::bool::weighted(0.2)).prop_flat_map(move |(number, lanes, days, has_words)| {
        let page = (select(vec![Profile::Slide, Profile::Report, Profile::Poster]), 0..20_000_i64, Just(days));
        let heads = (text(14), text(20), text(40), any::<bool>());
        let rows = vec((text(7), 0..6_usize, text(12), any::<bool>()), lanes);
        let records =
            (vec(claim(lanes, has_words), least(number)..=number), rows, vec(event(), 0..=12), vec(link(), 0..=(number * 2).min(120)));
        let notes = (vec((text(16), any::<bool>()), 0..=30), vec(text(16), 0..=20), vec(text(10), 0..=4), vec(text(10), 0..=3));
        (page, heads, records, notes).prop_map(
            |(
                (profile, first, days),
                (title, subtitle, colophon, has_cut_off),
                (claims, lanes, events, links),
                (sources, listed, disputed, steps),
            )| Plan {
                profile,
                first,
                days,
                title,
                subtitle,
                claims,
                lanes,
                events,
                links,
                sources,
                listed,
                disputed,
                steps,
                colophon,
                has_cut_off,
            },
        )
    })
}

const SHIFTS: [(&str, &str, Tone); 9] = [
    ("+", "introduced", Tone::Plain),
    ("=", "reiterated", Tone::Plain),
    ("◆", "specified", Tone::Plain),
    ("◇", "broadened", Tone::Hard),
    ("▲", "hardened", Tone::Hard),
    ("▽", "softened", Tone::Plain),
    ("→", "replaced", Tone::Plain),
    ("×", "withdrawn", Tone::Quiet),
    ("↑", "revived", Tone::Hard),
];

impl DatePlan {
    /// The date in the span of a plan; none where it is unknown.
    fn date(self, plan: &Plan) -> Option<ClaimDate> {
        let day = Day::from_number(plan.first + self.place * plan.days / 1000);
        let month = &day.to_string()[..7];
        let text = match self.way {
            DateWay::Day => day.to_string(),
            DateWay::Doubtful => format!("{day}?"),
            DateWay::Month => month.to_owned(),
            DateWay::AboutMonth => format!("{month}~"),
            DateWay::Year => month[..4].to_owned(),
            DateWay::Within(days) => format!("{day}/{}", day.plus_days(days)),
            DateWay::OneOf(days) => format!("[{day}..{}]", day.plus_days(days)),
            DateWay::Until => format!("../{day}"),
            DateWay::Since => format!("{day}/.."),
            DateWay::Unknown => return None,
        };
        Some(ClaimDate::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}")))
    }
}

/// The tone that the view gives to a mark.
pub fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Threat | Mark::Condition => Tone::Hard,
        Mark::Assurance | Mark::Remark => Tone::Quiet,
        _ => Tone::Plain,
    }
}

/// Nothing more than a date, a speaker and a text; what the record says beyond it is left empty.
pub fn card(id: &str, date: Option<&ClaimDate>, speaker: &str, text: &str) -> Card {
    Card {
        id: id.to_owned(),
        statement: id.split('/').next().unwrap_or_default().to_owned(),
        column: 0,
        date: date.map_or_else(|| "date unknown".to_owned(), ClaimDate::display),
        when: When::of(date),
        sources: vec![1],
        shift: None,
        review: None,
        text: text.to_owned(),
        words: None,
        actor: "speaker".to_owned(),
        speaker: speaker.to_owned(),
        mark: Mark::Demand,
        form: Some(Form::Verbatim),
        tone: Tone::Plain,
        description: format!("{speaker}: {text}"),
        detail: Detail {
            speaker: speaker.to_owned(),
            act: "demand".to_owned(),
            summary: text.to_owned(),
            dating: String::new(),
            terms: Vec::new(),
            confidence: None,
            evidence: Vec::new(),
            links: Vec::new(),
            note: None,
        },
    }
}

/// An event without more than a date and a title.
pub fn event_mark(id: &str, date: Option<&ClaimDate>, title: &str) -> EventMark {
    EventMark {
        id: id.to_owned(),
        title: title.to_owned(),
        date: date.map_or_else(|| "date unknown".to_owned(), ClaimDate::display),
        when: When::of(date),
        is_interval: date.is_some_and(ClaimDate::is_interval),
        is_turning_point: false,
    }
}

/// A view of these lanes and events, with its columns; the cards of each lane are put in their order.
pub fn view(mut lanes: Vec<Lane>, events: Vec<EventMark>) -> View {
    let month = |when: When| when.at.map(|day| (day.year(), day.month()));
    let mut months: BTreeMap<Option<(i64, u32)>, Vec<EventMark>> = BTreeMap::new();
    for card in lanes.iter().flat_map(|lane| &lane.cards) {
        months.entry(month(card.when)).or_default();
    }
    for event in events {
        months.entry(month(event.when)).or_default().push(event);
    }
    for lane in &mut lanes {
        for card in &mut lane.cards {
            card.column = months.keys().position(|key| *key == month(card.when)).expect("the columns were made from these dates");
        }
        lane.cards.sort_by_key(|card| card.when.at);
    }
    let columns = months.into_iter().map(|(key, mut events)| {
        events.sort_by_key(|event| event.when.at);
        Column { label: key.map_or_else(|| "Date unknown".to_owned(), |(year, month)| format!("{month}/{year}")), events }
    });
    View {
        title: "Title".to_owned(),
        subtitle: "Subtitle".to_owned(),
        lane_word: "DEMAND",
        columns: columns.collect(),
        lanes,
        links: Vec::new(),
        sources: vec![SourceNote {
            text: "Agency, 1 May 2020".to_owned(),
            title: "Page".to_owned(),
            url: Some("https://example.org/1".to_owned()),
        }],
        steps: Vec::new(),
        meeting: Vec::new(),
        listed: Vec::new(),
        disputed: Vec::new(),
        legend: Vec::new(),
        is_diff: false,
        colophon: "demarche".to_owned(),
        cut_off: None,
        end: None,
    }
}

/// A lane of these cards in which nothing is silent.
pub fn lane(id: &str, cards: Vec<Card>) -> Lane {
    let status = Status { sign: "+", word: "introduced", text: "1 May 2020".to_owned(), tone: Tone::Plain, silence: None };
    Lane { id: id.to_owned(), title: format!("Lane {id}"), depth: 0, cards, status }
}

/// A link between these ends.
pub fn link_between(from: End, to: End, kind: &'static str) -> ViewLink {
    ViewLink {
        from,
        to,
        kind,
        after: None,
        is_authored: kind != "next",
        is_in_lane: true,
        is_certain: true,
        tone: Tone::Plain,
        review: None,
    }
}

impl Plan {
    /// The view.
    pub fn view(&self) -> View {
        let dates: Vec<Option<ClaimDate>> = self.claims.iter().map(|claim| claim.date.date(self)).collect();
        let mut lanes: Vec<Lane> = Vec::new();
        for (lane, (title, depth, text, is_silent)) in self.lanes.iter().enumerate() {
            let mut cards: Vec<Card> = Vec::new();
            let mut statement: Option<(String, Option<ClaimDate>)> = None;
            let own = self.claims.iter().enumerate().filter(|(_, claim)| claim.lane % self.lanes.len() == lane);
            for (place, claim) in own {
                let (id, date) = match statement.take().filter(|_| claim.is_joined) {
                    Some(before) => before,
                    None => (format!("statement-{place}"), dates[place].clone()),
                };
                cards.push(self.card(&id, place, date.as_ref(), claim));
                statement = Some((id, date));
            }
            if !cards.is_empty() {
                let (sign, word, tone) = SHIFTS[lane % SHIFTS.len()];
                let status = Status {
                    sign,
                    word,
                    text: text.clone(),
                    tone,
                    silence: is_silent.then(|| "no later statement in this set".to_owned()),
                };
                lanes.push(Lane { id: format!("lane-{lane}"), title: title.clone(), depth: *depth, cards, status });
            }
        }
        let events = self.events.iter().enumerate().map(|(place, event)| {
            let mark = event_mark(&format!("event-{place}"), event.date.date(self).as_ref(), &event.title);
            EventMark { is_turning_point: event.is_turning_point, ..mark }
        });
        let mut view = view(lanes, events.collect());
        view.links = self.links(&view);
        view.title.clone_from(&self.title);
        view.subtitle.clone_from(&self.subtitle);
        view.colophon.clone_from(&self.colophon);
        view.sources = (self.sources.iter().enumerate())
            .map(|(place, (text, has_url))| {
                let url = has_url.then(|| format!("https://example.org/{place}"));
                SourceNote { text: text.clone(), title: text.clone(), url }
            })
            .collect();
        let listed = |(place, text): (usize, &String)| Listed {
            id: format!("listed/{place}"),
            date: "c. May 2020".to_owned(),
            speaker: "Speaker".to_owned(),
            text: text.clone(),
            form: (place % 2 == 0).then_some("paraphrase"),
        };
        view.listed = self.listed.iter().enumerate().map(listed).collect();
        view.disputed = self.disputed.iter().map(|text| (text.clone(), "another one".to_owned())).collect();
        view.steps.clone_from(&self.steps);
        let latest = dates.iter().filter_map(|date| date.as_ref()?.core().1).max();
        view.cut_off = latest.filter(|_| self.has_cut_off);
        view.end = view.cut_off;
        view
    }

    fn card(&self, statement: &str, place: usize, date: Option<&ClaimDate>, claim: &ClaimPlan) -> Card {
        let base = card(&format!("{statement}/claim-{place}"), date, &claim.speaker, &claim.text);
        let mut sources: Vec<usize> = claim.sources.iter().copied().filter(|source| *source <= self.sources.len()).collect();
        sources.sort_unstable();
        sources.dedup();
        Card {
            sources,
            shift: claim.shift.map(|(shift, is_late)| {
                let (sign, word, tone) = SHIFTS[shift];
                ShiftMark { sign, word, after: is_late.then(|| "over 40 months on".to_owned()), tone }
            }),
            words: (claim.words.as_ref().zip(claim.form).filter(|_| !self.sources.is_empty())).map(|(passage, form)| Words {
                passage: passage.clone(),
                form,
                source: 1,
                is_proved: true,
                note: None,
            }),
            mark: claim.mark,
            form: claim.form,
            tone: tone(claim.mark),
            ..base
        }
    }

    fn links(&self, view: &View) -> Vec<ViewLink> {
        let cards: Vec<(usize, &Card)> =
            view.lanes.iter().enumerate().flat_map(|(lane, row)| row.cards.iter().map(move |card| (lane, card))).collect();
        let events: Vec<&EventMark> = view.columns.iter().flat_map(|column| &column.events).collect();
        let one = |link: &LinkPlan| {
            let (a, b) = (cards[link.ends.0 % cards.len()], cards[link.ends.1 % cards.len()]);
            let claim = |(_, card): (usize, &Card)| End::Claim(card.id.clone());
            let event = |number: usize| Some(End::Event(events.get(number % events.len().max(1))?.id.clone()));
            let (from, to) = match link.sort {
                LinkSort::Authored | LinkSort::Next if a.1.statement == b.1.statement => return None,
                LinkSort::Authored | LinkSort::Next => (claim(a), claim(b)),
                LinkSort::FromEvent => (event(link.ends.0)?, claim(b)),
                LinkSort::ToEvent => (claim(a), event(link.ends.1)?),
            };
            let is_in_lane = matches!(link.sort, LinkSort::Authored | LinkSort::Next) && a.0 == b.0;
            let (kind, is_authored) = if link.sort == LinkSort::Next { ("next", false) } else { (link.word, true) };
            Some(ViewLink {
                from,
                to,
                kind,
                after: link.after.clone(),
                is_authored,
                is_in_lane,
                is_certain: link.is_certain,
                tone: link.tone,
                review: None,
            })
        };
        self.links.iter().filter_map(one).collect()
    }
}
