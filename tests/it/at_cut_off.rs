//! The right column of every view with lanes: what each side and each speaker holds at the cut-off, read from the derived shifts.

use std::collections::{BTreeMap, BTreeSet};

use demarche::date::Day;
use demarche::graph::{Graph, time_order};
use demarche::id::ActorId;
use demarche::load::load;
use demarche::model::{Dataset, Statement};
use demarche::position::{self, Step, Thread, takes_position};
use demarche::tree::Place;
use demarche::view::{Lane, View};

use crate::draw_views::{REAL, SMALL, all_views};
use crate::driver::{root, small};

/// The word that is due for what was last asserted by a statement.
fn due(shift: &'static str, asserted: &Statement, cut_off: Option<Day>) -> &'static str {
    let last = asserted.said_on().and_then(|date| date.core().1);
    let is_silent = last.zip(cut_off).is_some_and(|(last, cut_off)| last.days_until(cut_off) >= 365);
    if is_silent { "dormant" } else { shift }
}

/// The sides that speak in a lane.
fn sides<'d>(dataset: &'d Dataset, lane: &Lane) -> BTreeSet<&'d ActorId> {
    let of_card = |id: &str| dataset.principal_of(dataset.claim(id).expect("a card is a claim").0);
    lane.cards.iter().map(|card| of_card(&card.id)).collect()
}

fn demand_lane(dataset: &Dataset, threads: &[Thread<'_>], view: &View, lane: &Lane, name: &str) -> (usize, usize) {
    let sides = sides(dataset, lane);
    let own = threads.iter().filter(|thread| thread.demand.as_str() == lane.id && sides.contains(thread.principal));
    let held: BTreeMap<&ActorId, &str> = own
        .filter_map(|thread| {
            let position = thread.position()?;
            Some((thread.principal, due(position.last.shift?.as_str(), position.asserted.statement, view.cut_off)))
        })
        .collect();
    let focus = dataset.manifest.focus.as_ref().map(|focus| dataset.principal(&focus.value));
    let (word, text) = (lane.status.word, &lane.status.text);
    match focus.and_then(|focus| held.get(focus)) {
        Some(first) => assert_eq!(word, *first, "{name}: {}: the principal comes first", lane.id),
        None if held.is_empty() => assert_eq!(word, "no position taken", "{name}: {}", lane.id),
        None => assert!(held.values().any(|one| *one == word), "{name}: {}: {word} of {held:?}", lane.id),
    }
    if sides.len() > 1 {
        for (side, word) in &held {
            let side = &dataset.actors[*side].name.value;
            let is_named = text.starts_with(&format!("{side}: ")) && lane.status.word == *word
                || text.contains(&format!("; {side}, ")) && text.contains(&format!(": {word}, "));
            assert!(is_named, "{name}: {}: {side} {word} is not in {} {text}", lane.id, lane.status.word);
        }
    }
    (usize::from(sides.len() > 1), usize::from(held.len() > 1))
}

fn speaker_lane(dataset: &Dataset, threads: &[Thread<'_>], view: &View, lane: &Lane, name: &str) {
    let drawn: BTreeSet<&str> =
        lane.cards.iter().map(|card| card.id.as_str()).chain(view.listed.iter().map(|one| one.id.as_str())).collect();
    let steps = threads.iter().flat_map(|thread| &thread.steps);
    let own: Vec<&Step<'_>> =
        steps.filter(|step| step.statement.speaker.value.as_str() == lane.id && drawn.contains(step.claim.id.as_str())).collect();
    let rank = |step: &&&Step<'_>| (step.statement.said_on().is_some(), time_order(step.statement.said_on()));
    let latest = own.iter().filter(|step| step.shift.is_some()).max_by_key(rank);
    let asserted = own.iter().filter(|step| takes_position(step.claim.act.value)).max_by_key(rank);
    let Some((latest, asserted)) = latest.zip(asserted) else {
        assert_eq!(lane.status.word, "no position taken", "{name}: {}", lane.id);
        return;
    };
    let of_latest = own.iter().filter(|step| step.statement.id == latest.statement.id).filter_map(|step| step.shift);
    let words: BTreeSet<&str> = of_latest.map(|shift| due(shift.as_str(), asserted.statement, view.cut_off)).collect();
    assert!(words.contains(lane.status.word), "{name}: {}: {} and not {words:?}", lane.id, lane.status.word);
    let several: BTreeSet<_> = own.iter().filter_map(|step| step.claim.demand.as_ref().map(|demand| &demand.value)).collect();
    if several.len() > 1 && lane.status.word != "dormant" {
        let titles: Vec<&str> = several.iter().map(|demand| dataset.demands[*demand].title.value.as_str()).collect();
        assert!(titles.iter().any(|title| lane.status.text.contains(title)), "{name}: {}: on what? {}", lane.id, lane.status.text);
    }
}

#[test]
fn the_right_column_says_what_each_side_and_each_speaker_holds_in_every_view_with_lanes() {
    let (mut of_several, mut told_of_several, mut of_speakers, mut of_demands) = (0, 0, 0, 0);
    for (data, folder, subjects) in [("real", root().join("data"), &REAL), ("small", small(), &SMALL)] {
        let loaded = load(&Place::at(&folder).unwrap(), &Default::default()).unwrap();
        let dataset = &loaded.dataset;
        let threads = position::threads(&Graph::new(dataset));
        for (name, view) in all_views(dataset, &loaded.sources, subjects, &Default::default()) {
            let name = format!("{data}: {name}");
            for lane in &view.lanes {
                match view.lane_word {
                    "DEMAND" if lane.id != "none" => {
                        let (several, told) = demand_lane(dataset, &threads, &view, lane, &name);
                        (of_several, told_of_several, of_demands) = (of_several + several, told_of_several + told, of_demands + 1);
                    }
                    "SPEAKER" => {
                        speaker_lane(dataset, &threads, &view, lane, &name);
                        of_speakers += 1;
                    }
                    _ => {}
                }
                assert!(!lane.status.word.contains("last spoken"), "{name}: {}: a date is no position", lane.id);
            }
        }
    }
    let seen = [of_several, told_of_several, of_speakers, of_demands];
    assert!(seen.iter().all(|count| *count > 1), "lanes of several sides, with several positions, of speakers, of demands: {seen:?}");
}
