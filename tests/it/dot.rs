//! The picture in DOT, read back by Graphviz and by the parser of graphviz-rust: all of the view is there, in its place, and no text
//! of the data changes the shape of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use demarche::export::dot;
use demarche::graph::Graph;
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::tree::Place;
use demarche::view::{self, End, View, ViewLink};
use demarche::yaml::escape_visible;
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use rayon::prelude::*;
use serde_json::Value;

use crate::draw_views::views;
use crate::driver::{in_memory, root, run, small, temporary, with_file};
use crate::peers::{has_graphviz, in_parallel, output_of, read};

/// The evolution view of a dataset.
pub fn view(place: &Place) -> View {
    let loaded = load(place, &Default::default()).expect("the dataset can be read");
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    view::evolution(&Graph::new(&loaded.dataset), &proofs, &view::Options::default()).expect("the manifest names whose demands are drawn")
}

fn graphviz(format: &str, dot: &str) -> String {
    output_of(Command::new("dot").arg(format), dot)
}

/// What `dot -Tjson` says: nodes and clusters by name, and the edges between nodes.
struct Laid {
    objects: BTreeMap<String, Value>,
    edges: Vec<(String, String, Value)>,
}

impl Laid {
    fn new(dot: &str) -> Self {
        Laid::of_json(&graphviz("-Tjson", dot))
    }

    /// The same with the picture as SVG, laid out once.
    fn with_svg(dot: &str) -> (Self, String) {
        let folder = temporary();
        let [json, svg] = ["json", "svg"].map(|ending| folder.path().join(ending));
        output_of(Command::new("dot").arg("-Tjson").arg("-o").arg(&json).arg("-Tsvg").arg("-o").arg(&svg), dot);
        let read = |path: &Path| std::fs::read_to_string(path).expect("Graphviz wrote it");
        (Laid::of_json(&read(&json)), read(&svg))
    }

    fn of_json(json: &str) -> Self {
        let value: Value = serde_json::from_str(json).expect("Graphviz writes JSON");
        let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
        let name = |object: &Value| object["name"].as_str().expect("every object has a name").to_owned();
        let numbered: BTreeMap<u64, String> = list("objects").iter().map(|object| (number(&object["_gvid"]), name(object))).collect();
        let objects = list("objects").into_iter().map(|object| (name(&object), object)).collect();
        let end = |edge: &Value, key: &str| numbered[&number(&edge[key])].clone();
        let edges = list("edges").into_iter().map(|edge| (end(&edge, "tail"), end(&edge, "head"), edge)).collect();
        Laid { objects, edges }
    }

    fn text(&self, name: &str, key: &str) -> &str {
        self.objects[name][key].as_str().unwrap_or_default()
    }

    /// The box of a node, in points: left, bottom, right, top.
    fn node(&self, name: &str) -> [f64; 4] {
        let place = numbers(self.text(name, "pos"));
        let half = |key: &str| self.text(name, key).parse::<f64>().expect("a number") * 36.0;
        let (width, height) = (half("width"), half("height"));
        [place[0] - width, place[1] - height, place[0] + width, place[1] + height]
    }

    /// The box of a cluster, likewise.
    fn cluster(&self, name: &str) -> [f64; 4] {
        numbers(self.text(name, "bb")).try_into().expect("a box has four numbers")
    }

    fn middle(&self, name: &str) -> f64 {
        numbers(self.text(name, "pos"))[0]
    }

    /// The names of the nodes in a cluster.
    fn members(&self, cluster: &str) -> BTreeSet<&str> {
        let wanted: BTreeSet<u64> = self.objects[cluster]["nodes"].as_array().into_iter().flatten().map(number).collect();
        self.objects.iter().filter(|(_, object)| wanted.contains(&number(&object["_gvid"]))).map(|(name, _)| name.as_str()).collect()
    }

    /// What must not change with the words: names, kinds of attribute, members and ends.
    fn shape(&self) -> Vec<String> {
        let keys = |object: &Value| {
            // A drawing operation is left out where a line has no text.
            let keys = object.as_object().expect("an object").keys().filter(|key| !key.ends_with('_'));
            keys.cloned().collect::<BTreeSet<_>>()
        };
        let objects = self.objects.iter().map(|(name, object)| format!("{name} {} {:?}", object["nodes"], keys(object)));
        let edges = self.edges.iter().map(|(tail, head, edge)| format!("{tail} -> {head} {:?}", keys(edge)));
        objects.chain(edges).collect()
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(',').map(|number| number.parse().unwrap_or_else(|error| panic!("{text}: {error}"))).collect()
}

/// The words in the rendered picture: of each node and cluster by its name, and of the page under "". Blanks are left out, because lines
/// break where they fit; then the tooltips.
fn words(svg: &str) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut words: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    let mut group = String::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("every tag ends");
        assert!(!text.contains('>') && !tag.chars().chain(text.chars()).any(|sign| sign.is_control() && sign != '\n'), "{part:?}");
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "tags are nested");
            if closed == "g" && open.iter().filter(|name| *name == "g").count() == 1 {
                group.clear();
            }
        } else if !tag.ends_with('/') && !tag.starts_with(['?', '!']) {
            open.push(name.to_owned());
        }
        match tag.split(' ').next() {
            // The title of the page comes first; then those of its groups, of which none is within another.
            Some("title") if words.is_empty() => {
                words.insert(String::new(), Default::default());
            }
            Some("title") => group = unescaped(text),
            Some("text") => words.entry(group.clone()).or_default().0 += &without_blanks(&unescaped(text)),
            _ => {}
        }
        if let Some((_, title)) = tag.split_once("xlink:title=\"") {
            let title = title.split('"').next().expect("the first of a split");
            words.entry(group.clone()).or_default().1.insert(without_blanks(&unescaped(title)));
        }
        let attributes: String = tag.split('"').step_by(2).collect();
        assert!(!attributes.contains("href"), "nothing in the picture is a link: {tag}");
        assert!(
            matches!(
                name,
                "a" | "g" | "svg" | "title" | "text" | "path" | "polygon" | "polyline" | "ellipse" | "?xml" | "!DOCTYPE" | "!--"
            ) || tag.starts_with('/'),
            "{tag}"
        );
    }
    assert!(open.is_empty());
    words
}

/// XML text with its references resolved.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (name, after) = after.split_once(';').expect("a reference ends");
        let sign = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => {
                let code = other.strip_prefix('#').unwrap_or_else(|| panic!("&{other};"));
                let code = code.strip_prefix('x').map_or_else(|| code.parse(), |hex| u32::from_str_radix(hex, 16));
                code.ok().and_then(char::from_u32).unwrap_or_else(|| panic!("&{other};"))
            }
        };
        out += before;
        out.push(sign);
        rest = after;
    }
    out + rest
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// The name of the node of an end.
fn node_of(view: &View, end: &End) -> String {
    match end {
        End::Claim(id) => {
            let mut cards = view.lanes.iter().enumerate().flat_map(|(lane, row)| row.cards.iter().enumerate().map(move |at| (lane, at)));
            let (lane, (place, _)) = cards.find(|(_, (_, card))| card.id == *id).expect("a link leads to a card");
            format!("c{lane}_{place}")
        }
        End::Event(id) => {
            let column = view.columns.iter().position(|column| column.events.iter().any(|event| event.id == *id));
            format!("k{}", column.expect("a link leads to an event that is shown"))
        }
    }
}

/// The tooltip of the edges of a link.
fn tooltip(link: &ViewLink) -> String {
    let id = |end: &End| match end {
        End::Claim(id) | End::Event(id) => id.clone(),
    };
    format!("{}: {} to {}", link.kind, id(&link.from), id(&link.to))
}

/// A view as Graphviz draws it.
struct Drawn {
    name: &'static str,
    view: &'static View,
    dot: String,
    laid: Laid,
    svg: String,
}

/// Every view as Graphviz draws it; none where there is no Graphviz.
fn drawn() -> &'static [Drawn] {
    static DRAWN: OnceLock<Vec<Drawn>> = OnceLock::new();
    let all = || {
        let draw = |(name, view): &'static (String, View)| {
            let dot = dot::write(view);
            let (laid, svg) = Laid::with_svg(&dot);
            Drawn { name, view, dot, laid, svg }
        };
        in_parallel(|| views().par_iter().map(draw).collect())
    };
    if has_graphviz() { DRAWN.get_or_init(all) } else { &[] }
}

#[test]
fn the_binary_draws_the_same_bytes_each_time() {
    let folder = temporary();
    let mut drawn = BTreeSet::new();
    for (name, threads) in [("a.dot", "1"), ("b.dot", "8"), ("c.dot", "3")] {
        let file = folder.path().join(name);
        let mut demarche = Command::new(env!("CARGO_BIN_EXE_demarche"));
        output_of(demarche.args(["draw", "--output"]).arg(&file).env("RAYON_NUM_THREADS", threads), "");
        drawn.insert(std::fs::read_to_string(file).expect("the picture was written"));
    }
    assert_eq!(drawn.len(), 1);
    assert_eq!(drawn.first(), Some(&dot::write(&view(&Place::at(&root().join("data")).expect("it is a dataset")))));
}

#[test]
fn a_picture_of_an_unknown_actor_or_format_is_not_begun() {
    let folder = temporary();
    let data = root().join("data");
    let data = data.to_str().expect("the path is UTF-8");
    for (file, actor) in [("a.dot", "nobody"), ("a.svgz", "russia")] {
        run(folder.path(), &["draw", "--data", data, "--actor", actor, "-o", file]).expect(2);
        assert!(!folder.path().join(file).exists());
    }
}

#[test]
fn graphviz_rust_reads_back_what_was_printed() {
    for (name, view) in views() {
        let text = dot::write(view);
        let tree = graphviz_rust::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut context = PrinterContext::default();
        context.with_semi();
        let again = graphviz_rust::parse(&tree.print(&mut context)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tree, again, "{name}");
    }
}

#[test]
fn graphviz_reads_every_picture_without_a_warning() {
    for Drawn { name, dot, .. } in drawn() {
        for format in ["-Tcanon", "-Tsvg"] {
            let output = crate::peers::run(Command::new("dot").arg(format), dot);
            let warnings = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && warnings.is_empty(), "{name} {format}: {warnings}");
        }
    }
}

#[test]
fn every_claim_stands_in_its_lane_and_column() {
    for Drawn { name, view, laid, .. } in drawn() {
        let mut ids = BTreeSet::new();
        for (index, lane) in view.lanes.iter().enumerate() {
            let cluster = format!("cluster_{index}");
            assert_eq!(laid.text(&cluster, "tooltip"), lane.id, "{name}");
            let members = laid.members(&cluster);
            let band = laid.cluster(&cluster);
            for (place, card) in lane.cards.iter().enumerate() {
                let node = format!("c{index}_{place}");
                assert_eq!(laid.text(&node, "id"), card.id, "{name}");
                assert!(members.contains(node.as_str()), "{name}: {} is not in the lane {}", card.id, lane.id);
                let [left, bottom, right, top] = laid.node(&node);
                assert!(band[0] <= left && band[1] <= bottom && right <= band[2] && top <= band[3], "{name}: {} leaves its lane", card.id);
                let away = laid.middle(&node) - laid.middle(&format!("k{}", card.column));
                assert!(away.abs() < 1.0, "{name}: {} stands {away} points beside its month", card.id);
                assert!(ids.insert(card.id.clone()), "{name}: {} is drawn twice", card.id);
            }
        }
        let drawn = laid.objects.keys().filter(|name| name.starts_with('c') && !name.starts_with("cluster")).count();
        assert_eq!(drawn, ids.len(), "{name}: every card is one of the view");
    }
}

#[test]
fn months_run_to_the_right_and_lanes_downwards() {
    for Drawn { name, view, laid, .. } in drawn() {
        let heads: Vec<f64> = (0..view.columns.len()).map(|index| laid.middle(&format!("k{index}"))).collect();
        assert!(heads.is_sorted_by(|a, b| a < b), "{name}: {heads:?}");
        let bands: Vec<[f64; 4]> = (0..view.lanes.len()).map(|index| laid.cluster(&format!("cluster_{index}"))).collect();
        // Graphviz counts y upwards: each lane ends above the point where the next one begins.
        assert!(bands.is_sorted_by(|upper, lower| upper[1] >= lower[3]), "{name}: {bands:?}");
        for (index, lane) in view.lanes.iter().enumerate() {
            for (place, pair) in lane.cards.windows(2).enumerate() {
                let [upper, lower] = [place, place + 1].map(|place| laid.node(&format!("c{index}_{place}")));
                let is_below = pair[0].column != pair[1].column || upper[1] >= lower[3];
                assert!(is_below, "{name}: {} stands above {}", pair[1].id, pair[0].id);
            }
        }
    }
}

#[test]
fn no_two_boxes_overlap() {
    for Drawn { name, laid, .. } in drawn() {
        let is_box = |name: &str| name.starts_with(['c', 'k', 'l', 'r']) && !name.starts_with("cluster") && name != "root";
        let boxes: Vec<(&String, [f64; 4])> = laid.objects.keys().filter(|name| is_box(name)).map(|name| (name, laid.node(name))).collect();
        for (index, (one, a)) in boxes.iter().enumerate() {
            for (other, b) in &boxes[index + 1..] {
                let apart = a[2] <= b[0] + 0.5 || b[2] <= a[0] + 0.5 || a[3] <= b[1] + 0.5 || b[3] <= a[1] + 0.5;
                assert!(apart, "{name}: {one} {a:?} and {other} {b:?}");
            }
        }
    }
}

#[test]
fn every_link_leads_from_its_start_to_its_end() {
    for Drawn { name, view, laid, .. } in drawn() {
        let mut steps: BTreeMap<(String, String), Vec<(&str, &str)>> = BTreeMap::new();
        for (tail, head, edge) in &laid.edges {
            if let Some(class) = edge["class"].as_str().filter(|class| !class.is_empty()) {
                let tooltip = edge["tooltip"].as_str().unwrap_or_default().to_owned();
                steps.entry((class.to_owned(), tooltip)).or_default().push((tail, head));
            }
        }
        for link in &view.links {
            let steps = steps.remove(&(link.kind.to_owned(), tooltip(link))).unwrap_or_else(|| panic!("{name}: no edge for {link:?}"));
            let (start, end) = (node_of(view, &link.from), node_of(view, &link.to));
            let mut at = start.as_str();
            for _ in 0..steps.len() {
                at = steps.iter().find(|(tail, _)| *tail == at).unwrap_or_else(|| panic!("{name}: {link:?} breaks off")).1;
            }
            assert_eq!(at, end, "{name}: {link:?}");
        }
        assert!(steps.is_empty(), "{name}: edges for which there is no link: {steps:?}");
        assert!(!view.links.is_empty());
    }
}

#[test]
fn the_rendered_picture_has_a_band_for_each_lane_and_all_words_of_each_card() {
    for Drawn { name, view, svg, .. } in drawn() {
        let bands = svg.split("class=\"cluster\">").skip(1).filter(|group| {
            let group = group.split("</g>").next().unwrap_or_default();
            group.contains("<title>cluster_") && group.contains("<polygon fill=\"#f3f5f8\"")
        });
        assert_eq!(bands.count(), view.lanes.len(), "{name}: `rank=same` without `newrank` drops the bands of lanes");
        let words = words(svg);
        for (index, lane) in view.lanes.iter().enumerate() {
            assert_eq!(words[&format!("l{index}")].0, without_blanks(&lane.title), "{name}");
            assert_eq!(words[&format!("r{index}")].0, without_blanks(&status(&lane.status)), "{name}");
            for (place, card) in lane.cards.iter().enumerate() {
                let (text, tooltips) = &words[&format!("c{index}_{place}")];
                let sources: String = card.sources.iter().map(|number| format!("[{number}]")).collect();
                let shift = card.shift.as_ref().filter(|shift| shift.word != "introduced").map(view::ShiftMark::text).unwrap_or_default();
                let form = card.form_word().unwrap_or_default();
                let passage = card.words.as_ref().map(|words| words.told(300)).unwrap_or_default();
                let expected = format!("{} · {} {sources} {shift} {} {form} {passage}", card.date, card.speaker, card.text);
                assert_eq!(*text, without_blanks(&expected), "{name}: {}", card.id);
                assert!(tooltips.contains(&without_blanks(&card.description)), "{name}: {}", card.id);
            }
        }
        for (index, column) in view.columns.iter().enumerate() {
            let events: String = column.events.iter().map(|event| format!("{} {}", event.title, event.date)).collect();
            assert_eq!(words[&format!("k{index}")].0, without_blanks(&format!("{}{events}", column.label)), "{name}");
        }
        let page = &words[""].0;
        for source in &view.sources {
            assert!(page.contains(&without_blanks(&source.text)), "{name}: {}", source.text);
        }
        for step in &view.steps {
            assert!(page.contains(&without_blanks(step)), "{name}: {step}");
        }
        assert!(page.contains(&without_blanks(&view.colophon)), "{name}");
    }
}

/// A text of a view, and how to set it.
pub type Field = (&'static str, fn(&mut View, &str));

/// Every text of a view that comes from data.
pub const FIELDS: [Field; 19] = [
    ("title", |view, text| view.title = text.to_owned()),
    ("subtitle", |view, text| view.subtitle = text.to_owned()),
    ("month", |view, text| view.columns[1].label = text.to_owned()),
    ("event title", |view, text| an_event(view).title = text.to_owned()),
    ("event date", |view, text| an_event(view).date = text.to_owned()),
    ("demand title", |view, text| view.lanes[0].title = text.to_owned()),
    ("status", |view, text| view.lanes[0].status.text = text.to_owned()),
    ("label", |view, text| view.lanes[0].cards[0].text = text.to_owned()),
    ("speaker", |view, text| view.lanes[0].cards[0].speaker = text.to_owned()),
    ("date", |view, text| view.lanes[0].cards[0].date = text.to_owned()),
    ("shift", |view, text| a_shift(view).after = Some(text.to_owned())),
    ("description", |view, text| view.lanes[0].cards[0].description = text.to_owned()),
    ("source", |view, text| view.sources[0].text = text.to_owned()),
    ("listed claim", |view, text| {
        let [date, speaker, label] = [text.to_owned(), text.to_owned(), text.to_owned()];
        view.listed = vec![view::Listed { id: "a/b".to_owned(), date, speaker, text: label, form: None }];
    }),
    ("disputed claim", |view, text| view.disputed = vec![(text.to_owned(), text.to_owned())]),
    ("step", |view, text| view.steps = vec![text.to_owned(), "the next step".to_owned()]),
    ("words of the evidence", |view, text| {
        let words = view.lanes[0].cards[0].detail.evidence[0].clone();
        view.lanes[0].cards[0].words = Some(view::Words { passage: text.to_owned(), ..words });
    }),
    ("silence before a link", |view, text| {
        view.links.iter_mut().find(|link| link.is_authored && link.is_in_lane).expect("a lane has a link").after = Some(text.to_owned());
    }),
    ("colophon", |view, text| view.colophon = text.to_owned()),
];

/// The fields that a format leaves out, or shows in other words than they stand in the view.
pub const NOT_IN_DOT: [&str; 1] = ["silence before a link"];

fn a_shift(view: &mut View) -> &mut view::ShiftMark {
    let mark = || view::ShiftMark { sign: "▲", word: "hardened", after: None, tone: view::Tone::Hard };
    view.lanes[0].cards[0].shift.insert(mark())
}

/// A status as it stands in the last column.
fn status(status: &view::Status) -> String {
    let between = if status.text.is_empty() { "" } else { ":" };
    format!("{}{}{between}{}", status.sign, status.word, status.text)
}

fn an_event(view: &mut View) -> &mut view::EventMark {
    view.columns.iter_mut().find_map(|column| column.events.first_mut()).expect("an event is shown")
}

/// The strings to inject, of one kind.
pub fn payloads(kind: &str) -> Vec<String> {
    let all: Value = serde_json::from_str(&read("tests/fixtures/hostile/payloads.json")).expect("the file is JSON");
    let list = all[kind].as_array().unwrap_or_else(|| panic!("no payloads of the kind {kind}"));
    list.iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// How a text is shown: as it is, but for what does not show, which is escaped. Line feeds and tabs are blanks.
fn shown(text: &str) -> String {
    without_blanks(&escape_visible(&text.replace(['\n', '\t', '\r'], " ")))
}

/// Words that stand for a payload in the picture that others are compared with.
const PLAIN: &str = "Plainwords";

#[test]
fn no_text_in_a_view_changes_the_shape_of_the_picture_or_another_text() {
    if !has_graphviz() {
        return;
    }
    let view = view(&Place::at(&small()).expect("it is a dataset"));
    let draw = |text: &dyn Fn(usize) -> String| {
        let mut view = view.clone();
        FIELDS.iter().enumerate().for_each(|(place, (_, set))| set(&mut view, &text(place)));
        let dot = dot::write(&view);
        graphviz_rust::parse(&dot).unwrap_or_else(|error| panic!("{error} in {dot}"));
        let (laid, svg) = Laid::with_svg(&dot);
        (laid.shape(), words(&svg))
    };
    let plain_words = |place: usize| format!("Plain{place}words");
    let (shape, plain) = draw(&plain_words);
    for (place, (field, _)) in FIELDS.iter().enumerate() {
        let has = |text: &String| text.contains(&plain_words(place));
        let is_drawn = plain.values().any(|(text, tooltips)| has(text) || tooltips.iter().any(has));
        assert_eq!(is_drawn, !NOT_IN_DOT.contains(field), "{field}: is it in the picture?");
    }
    // Round after round each field has another payload, until each has had all that are made for DOT and some of the others.
    let try_round = |payloads: &[String], round: usize| {
        let payload = |place: usize| payloads[(place + round) % payloads.len()].clone();
        let (hostile_shape, hostile) = draw(&payload);
        let mut faults = Vec::new();
        if hostile_shape != shape {
            faults.push(format!("round {round}: the shape changes with {:?} in the title", payload(0)));
        }
        let with_payloads =
            |text: &String| (0..FIELDS.len()).fold(text.clone(), |text, place| text.replace(&plain_words(place), &shown(&payload(place))));
        for (name, (text, tooltips)) in &plain {
            let expected = (with_payloads(text), tooltips.iter().map(with_payloads).collect::<BTreeSet<_>>());
            if hostile.get(name) != Some(&expected) {
                faults.push(format!("round {round}, in {name}: {:?} instead of {expected:?}", hostile.get(name)));
            }
        }
        faults
    };
    let own = payloads("dot");
    let others: Vec<String> = ["html_svg", "mermaid", "terminal"].into_iter().flat_map(payloads).collect();
    let rounds: Vec<(&[String], usize)> = (0..own.len())
        .map(|round| (own.as_slice(), round))
        .chain((0..others.len()).step_by(3).map(|round| (others.as_slice(), round)))
        .collect();
    let faults: Vec<String> = in_parallel(|| rounds.par_iter().flat_map_iter(|(payloads, round)| try_round(payloads, *round)).collect());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_text_in_a_dataset_changes_the_shape_of_the_picture() {
    if !has_graphviz() {
        return;
    }
    let place = in_memory(&small());
    // The first of each in the small dataset; what is drawn of it is set by the records and not by their words.
    let fields = [
        ("small/demarche.yaml", "title: "),
        ("small/actors.yaml", "name: "),
        ("small/demands.yaml", "title: "),
        ("small/events.yaml", "title: "),
        ("small/sources.yaml", "title: "),
        ("small/statements/maron-1998-03-03.yaml", "label: "),
        ("small/statements/maron-1998-03-03.yaml", "summary: "),
    ];
    let text_of = |path: &str| match &place.tree {
        demarche::tree::Tree::Memory(files) => String::from_utf8(files[path].clone()).expect("it is UTF-8"),
        _ => unreachable!("the dataset is held in memory"),
    };
    let outcomes = fields.map(|(path, key)| {
        let text = text_of(path);
        let line = text.lines().find(|line| line.trim_start().starts_with(key)).unwrap_or_else(|| panic!("{path} has no {key}"));
        let indent = &line[..line.len() - line.trim_start().len()];
        // What follows on deeper lines is part of the value.
        let rest = text.split_once(line).expect("the line is in the text").1;
        let value: String =
            rest.lines().skip(1).take_while(|next| next.starts_with(&format!("{indent}  "))).map(|next| format!("\n{next}")).collect();
        let with = |words: &str| {
            let quoted = serde_json::to_string(words).expect("a text can be written");
            let changed = text.replacen(&format!("{line}{value}"), &format!("{indent}{key}{quoted}"), 1);
            assert_ne!(changed, text, "{path}: {key}");
            with_file(&place, path, Some(&changed))
        };
        let errors = |place: &Place| {
            let loaded = load(place, &Default::default()).expect("memory can be read");
            loaded.diagnostics.iter().filter(|finding| finding.severity == demarche::diagnostic::Severity::Error).count()
        };
        assert_eq!(errors(&with(PLAIN)), 0, "{path}: {key}");
        let shape = Laid::new(&dot::write(&view(&with(PLAIN)))).shape();
        let is_drawn = |payload: &String| {
            let place = with(payload);
            if errors(&place) > 0 {
                return false;
            }
            assert_eq!(Laid::new(&dot::write(&view(&place))).shape(), shape, "{path}: {key}{payload:?}");
            true
        };
        payloads("dot").iter().filter(|payload| is_drawn(payload)).count()
    });
    assert!(outcomes.iter().all(|drawn| *drawn >= 14), "of 17 payloads were drawn, by field: {outcomes:?}");
}

#[test]
fn a_wide_and_a_narrow_view_are_drawn_too() {
    if !has_graphviz() {
        return;
    }
    let full = view(&Place::at(&root().join("data")).expect("it is a dataset"));
    let mut one = full.clone();
    one.lanes.truncate(1);
    let mut none = full.clone();
    none.lanes.clear();
    none.columns.clear();
    let mut many = full.clone();
    while many.lanes.len() < 40 {
        let mut lane = full.lanes[many.lanes.len() % full.lanes.len()].clone();
        lane.cards.iter_mut().for_each(|card| card.id += &format!("-{}", many.lanes.len()));
        many.lanes.push(lane);
    }
    for view in [one, none, many] {
        let laid = Laid::new(&dot::write(&view));
        let lanes = (0..view.lanes.len()).filter(|index| laid.objects.contains_key(&format!("cluster_{index}"))).count();
        assert_eq!(lanes, view.lanes.len());
    }
}
