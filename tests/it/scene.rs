//! What holds for every picture, whatever is drawn: nothing overlaps, all is on the page, time runs to the right, and each claim is there.

use std::collections::{BTreeMap, BTreeSet};

use demarche::date::{ClaimDate, Day};
use demarche::scene::{self, Area, Dash, Group, Ink, Item, Profile, Role, Scene, Segment, Text, timeline, visible};
use demarche::view::{Card, End, Review, View};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, RngSeed};

use crate::invented::{card, lane, large_plans, largest_plans, plans, view};

/// Half a hundredth of a px is what the SVG rounds to.
const NEAR: f64 = 0.005;

/// The views that are drawn in all, unless `PROPTEST_CASES` names another number.
const VIEWS: u32 = 2000;

/// So many of the views.
fn cases(of: u32) -> ProptestConfig {
    let named: Option<u32> = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    let persistence = FileFailurePersistence::Direct("tests/it/scene.proptest-regressions");
    ProptestConfig {
        cases: named.map_or(of, |all| (all * of).div_ceil(VIEWS)),
        failure_persistence: Some(Box::new(persistence)),
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    }
}

// Several tests, so that they run side by side: the second one draws a twentieth of the views, and takes as long as the first.
proptest! {
    #![proptest_config(cases(1940))]

    #[test]
    fn nothing_overlaps_all_is_on_the_page_time_runs_to_the_right_and_each_claim_is_there(plan in plans(60)) {
        let faults = faults(&plan.view(), plan.profile);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_same_holds_for_up_to_300_claims_in_up_to_40_lanes(plan in large_plans()) {
        let faults = faults(&plan.view(), plan.profile);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

proptest! {
    // The same views in each run, so that the largest are among them whatever the others happen to be.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(300), ..cases(12) })]

    #[test]
    fn the_same_holds_for_200_to_300_claims_in_40_lanes(plan in largest_plans()) {
        prop_assert!(plan.claims.len() >= 200 && plan.lanes.len() == 40);
        let faults = faults(&plan.view(), plan.profile);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn three_thousand_claims_are_drawn_or_listed() {
    let lanes = (0..40).map(|of| {
        let card = |place: usize| {
            let day = Day::from_number(10_957 + ((place * 7919) % 9000) as i64);
            let date = ClaimDate::parse(&day.to_string()).expect("a day is a date");
            card(&format!("s{place}/c"), Some(&date), "Мара", &format!("Недопущение расширения на восток, {place}"))
        };
        lane(&format!("l{of}"), (0..3000).filter(|place| place % 40 == of).map(card).collect())
    });
    let made = view(lanes.collect(), Vec::new());
    for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
        let faults = faults(&made, profile);
        assert!(faults.is_empty(), "{profile:?}: {faults:#?}");
    }
}

/// What is wrong with the picture of a view.
pub fn faults(view: &View, profile: Profile) -> Vec<String> {
    let scene = timeline(view, &scene::Options { profile, ..Default::default() });
    let mut faults = Vec::new();
    for page in 0..scene.pages.len() {
        let of_page: [fn(&Scene, usize, &mut Vec<String>); 6] =
            [texts_apart, on_the_page, nothing_painted_over, marks_apart_from_texts, links_lead_around, hazes_apart];
        let before = faults.len();
        of_page.iter().for_each(|check| check(&scene, page, &mut faults));
        size(&scene, page, profile, &mut faults);
        legend_is_exact(view, &scene, page, &mut faults);
        faults[before..].iter_mut().for_each(|fault| *fault = format!("page {page}: {fault}"));
    }
    time_runs_to_the_right(view, &scene, &mut faults);
    each_claim_is_there(view, &scene, &mut faults);
    faults.truncate(20);
    faults
}

fn inside(area: &Area, by: f64) -> Area {
    Area { x: area.x + by, y: area.y + by, width: area.width - 2.0 * by, height: area.height - 2.0 * by }
}

/// The texts that show something.
fn shown(scene: &Scene, page: usize) -> Vec<&Text> {
    scene.texts(page).into_iter().filter(|text| !text.text.trim().is_empty()).collect()
}

fn texts_apart(scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let mut texts: Vec<(Area, &Text)> = shown(scene, page).into_iter().map(|text| (inside(&text.area(), NEAR), text)).collect();
    texts.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
    for (place, (area, text)) in texts.iter().enumerate() {
        let near = texts[place + 1..].iter().take_while(|(other, _)| other.y < area.y + area.height);
        for (other, words) in near.filter(|(other, _)| other.overlaps(area)) {
            faults.push(format!("`{}` {area:?} and `{}` {other:?} overlap", text.text, words.text));
        }
    }
}

/// The points of a shape, and those that draw its curves.
fn points(segments: &[Segment]) -> Vec<(f64, f64)> {
    let of_one = |segment: &Segment| match *segment {
        Segment::Move(x, y) | Segment::Line(x, y) => vec![(x, y)],
        Segment::Curve(a, b, c, d, x, y) => vec![(a, b), (c, d), (x, y)],
        Segment::Close => Vec::new(),
    };
    segments.iter().flat_map(of_one).collect()
}

fn bounds(points: &[(f64, f64)]) -> Area {
    let (mut left, mut top, mut right, mut bottom) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for (x, y) in points {
        (left, top, right, bottom) = (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y));
    }
    Area { x: left, y: top, width: right - left, height: bottom - top }
}

/// All primitives of a page in the order of drawing, without groups; and the claim that each belongs to.
fn primitives<'s>(items: &'s [Item], claim: Option<&'s str>, out: &mut Vec<(&'s Item, Option<&'s str>)>) {
    for item in items {
        match item {
            Item::Group(Group { role: Role::Claim { id, .. }, items, .. }) => primitives(items, Some(id), out),
            Item::Group(group) => primitives(&group.items, claim, out),
            other => out.push((other, claim)),
        }
    }
}

fn all(scene: &Scene, page: usize) -> Vec<(&Item, Option<&str>)> {
    let mut out = Vec::new();
    primitives(&scene.pages[page].items, None, &mut out);
    out
}

fn area_of(item: &Item) -> Area {
    match item {
        Item::Box(area, _) => *area,
        Item::Path(path) => bounds(&points(&path.segments)),
        Item::Text(text) => text.area(),
        Item::Group(_) => Area::default(),
    }
}

fn on_the_page(scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let record = &scene.pages[page];
    for (item, _) in all(scene, page) {
        let area = area_of(item);
        let is_inside = area.x >= -NEAR
            && area.y >= -NEAR
            && area.x + area.width <= record.width + NEAR
            && area.y + area.height <= record.height + NEAR;
        if !(is_inside && area.x.is_finite() && area.y.is_finite()) {
            faults.push(format!("{item:?} at {area:?} leaves the page of {} by {}", record.width, record.height));
        }
        if let Item::Text(text) = item
            && text.size < 11.0
        {
            faults.push(format!("`{}` is only {} px high", text.text, text.size));
        }
    }
}

fn size(scene: &Scene, page: usize, profile: Profile, faults: &mut Vec<String>) {
    let page = &scene.pages[page];
    let is_right = match profile {
        Profile::Slide => (page.width, page.height) == (1280.0, 720.0),
        Profile::Report => (page.width, page.height) == (794.0, 1123.0),
        // Wider than high, however much there is.
        Profile::Poster => (1600.0..=3000.0).contains(&page.width) && page.height < page.width,
    };
    if !is_right {
        faults.push(format!("the page is {} by {}", page.width, page.height));
    }
}

/// A box or a filled shape that is drawn after a text must not cover it.
fn nothing_painted_over(scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let mut before: Vec<(Area, &Text)> = Vec::new();
    for (item, _) in all(scene, page) {
        let area = match item {
            Item::Text(text) if !text.text.trim().is_empty() => {
                before.push((text.area(), text));
                continue;
            }
            Item::Box(area, _) => *area,
            Item::Path(path) if path.fill.is_some() => bounds(&points(&path.segments)),
            _ => continue,
        };
        for (_, text) in before.iter().filter(|(other, _)| other.overlaps(&inside(&area, NEAR))) {
            faults.push(format!("`{}` at {:?} is covered by {area:?}", text.text, text.area()));
        }
    }
}

/// The mark of a claim lies beside all texts.
fn marks_apart_from_texts(scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let texts: Vec<(Area, &Text)> = shown(scene, page).into_iter().map(|text| (text.area(), text)).collect();
    for (item, claim) in all(scene, page) {
        if let (Item::Path(path), Some(claim)) = (item, claim) {
            let area = inside(&bounds(&points(&path.segments)), 0.5);
            for (_, text) in texts.iter().filter(|(other, _)| other.overlaps(&area)) {
                faults.push(format!("the mark of {claim} at {area:?} lies on `{}` {:?}", text.text, text.area()));
            }
        }
    }
}

/// The straight parts of a line, and its curves in eight straight parts each.
fn strokes(segments: &[Segment]) -> Vec<[(f64, f64); 2]> {
    let mut here = (f64::NAN, f64::NAN);
    let mut strokes = Vec::new();
    for segment in segments {
        let next = match *segment {
            Segment::Move(x, y) => {
                here = (x, y);
                continue;
            }
            Segment::Line(x, y) => (x, y),
            Segment::Curve(a, b, c, d, x, y) => {
                let begin = here;
                for step in 1..8 {
                    let (t, u) = (f64::from(step) / 8.0, 1.0 - f64::from(step) / 8.0);
                    let at = |from: f64, one: f64, two: f64, to: f64| {
                        u * u * u * from + 3.0 * u * u * t * one + 3.0 * u * t * t * two + t * t * t * to
                    };
                    let point = (at(begin.0, a, c, x), at(begin.1, b, d, y));
                    strokes.push([here, point]);
                    here = point;
                }
                (x, y)
            }
            Segment::Close => continue,
        };
        strokes.push([here, next]);
        here = next;
    }
    strokes
}

/// Whether a straight line runs through the inside of a rectangle: some point of it, a tenth of a px from the next one, lies there.
fn runs_through([from, to]: [(f64, f64); 2], area: &Area) -> bool {
    let is_in = |x: f64, y: f64| area.x < x && x < area.x + area.width && area.y < y && y < area.y + area.height;
    let (left, right, top, bottom) = (from.0.min(to.0), from.0.max(to.0), from.1.min(to.1), from.1.max(to.1));
    if left >= area.x + area.width || right <= area.x || top >= area.y + area.height || bottom <= area.y {
        return false;
    }
    let steps = ((right - left).max(bottom - top) * 10.0).ceil().max(1.0);
    (0..=steps as usize).map(|step| step as f64 / steps).any(|part| is_in(from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part))
}

/// The line of a link crosses no mark that it does not join, no label and no word of another link: what a line runs through it seems to join.
fn links_lead_around(scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let mut groups = Vec::new();
    all_groups(&scene.pages[page].items, &mut groups);
    let mut marks: Vec<(&str, Area)> = Vec::new();
    let mut labels: Vec<(Area, &str)> = Vec::new();
    // What a word may be of: the kind of each link between its ends, and the look of its line.
    let kinds_of = |from: &str, to: &str| {
        let of_link = |group: &&Group| match &group.role {
            Role::Link(kind, a, b) if (a.as_str(), b.as_str()) == (from, to) => {
                first_path(group).and_then(|path| path.stroke).map(|stroke| (*kind, stroke.ink, stroke.dash))
            }
            _ => None,
        };
        groups.iter().filter_map(of_link).collect::<Vec<_>>()
    };
    let mut words: Vec<(&str, &str, Area)> = Vec::new();
    for group in &groups {
        let texts = || group.items.iter().filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None });
        let written = || texts().filter(|text| !text.text.trim().is_empty()).map(|text| (inside(&text.area(), 0.3), text.text.as_str()));
        match &group.role {
            Role::Claim { id, .. } => {
                marks.extend(first_path(group).map(|path| (id.as_str(), inside(&bounds(&points(&path.segments)), 0.3))));
                labels.extend(written());
            }
            Role::Part("head" | "tail" | "status") | Role::Lane(_) => labels.extend(written()),
            Role::Word(from, to) => words.extend(texts().map(|text| (from.as_str(), to.as_str(), inside(&text.area(), 0.3)))),
            _ => {}
        }
    }
    for group in &groups {
        let (Role::Link(kind, from, to), Some(path)) = (&group.role, first_path(group)) else { continue };
        for stroke in strokes(&path.segments) {
            for (id, _) in marks.iter().filter(|(id, area)| id != from && id != to && runs_through(stroke, area)) {
                faults.push(format!("{kind} from {from} to {to} runs through the mark of {id} at {stroke:?}"));
            }
            for (area, text) in labels.iter().filter(|(area, _)| runs_through(stroke, area)) {
                faults.push(format!("{kind} from {from} to {to} runs through `{text}` {area:?} at {stroke:?}"));
            }
            // Lines of one kind may share a track: the word is said of them all.
            let own = path.stroke.map(|stroke| (*kind, stroke.ink, stroke.dash));
            let is_alike = |a: &str, b: &str| kinds_of(a, b).into_iter().any(|other| Some(other) == own);
            for (a, b, _) in words.iter().filter(|(a, b, area)| !is_alike(a, b) && runs_through(stroke, area)) {
                faults.push(format!("{kind} from {from} to {to} is cut by the word from {a} to {b} at {stroke:?}"));
            }
        }
    }
}

/// What shows over which days one claim is uncertain hides nothing of what shows that of another.
fn hazes_apart(scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let mut groups = Vec::new();
    all_groups(&scene.pages[page].items, &mut groups);
    let hazes: Vec<(&str, Area)> = groups
        .iter()
        .filter_map(|group| match &group.role {
            Role::Haze(claims) => Some((claims.as_str(), inside(&bounds(&points(&first_path(group)?.segments)), NEAR))),
            _ => None,
        })
        .collect();
    for (place, (claims, area)) in hazes.iter().enumerate() {
        for (others, other) in hazes[place + 1..].iter().filter(|(_, other)| other.overlaps(area)) {
            faults.push(format!("the days of {claims} {area:?} and of {others} {other:?} overlap"));
        }
    }
}

/// The middle of a mark that is drawn.
fn middle(mark: &str, path: &scene::Path, enlarged: f64) -> f64 {
    let area = bounds(&points(&path.segments));
    // The triangle of an offer reaches further to the right than to the left.
    area.x + area.width / 2.0 - if mark == "offer" { enlarged } else { 0.0 }
}

/// Read from the marks that are drawn; of a pile of numbered marks that is the first one.
fn time_runs_to_the_right(view: &View, scene: &Scene, faults: &mut Vec<String>) {
    let cards: BTreeMap<&str, &Card> = view.lanes.iter().flat_map(|lane| &lane.cards).map(|card| (card.id.as_str(), card)).collect();
    let places: BTreeMap<&str, &scene::Place> = scene.places.iter().map(|place| (place.id.as_str(), place)).collect();
    if cards.len() != scene.places.len() {
        faults.push(format!("{} claims have {} places", cards.len(), scene.places.len()));
    }
    let mut drawn = Vec::new();
    for page in 0..scene.pages.len() {
        let mut groups = Vec::new();
        all_groups(&scene.pages[page].items, &mut groups);
        for group in groups {
            let (Role::Claim { id, mark, .. }, Some(path)) = (&group.role, first_path(group)) else { continue };
            let Some((card, place)) = cards.get(id.as_str()).zip(places.get(id.as_str())) else {
                faults.push(format!("{id} is drawn and not in the view"));
                continue;
            };
            let x = middle(mark, path, scene.enlarged);
            if place.page != page || (place.x - x).abs() > 0.01 || place.at != card.when.at || card.mark.as_str() != *mark {
                faults.push(format!("{id} of {:?} is drawn at {x} on page {page}, and its place is {place:?}", card.when.at));
            }
            drawn.push((card.when.at, x, id));
        }
    }
    in_order(drawn, faults);
    let Some(overview) = scene.pages.first() else { return };
    let mut groups = Vec::new();
    all_groups(&overview.items, &mut groups);
    let sign = |group: &&Group| {
        let (Role::Sign(id), Some(path)) = (&group.role, first_path(group)) else { return None };
        let card = cards[id.as_str()];
        Some((card.when.at, middle(card.mark.as_str(), path, scene.enlarged), &card.id))
    };
    in_order(groups.iter().filter_map(sign).collect(), faults);
}

/// What was said earlier stands further left.
fn in_order(mut drawn: Vec<(Option<Day>, f64, &String)>, faults: &mut Vec<String>) {
    drawn.sort_by_key(|(at, ..)| *at);
    for pair in drawn.windows(2) {
        let ((before, a, one), (after, b, other)) = (pair[0], pair[1]);
        let is_right = match (before, after) {
            (None, Some(_)) => a < b,
            _ if before == after => (a - b).abs() < 1e-6,
            _ => a <= b + 1e-6,
        };
        if !is_right {
            faults.push(format!("{one} of {before:?} stands at {a}, {other} of {after:?} at {b}"));
        }
    }
}

/// The groups of a page, those within groups too.
pub fn all_groups<'s>(items: &'s [Item], out: &mut Vec<&'s Group>) {
    for item in items {
        if let Item::Group(group) = item {
            out.push(group);
            all_groups(&group.items, out);
        }
    }
}

/// The shape that stands first in a group.
fn first_path(group: &Group) -> Option<&scene::Path> {
    group.items.iter().find_map(|item| if let Item::Path(path) = item { Some(path) } else { None })
}

/// What a drawn mark says by its filling.
fn filling(path: &scene::Path, card: &Card) -> &'static str {
    match (path.fill, path.stroke.map(|stroke| stroke.dash)) {
        (Some(Ink::Paper), Some(Dash::Solid)) => "hollow: paraphrase",
        (Some(Ink::Paper), Some(Dash::Dashed)) => "broken: headline",
        (Some(Ink::Paper), _) if card.form.is_none() => "dotted: no evidence",
        (Some(Ink::Paper), _) => "dotted: inference",
        _ => "filled: own words",
    }
}

/// What the line of a drawn link says by its look.
fn line_of_link(
    view: &View,
    (path, enlarged): (&scene::Path, f64),
    kind: &str,
    (from, to): (&str, &str),
    is_reviewed: bool,
) -> &'static str {
    let is_event = |id: &str| view.columns.iter().flat_map(|column| &column.events).any(|event| event.id == id);
    let stroke = path.stroke.expect("a link is a line");
    if is_event(from) || is_event(to) {
        let (ink, meaning) = match kind {
            "belied-by" | "violates" => (Ink::Red, "belied or violated by event"),
            "fulfils" => (Ink::Blue, "fulfilled by event"),
            "prompted-by" => (Ink::Soft, "prompted by event"),
            _ => (Ink::Soft, "joined with event"),
        };
        let is_right = stroke.dash == Dash::Dashed && (is_reviewed || stroke.ink == ink);
        return if is_right { meaning } else { "a line between a claim and an event in a wrong colour" };
    }
    match stroke.dash {
        _ if stroke.width / enlarged < 1.1 => "next utterance",
        Dash::Dotted => "link after a year or more",
        _ => "curator’s link",
    }
}

/// What became of a link by itself.
fn review_of_link(view: &View, kind: &str, from: &str, to: &str) -> Option<Review> {
    let id = |end: &End| match end {
        End::Claim(id) | End::Event(id) => id.clone(),
    };
    view.links.iter().find(|link| (link.kind, id(&link.from), id(&link.to)) == (kind, from.to_owned(), to.to_owned()))?.review
}

/// The legend of a page explains what is drawn on it and nothing else.
fn legend_is_exact(view: &View, scene: &Scene, page: usize, faults: &mut Vec<String>) {
    let mut groups = Vec::new();
    all_groups(&scene.pages[page].items, &mut groups);
    let Some(legend) = groups.iter().find(|group| group.role == Role::Part("legend")) else {
        // Only a page of lists has none.
        if groups.iter().any(|group| matches!(group.role, Role::Lane(_) | Role::Claim { .. })) {
            faults.push("there is no legend".to_owned());
        }
        return;
    };
    let own: BTreeSet<&str> =
        legend.items.iter().filter_map(|item| if let Item::Text(text) = item { Some(text.text.as_str()) } else { None }).collect();
    // Beside the words stand the signs themselves, and a number as an example.
    let explained: BTreeSet<&str> =
        own.iter().copied().filter(|text| !["†", "‡", "c.", "7", "+", "−", "!", "~", "Δ"].contains(text)).collect();
    let cards: BTreeMap<&str, &Card> = view.lanes.iter().flat_map(|lane| &lane.cards).map(|card| (card.id.as_str(), card)).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for group in &groups {
        match (&group.role, first_path(group)) {
            (Role::Claim { id, mark, .. }, Some(path)) => {
                used.extend([*mark, filling(path, cards[id.as_str()])]);
                used.extend(cards[id.as_str()].review.as_ref().map(|review| match review.kind {
                    Review::Same => "grey: as it was",
                    kind => kind.as_str(),
                }));
            }
            (Role::Link(kind, from, to), Some(path)) => {
                let review = review_of_link(view, kind, from, to);
                used.extend(review.map(Review::as_str));
                if review != Some(Review::Removed) {
                    used.insert(line_of_link(view, (path, scene.enlarged), kind, (from.as_str(), to.as_str()), review.is_some()));
                }
            }
            // In the row of a lane of an overview.
            (Role::Sign(id), Some(path)) => {
                let card = cards[id.as_str()];
                used.extend([card.mark.as_str(), filling(path, card)]);
                used.extend(card.review.as_ref().map(|review| match review.kind {
                    Review::Same => "grey: as it was",
                    kind => kind.as_str(),
                }));
            }
            (Role::Haze(_), _) => _ = used.insert("possible days"),
            (Role::Part("tail"), Some(_)) => _ = used.insert("no later statement"),
            _ => {}
        }
    }
    if scene.places.iter().any(|place| place.page == page && place.number.is_some()) {
        used.insert("numbered: see the list");
    }
    for text in scene.texts(page).into_iter().map(|text| text.text.as_str()).filter(|text| !own.contains(text)) {
        let is_word = text.split(|sign: char| sign.is_whitespace() || sign == '(' || sign == '[').any(|word| word == "c.");
        let meanings =
            [("date inferred by curators", text.contains('†')), ("date from general knowledge", text.contains('‡')), ("about", is_word)];
        used.extend(meanings.iter().filter(|(_, stands)| *stands).map(|(meaning, _)| *meaning));
    }
    if explained != used {
        faults.push(format!("the legend explains {:?} for nothing, and not {:?}", &explained - &used, &used - &explained));
    }
}

fn without_blanks(text: &str) -> String {
    visible(text).chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// The words of all lists, in order, without blanks.
fn lists(scene: &Scene) -> String {
    let is_listed = |text: &&&Text| (text.size / scene.enlarged - 11.0).abs() < 1e-6 && matches!(text.ink, Ink::Soft | Ink::Text);
    let texts = (0..scene.pages.len()).flat_map(|page| scene.texts(page));
    texts.collect::<Vec<_>>().iter().filter(is_listed).map(|text| without_blanks(&text.text)).collect()
}

/// The groups of claims: page, id, the words in it, and whether it has a shape.
fn groups(scene: &Scene) -> Vec<(usize, &str, String, bool)> {
    let mut found = Vec::new();
    for (page, record) in scene.pages.iter().enumerate() {
        for item in &record.items {
            if let Item::Group(Group { role: Role::Claim { id, .. }, items, .. }) = item {
                let texts =
                    items.iter().filter_map(|item| if let Item::Text(text) = item { Some(without_blanks(&text.text)) } else { None });
                found.push((page, id.as_str(), texts.collect(), items.iter().any(|item| matches!(item, Item::Path(_)))));
            }
        }
    }
    found
}

/// Each claim has its label, or a number and an entry in the list; and whatever is cut stands there in full.
fn each_claim_is_there(view: &View, scene: &Scene, faults: &mut Vec<String>) {
    let lists = lists(scene);
    let groups = groups(scene);
    let by_id: BTreeMap<&str, &(usize, &str, String, bool)> = groups.iter().map(|group| (group.1, group)).collect();
    if groups.len() != by_id.len() || by_id.len() != scene.places.len() {
        faults.push(format!("{} groups for {} claims of {} places", groups.len(), by_id.len(), scene.places.len()));
        return;
    }
    let mut numbers = BTreeSet::new();
    for (card, place) in view.lanes.iter().flat_map(|lane| &lane.cards).zip(&scene.places) {
        let Some((page, _, words, has_shape)) = by_id.get(card.id.as_str()) else {
            faults.push(format!("{} is not drawn", card.id));
            continue;
        };
        if *page != place.page {
            faults.push(format!("{} is drawn on page {page} and not on {}", card.id, place.page));
        }
        let text = without_blanks(&card.text);
        let sources: Vec<String> = card.sources.iter().map(usize::to_string).collect();
        let in_full = without_blanks(&format!(": {} [{}]", card.text, sources.join(", ")));
        match place.number {
            Some(number) => {
                if !numbers.insert(number) {
                    faults.push(format!("the number {number} is given twice"));
                }
                let entry = without_blanks(&format!("{number}{} · {} ·", card.date, card.speaker));
                if !(lists.contains(&entry) && lists.contains(&in_full)) {
                    faults.push(format!("{} has the number {number}, and the list has no such entry: {entry} {in_full}", card.id));
                }
            }
            None => {
                let is_whole = words.contains(&text);
                if !(is_whole || words.contains('…') && lists.contains(&in_full)) {
                    faults.push(format!("the label of {} is neither whole nor listed: `{words}`", card.id));
                }
                if !has_shape {
                    faults.push(format!("{} has a label and no mark", card.id));
                }
            }
        }
    }
    if numbers.iter().copied().ne(1..=numbers.len()) {
        faults.push(format!("the numbers have gaps: {numbers:?}"));
    }
    for listed in &view.listed {
        let entry = without_blanks(&format!(
            "{}, {}{}: {}",
            listed.date,
            listed.speaker,
            listed.form.map(|form| format!(", {form}")).unwrap_or_default(),
            listed.text
        ));
        if !lists.contains(&entry) {
            faults.push(format!("`{}` is not listed", listed.text));
        }
    }
    for source in &view.sources {
        if !lists.contains(&without_blanks(&source.text)) {
            faults.push(format!("the source `{}` is not listed", source.text));
        }
    }
}
