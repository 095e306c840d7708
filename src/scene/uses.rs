//! What the lanes of a view bring to the foot of their pages, before it is known on which page each stands.

use std::collections::HashMap;

use crate::view::{End, Lane, View};

use super::pages::Use;

/// What each lane brings at the most: the signs of its claims and links, and its sources.
pub fn of_lanes(view: &View) -> Vec<Use> {
    let mut uses: Vec<Use> = view.lanes.iter().map(of_lane).collect();
    // Asked for only, never walked.
    let mut lanes: HashMap<&str, usize> = HashMap::new();
    for (place, lane) in view.lanes.iter().enumerate() {
        lanes.extend(lane.cards.iter().map(|card| (card.id.as_str(), place)));
    }
    for link in &view.links {
        for end in [&link.from, &link.to] {
            if let End::Claim(id) = end
                && let Some(lane) = lanes.get(id.as_str())
            {
                uses[*lane].signs.link(link);
            }
        }
    }
    uses
}

fn of_lane(lane: &Lane) -> Use {
    let mut all = Use::default();
    for card in &lane.cards {
        all.signs.mark(card);
        all.sources.extend(&card.sources);
        if card.when.at.is_some() && !card.when.is_exact() {
            all.signs.haze();
        }
        let words = card.words.as_ref().map(|words| &words.passage);
        [Some(&card.date), Some(&card.text), words].into_iter().flatten().for_each(|text| all.signs.signs(text));
    }
    [&lane.title, &lane.status.text].into_iter().for_each(|text| all.signs.signs(text));
    if lane.status.silence.is_some() {
        all.signs.tail();
    }
    all
}

/// What stands on every page.
pub fn of_every_page(view: &View) -> Use {
    let mut all = Use::default();
    let events = view.columns.iter().flat_map(|column| &column.events).flat_map(|event| [&event.date, &event.title]);
    let texts = [&view.title, &view.subtitle, &view.colophon].into_iter().chain(events);
    texts.chain(view.sources.iter().map(|source| &source.text)).for_each(|text| all.signs.signs(text));
    all
}
