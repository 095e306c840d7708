//! Turns a view into the little that the script of a page needs to know: ids, days and places, as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::date::Day;
use crate::scene::{Area, Item, Role, Scene};
use crate::view::{Card, View, day_in_words};

/// How far the frame of a claim stands off its text.
const MARGIN: f64 = 3.0;
/// How far a mark reaches from its middle.
const REACH: f64 = 8.0;

/// The index as JSON that may stand between the tags of a script. Days are numbers; an open or unknown one is null.
pub fn write(view: &View, scene: &Scene) -> String {
    let boxes = boxes(scene);
    let number = |day: Option<Day>| day.map(Day::number);
    let claim = |lane: usize, card: &Card| {
        json!({
            "id": card.id,
            "lane": lane,
            "act": card.mark.as_str(),
            "actor": card.actor,
            "at": number(card.when.at),
            "first": number(card.when.first),
            "last": number(card.when.last),
            "box": boxes.get(card.id.as_str()),
        })
    };
    let cards = || view.lanes.iter().enumerate().flat_map(|(lane, row)| row.cards.iter().map(move |card| (lane, card)));
    let stops: BTreeSet<Day> = cards().flat_map(|(_, card)| [card.when.first, card.when.last]).flatten().collect();
    let events: Vec<Value> = view
        .columns
        .iter()
        .flat_map(|column| &column.events)
        .map(|event| json!({"id": event.id, "first": number(event.when.first)}))
        .collect();
    let index = json!({
        "claims": cards().map(|(lane, card)| claim(lane, card)).collect::<Vec<_>>(),
        "depths": view.lanes.iter().map(|lane| lane.depth).collect::<Vec<_>>(),
        "events": events,
        "stops": stops.into_iter().map(|day| json!({"day": day.number(), "words": day_in_words(day)})).collect::<Vec<_>>(),
    });
    quiet(&index.to_string())
}

/// JSON without any sign that means something to HTML or that older scripts take for the end of a line.
fn quiet(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out += &format!("\\u{:04x}", character as u32),
            other => out.push(other),
        }
    }
    out
}

/// Where the text and the mark of each claim are, by its full id: left, top, width and height.
fn boxes(scene: &Scene) -> BTreeMap<&str, [f64; 4]> {
    let mut boxes = BTreeMap::new();
    let places: BTreeMap<&str, (f64, f64)> = scene.places.iter().map(|place| (place.id.as_str(), (place.x, place.y))).collect();
    for item in scene.pages.iter().flat_map(|page| &page.items) {
        let Item::Group(group) = item else { continue };
        let Role::Claim { id, .. } = &group.role else { continue };
        let Some((x, y)) = places.get(id.as_str()) else { continue };
        let mut whole = Area { x: x - REACH, y: y - REACH, width: 2.0 * REACH, height: 2.0 * REACH };
        extend(&mut whole, &group.items);
        boxes.insert(id.as_str(), [whole.x, whole.y, whole.width, whole.height].map(|length| (length * 10.0).round() / 10.0));
    }
    boxes
}

fn extend(whole: &mut Area, items: &[Item]) {
    for item in items {
        match item {
            Item::Text(text) => {
                let area = text.area();
                let (left, top) = (whole.x.min(area.x - MARGIN), whole.y.min(area.y - MARGIN));
                whole.width = (whole.x + whole.width).max(area.x + area.width + MARGIN) - left;
                whole.height = (whole.y + whole.height).max(area.y + area.height + MARGIN) - top;
                (whole.x, whole.y) = (left, top);
            }
            Item::Group(group) => extend(whole, &group.items),
            Item::Box(..) | Item::Path(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_between_tags_holds_no_sign_of_html_and_reads_back_the_same() {
        let hostile = json!({"a": "</script><!--&\u{2028}\u{2029}"});
        let text = quiet(&hostile.to_string());
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), hostile);
    }
}
