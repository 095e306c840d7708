//! Turns a scene into one that is so many times larger, in all its parts.

use super::{Area, Group, Item, Page, Path, Scene, Segment, Stroke, Text};

/// The same scene, so many times larger. Sides of pages stay whole numbers.
pub fn scene(scene: Scene, times: f64) -> Scene {
    if times == 1.0 {
        return scene;
    }
    let page = |page: Page| Page {
        width: (page.width * times).round(),
        height: (page.height * times).round(),
        items: page.items.into_iter().map(|one| item(one, times)).collect(),
    };
    let mut places = scene.places;
    places.iter_mut().for_each(|place| (place.x, place.y) = (place.x * times, place.y * times));
    Scene { pages: scene.pages.into_iter().map(page).collect(), places, enlarged: times, ..scene }
}

fn item(one: Item, times: f64) -> Item {
    match one {
        Item::Box(area, ink) => {
            let Area { x, y, width, height } = area;
            Item::Box(Area { x: x * times, y: y * times, width: width * times, height: height * times }, ink)
        }
        Item::Path(path) => Item::Path(Path {
            segments: path.segments.into_iter().map(|one| segment(one, times)).collect(),
            stroke: path.stroke.map(|stroke| Stroke { width: stroke.width * times, ..stroke }),
            ..path
        }),
        Item::Text(text) => {
            let Text { x, y, size, width, .. } = text;
            Item::Text(Text { x: x * times, y: y * times, size: size * times, width: width * times, ..text })
        }
        Item::Group(group) => Item::Group(Group { items: group.items.into_iter().map(|one| item(one, times)).collect(), ..group }),
    }
}

fn segment(segment: Segment, t: f64) -> Segment {
    match segment {
        Segment::Move(x, y) => Segment::Move(x * t, y * t),
        Segment::Line(x, y) => Segment::Line(x * t, y * t),
        Segment::Curve(a, b, c, d, x, y) => Segment::Curve(a * t, b * t, c * t, d * t, x * t, y * t),
        Segment::Close => Segment::Close,
    }
}
