//! Writes a view as DOT that plain Graphviz draws well.
//!
//! The recipe: `rankdir=LR` puts time on x; `newrank` lets one rank cut through several clusters; each lane is a cluster
//! that owns a first node (its label) and a last one (its status), so that its band spans the page; `root` with
//! `ordering=out` fixes the order of the lanes; cards are tables with measured cells, one font run a line.

mod colors;

use std::collections::HashMap;

use graphviz_rust::dot_structures::{Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Port, Stmt, Subgraph, Vertex};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use crate::measure::{Weight, width, wrap};
use crate::scene::Theme;
use crate::view::{Card, Column, End, EventSense, Lane, Listed, Review, Status, Tone, View, ViewLink};

use colors::Colors;

/// Text within the quotation marks of DOT: the only way by which data get into a quoted string, but for tooltips.
fn quoted(text: &str) -> Id {
    Id::Escaped(format!("\"{}\"", visible(text).replace('\\', r"\\").replace('"', "\\\"")))
}

/// A tooltip, in quotation marks. Graphviz resolves references like `&lt;` in it, then escapes like `\n`, then, in what came of
/// that, escapes like `\N` (the name of the node): a backslash that is meant must be doubled twice.
fn tooltip(text: &str) -> Attribute {
    let text = visible(text).replace('&', "&amp;").replace('\\', r"\\\\").replace('"', "\\\"");
    attribute("tooltip", Id::Escaped(format!("\"{text}\"")))
}

/// A value of our own that needs no quoting.
fn plain(text: impl Into<String>) -> Id {
    Id::Plain(text.into())
}

/// Text within an HTML-like label. The only way by which data get into one.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Here, too, Graphviz reads `\N`, `\G` and the like.
            '\\' => out.push_str(r"\\"),
            other => out.push(other),
        }
    }
    out
}

/// Text as it is shown: line feeds and tabs are blanks, all else that does not show is escaped.
fn visible(text: &str) -> String {
    crate::yaml::escape_visible(&text.replace(['\n', '\t', '\r'], " ")).into_owned()
}

fn attribute(name: &str, value: Id) -> Attribute {
    Attribute(plain(name), value)
}

fn attributes(list: &[(&str, &str)]) -> Vec<Attribute> {
    list.iter().map(|(name, value)| attribute(name, quoted(value))).collect()
}

/// A line of a table: text, size, colour, whether it is bold.
struct Line {
    text: String,
    size: f64,
    color: &'static str,
    weight: Weight,
}

impl Line {
    fn new(text: impl Into<String>, size: f64, color: &'static str, weight: Weight) -> Self {
        Line { text: text.into(), size, color, weight }
    }

    fn broken(text: &str, size: f64, color: &'static str, weight: Weight, most: f64) -> Vec<Line> {
        wrap(&visible(text), size, weight, most).into_iter().map(|text| Line { text, size, color, weight }).collect()
    }

    fn width(&self) -> f64 {
        width(&visible(&self.text), self.size, self.weight)
    }

    fn row(&self, cell_width: f64, align: &str, port: Option<&str>) -> String {
        let text = escaped(&self.text);
        let text = if self.weight == Weight::Bold { format!("<b>{text}</b>") } else { text };
        let port = port.map(|port| format!(" port=\"{port}\"")).unwrap_or_default();
        format!(
            "<tr><td{port} align=\"{align}\" fixedsize=\"true\" width=\"{cell_width:.0}\" height=\"{:.0}\"><font point-size=\"{}\" color=\"{}\">{text}</font></td></tr>",
            (self.size * 1.32).ceil(),
            self.size,
            self.color,
        )
    }
}

fn cell_width(lines: &[Line]) -> f64 {
    // Another font may stand in where Inter is not installed, and be a little wider.
    (lines.iter().map(Line::width).fold(0.0, f64::max) * 1.04 + 4.0).ceil()
}

fn table(lines: &[Line], align: &str, least: f64) -> String {
    let cell = cell_width(lines).max(least);
    let rows: String = lines.iter().map(|line| line.row(cell, align, None)).collect();
    format!("<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"0\">{rows}</table>")
}

fn html(content: String) -> Id {
    Id::Html(format!("<{content}>"))
}

fn node(name: String, attributes: Vec<Attribute>) -> Stmt {
    Stmt::Node(Node { id: NodeId(plain(name), None), attributes })
}

fn edge(from: NodeId, to: NodeId, attributes: Vec<Attribute>) -> Stmt {
    Stmt::Edge(Edge { ty: EdgeTy::Pair(Vertex::N(from), Vertex::N(to)), attributes })
}

fn name(text: impl Into<String>) -> NodeId {
    NodeId(plain(text), None)
}

/// Writes the view in light colours. The text ends with a line feed and is the same for the same view.
pub fn write(view: &View) -> String {
    themed(view, Theme::Light)
}

/// Writes the view in the colours of a theme, likewise.
pub fn themed(view: &View, theme: Theme) -> String {
    let mut context = PrinterContext::default();
    context.with_semi();
    Writer::new(view, Colors::of(theme)).graph().print(&mut context) + "\n"
}

struct Writer<'v> {
    view: &'v View,
    colors: Colors,
    /// Lane and place of each card, by the id of its claim. Looked up only, never walked.
    cards: HashMap<&'v str, (usize, usize)>,
    /// Column and place of each event, by its id. Looked up only, never walked.
    events: HashMap<&'v str, (usize, usize)>,
}

impl<'v> Writer<'v> {
    fn new(view: &'v View, colors: Colors) -> Self {
        let cards = view
            .lanes
            .iter()
            .enumerate()
            .flat_map(|(lane, record)| record.cards.iter().enumerate().map(move |(place, card)| (card.id.as_str(), (lane, place))));
        let events =
            view.columns.iter().enumerate().flat_map(|(column, record)| {
                record.events.iter().enumerate().map(move |(place, event)| (event.id.as_str(), (column, place)))
            });
        Writer { view, colors, cards: cards.collect(), events: events.collect() }
    }

    fn graph(&self) -> Graph {
        let view = self.view;
        let mut stmts = vec![
            Stmt::GAttribute(GraphAttributes::Graph(self.page())),
            Stmt::GAttribute(GraphAttributes::Node(attributes(&[
                ("shape", "plain"),
                ("fontname", "Inter"),
                ("fontsize", "11.5"),
                ("fontcolor", self.colors.ink),
            ]))),
            Stmt::GAttribute(GraphAttributes::Edge(attributes(&[
                ("fontname", "Inter"),
                ("fontsize", "9"),
                ("arrowsize", "0.7"),
                ("color", self.colors.soft),
                ("fontcolor", self.colors.soft),
                ("penwidth", "1.4"),
            ]))),
            node(
                "root".to_owned(),
                attributes(&[("label", ""), ("shape", "point"), ("width", "0.01"), ("style", "invis"), ("ordering", "out")]),
            ),
            self.spine(),
        ];
        let mut waypoints = Waypoints::new(view.lanes.len());
        let links: Vec<Stmt> = view.links.iter().enumerate().flat_map(|(index, link)| self.link(index, link, &mut waypoints)).collect();
        stmts.extend(view.lanes.iter().enumerate().map(|(index, lane)| self.lane(index, lane, &waypoints)));
        stmts.extend(self.ranks(&waypoints));
        stmts.extend(self.frame());
        stmts.extend(links);
        Graph::DiGraph { id: plain("demands"), strict: false, stmts }
    }

    /// Attributes of the whole page; its label is the foot.
    fn page(&self) -> Vec<Attribute> {
        let mut page = attributes(&[
            ("rankdir", "LR"),
            ("newrank", "true"),
            ("nodesep", "0.12"),
            ("ranksep", "0.30"),
            ("fontname", "Inter"),
            ("bgcolor", self.colors.paper),
            ("pad", "0.25"),
            ("labelloc", "b"),
            ("labeljust", "l"),
            ("outputorder", "edgesfirst"),
        ]);
        page.push(attribute("label", html(self.foot())));
        page
    }

    /// The headline and the line below it: the label of the cluster that stands on top.
    fn head(&self) -> String {
        let mut head = Line::broken(&self.view.title, 21.0, self.colors.ink, Weight::Bold, 1300.0);
        head.extend(Line::broken(&self.view.subtitle, 12.5, self.colors.soft, Weight::Regular, 1300.0));
        head.push(Line::new(" ", 8.0, self.colors.soft, Weight::Regular));
        table(&head, "left", 0.0)
    }

    /// The heads of the columns, joined by a line in the order of time.
    fn spine(&self) -> Stmt {
        let mut stmts = vec![
            Stmt::Attribute(attribute("peripheries", quoted("0"))),
            Stmt::Attribute(attribute("labelloc", quoted("t"))),
            Stmt::Attribute(attribute("labeljust", quoted("l"))),
            Stmt::Attribute(attribute("label", html(self.head()))),
            node(
                "k".to_owned(),
                vec![attribute("label", html(table(&[Line::new(self.view.lane_word, 10.0, self.colors.grey, Weight::Bold)], "left", 0.0)))],
            ),
        ];
        for (index, column) in self.view.columns.iter().enumerate() {
            stmts.push(node(format!("k{index}"), vec![attribute("label", html(head(column, &self.colors)))]));
        }
        stmts.push(node(
            "kend".to_owned(),
            vec![attribute(
                "label",
                html(table(&[Line::new(self.view.status_words().0, 10.0, self.colors.grey, Weight::Bold)], "left", 0.0)),
            )],
        ));
        let spine = attributes(&[("arrowhead", "none"), ("color", self.colors.rule), ("penwidth", "2"), ("weight", "50")]);
        let mut names: Vec<String> = vec!["k".to_owned()];
        names.extend((0..self.view.columns.len()).map(|index| format!("k{index}")));
        names.push("kend".to_owned());
        for pair in names.windows(2) {
            stmts.push(edge(name(pair[0].clone()), name(pair[1].clone()), spine.clone()));
        }
        Stmt::Subgraph(Subgraph { id: plain("cluster_time"), stmts })
    }

    fn lane(&self, index: usize, lane: &Lane, waypoints: &Waypoints) -> Stmt {
        let inset = lane.depth.min(4) as f64 * 12.0;
        let title = Line::broken(&lane.title, 12.5, self.colors.ink, Weight::Bold, LABEL - inset - 10.0);
        let words = Line::broken(&status(&lane.status), 10.5, self.colors.of_tone(lane.status.tone), Weight::Bold, STATUS);
        let group = format!("g{index}");
        let mut stmts = vec![
            Stmt::Attribute(attribute("style", quoted("filled"))),
            Stmt::Attribute(attribute("color", quoted(self.colors.band))),
            Stmt::Attribute(attribute("margin", quoted("7"))),
            Stmt::Attribute(attribute("label", quoted(""))),
            Stmt::Attribute(tooltip(&lane.id)),
            node(
                format!("l{index}"),
                vec![attribute("group", quoted(&group)), tooltip(&lane.id), attribute("label", html(inset_table(&title, inset, LABEL)))],
            ),
        ];
        for (place, card) in lane.cards.iter().enumerate() {
            let first = place == 0 || lane.cards[place - 1].column != card.column;
            let mut list = vec![attribute("id", quoted(&card.id)), tooltip(&card.description)];
            if first {
                list.push(attribute("group", quoted(&group)));
            }
            list.push(attribute("label", html(card_table(card, &self.colors))));
            stmts.push(node(format!("c{index}_{place}"), list));
        }
        stmts.push(node(
            format!("r{index}"),
            vec![attribute("group", quoted(&group)), attribute("label", html(inset_table(&words, 8.0, STATUS + 20.0)))],
        ));
        stmts.extend(waypoints.lanes[index].iter().map(|(name, _)| {
            node(
                name.clone(),
                attributes(&[("shape", "point"), ("width", "0.001"), ("height", "0.001"), ("label", ""), ("style", "invis")]),
            )
        }));
        Stmt::Subgraph(Subgraph { id: plain(format!("cluster_{index}")), stmts })
    }

    /// One rank for each column.
    fn ranks(&self, waypoints: &Waypoints) -> Vec<Stmt> {
        let lanes = || self.view.lanes.iter().enumerate();
        let rank = |names: Vec<String>| {
            let mut stmts = vec![Stmt::Attribute(attribute("rank", quoted("same")))];
            stmts.extend(names.into_iter().map(|name| node(name, Vec::new())));
            Stmt::Subgraph(Subgraph { id: Id::Anonymous(String::new()), stmts })
        };
        let mut ranks = vec![rank(std::iter::once("k".to_owned()).chain(lanes().map(|(index, _)| format!("l{index}"))).collect())];
        for column in 0..self.view.columns.len() {
            let cards = lanes().flat_map(|(index, lane)| {
                let here = lane.cards.iter().enumerate().filter(move |(_, card)| card.column == column);
                here.map(move |(place, _)| format!("c{index}_{place}"))
            });
            let points = waypoints.lanes.iter().flatten().filter(|(_, at)| *at == column).map(|(name, _)| name.clone());
            ranks.push(rank(std::iter::once(format!("k{column}")).chain(cards).chain(points).collect()));
        }
        ranks.push(rank(std::iter::once("kend".to_owned()).chain(lanes().map(|(index, _)| format!("r{index}"))).collect()));
        ranks
    }

    /// Invisible edges that keep the order of the lanes, and the tail from the last card to the status.
    fn frame(&self) -> Vec<Stmt> {
        let invisible = attributes(&[("style", "invis")]);
        let mut stmts = vec![edge(name("root"), name("k"), invisible.clone())];
        for index in 0..self.view.lanes.len() {
            stmts.push(edge(name("root"), name(format!("l{index}")), invisible.clone()));
        }
        for (index, lane) in self.view.lanes.iter().enumerate() {
            let label = name(format!("l{index}"));
            let status = name(format!("r{index}"));
            if lane.cards.is_empty() {
                stmts.push(edge(label, status, attributes(&[("style", "invis"), ("weight", "8")])));
                continue;
            }
            stmts.push(edge(label, name(format!("c{index}_0")), attributes(&[("style", "invis"), ("weight", "8")])));
            // Cards of one column stand in the order of the thread.
            for (place, pair) in lane.cards.windows(2).enumerate() {
                if pair[0].column == pair[1].column {
                    let (upper, lower) = (name(format!("c{index}_{place}")), name(format!("c{index}_{}", place + 1)));
                    // In a picture that runs to the right, Graphviz puts the head of such an edge above its tail.
                    stmts.push(edge(lower, upper, attributes(&[("style", "invis"), ("weight", "1")])));
                }
            }
            let column = lane.cards.last().expect("there are cards").column;
            let last = lane.cards.iter().position(|card| card.column == column).expect("the last card is one of them");
            let tail = match &lane.status.silence {
                Some(words) => {
                    let look = [("style", "dotted"), ("color", self.colors.faint), ("arrowhead", "odot"), ("weight", "8")];
                    [attributes(&look), vec![tooltip(words)]].concat()
                }
                None => attributes(&[("style", "invis"), ("weight", "8")]),
            };
            stmts.push(edge(name(format!("c{index}_{last}")), status, tail));
        }
        stmts
    }

    /// The node of an end, its lane (none for an event) and its column.
    fn end(&self, end: &End) -> Option<(NodeId, Option<usize>, usize)> {
        match end {
            End::Claim(id) => {
                let (lane, place) = *self.cards.get(id.as_str())?;
                Some((name(format!("c{lane}_{place}")), Some(lane), self.view.lanes[lane].cards[place].column))
            }
            End::Event(id) => {
                let (column, place) = *self.events.get(id.as_str())?;
                let port = Port(Some(plain(format!("e{place}"))), None);
                Some((NodeId(plain(format!("k{column}")), Some(port)), None, column))
            }
        }
    }

    /// Whether a claim is the first of its lane in its column.
    fn is_first(&self, end: &End) -> bool {
        let End::Claim(id) = end else { return false };
        let Some((lane, place)) = self.cards.get(id.as_str()) else { return false };
        let cards = &self.view.lanes[*lane].cards;
        *place == 0 || cards[place - 1].column != cards[*place].column
    }

    /// The edges of a link: one, or a chain through the lane that it leads to where it passes other columns.
    /// Left to itself Graphviz leads such an edge round the outside of all lanes.
    fn link(&self, index: usize, link: &ViewLink, waypoints: &mut Waypoints) -> Vec<Stmt> {
        let (Some((from, from_lane, start)), Some((to, to_lane, end))) = (self.end(&link.from), self.end(&link.to)) else {
            return Vec::new();
        };
        let involves_event = from_lane.is_none() || to_lane.is_none();
        let mut list = attributes(&[("class", link.kind), ("color", self.colors.of_tone(link.tone))]);
        if let Some(review) = link.review {
            let style = if review == Review::Removed { "dashed" } else { "solid" };
            list.extend(attributes(&[("style", style), ("penwidth", "2")]));
        } else if involves_event {
            list.extend(attributes(&[("style", "dotted"), ("penwidth", "1.3")]));
        } else if !link.is_authored {
            list = attributes(&[("class", link.kind), ("color", self.colors.faint)]);
            list.extend(attributes(&[("style", "dotted"), ("weight", "6")]));
        } else {
            let style = if link.is_long() { "dashed" } else { "solid" };
            list.extend(attributes(&[("style", style), ("penwidth", "2")]));
        }
        list.push(tooltip(&in_words(link)));
        let mut chain = vec![from];
        if let Some(lane) = to_lane.or(from_lane)
            && !link.is_in_lane
        {
            for column in start + 1..end {
                let point = format!("w{index}_{column}");
                waypoints.lanes[lane].push((point.clone(), column));
                chain.push(name(point));
            }
        }
        chain.push(to);
        let last = chain.len() - 2;
        let are_first = self.is_first(&link.from) && self.is_first(&link.to);
        let segment = |(place, pair): (usize, &[NodeId])| {
            let mut list = list.clone();
            if link.is_authored {
                // Within a lane a link runs straight; the step from another lane or from an event may slope. A link between cards
                // below others of their column would turn their order round if it were to run straight.
                let straight = if link.is_in_lane { are_first } else { place > 0 && to_lane.is_some() };
                list.extend(attributes(match straight {
                    // An edge of weight 0 within a column leaves the order of its cards alone.
                    _ if start == end => &[("weight", "0")],
                    true => &[("weight", "10")],
                    false => &[("constraint", "false")],
                }));
            }
            if place < last || !link.is_authored {
                list.extend(attributes(&[("arrowhead", "none")]));
            } else if let Some(head) = head_of(link.event()) {
                list.extend(attributes(&[("arrowhead", head)]));
            }
            edge(pair[0].clone(), pair[1].clone(), list)
        };
        chain.windows(2).enumerate().map(segment).collect()
    }

    /// The sources, the claims that are listed and not drawn, the legend, and the last line.
    fn foot(&self) -> String {
        const MOST: f64 = 1300.0;
        let view = self.view;
        let mut lines = vec![Line::new(" ", 6.0, self.colors.soft, Weight::Regular)];
        let sources: Vec<String> =
            view.sources.iter().enumerate().map(|(index, source)| format!("[{}] {}", index + 1, source.text)).collect();
        let disputed: Vec<String> = view.disputed.iter().map(|(said, by)| format!("{said} — disputed by: {by}")).collect();
        let listed: Vec<String> = view.listed.iter().map(listed).collect();
        let legend: Vec<String> = view.legend.iter().map(|(sign, meaning)| format!("{} {meaning}", self.colors.name(sign))).collect();
        for (label, items) in [
            ("Sources", sources),
            ("Step by step", view.steps.clone()),
            ("Where the sides meet and where they part", view.meeting.clone()),
            ("Also said on these demands, taking no position of its own", listed),
            ("Disputed in the record", disputed),
            ("Signs", legend),
        ] {
            if !items.is_empty() {
                lines.push(Line::new(label, 9.5, self.colors.ink, Weight::Bold));
                lines.extend(Line::broken(&items.join("  ·  "), 9.5, self.colors.soft, Weight::Regular, MOST));
                lines.push(Line::new(" ", 4.0, self.colors.soft, Weight::Regular));
            }
        }
        lines.extend(Line::broken(&view.colophon, 9.5, self.colors.grey, Weight::Regular, MOST));
        table(&lines, "left", 0.0)
    }
}

/// Invisible points in the lanes that links are led through, with their columns.
struct Waypoints {
    lanes: Vec<Vec<(String, usize)>>,
}

impl Waypoints {
    fn new(lanes: usize) -> Self {
        Waypoints { lanes: vec![Vec::new(); lanes] }
    }
}

/// The most characters of the words that prove a claim.
const MOST_WORDS: usize = 300;
/// The width of the label of a lane, in points.
const LABEL: f64 = 150.0;
/// The width of the text of a status, in points.
const STATUS: f64 = 124.0;

/// A table of a fixed width whose lines begin some points from its left edge.
fn inset_table(lines: &[Line], inset: f64, width: f64) -> String {
    let before = if inset > 0.0 { format!("<td fixedsize=\"true\" width=\"{inset:.0}\" height=\"1\"></td>") } else { String::new() };
    format!(
        "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"0\"><tr>{before}<td>{}</td></tr></table>",
        table(lines, "left", width - inset)
    )
}

/// A status in words: its sign, the word and what it rests on.
fn status(status: &Status) -> String {
    let between = if status.text.is_empty() { "" } else { ": " };
    format!("{} {}{between}{}", status.sign, status.word, status.text)
}

/// A claim that is not drawn, in a line of the foot.
fn listed(one: &Listed) -> String {
    let form = one.form.map(|form| format!(" ({form})")).unwrap_or_default();
    format!("{}, {}{form}: {}", one.date, one.speaker, one.text)
}

/// A link in words: its kind and its ends.
fn in_words(link: &ViewLink) -> String {
    let id = |end: &End| match end {
        End::Claim(id) | End::Event(id) => id.clone(),
    };
    let review = link.review.map(|review| format!("{} {}, ", review.sign(), review.as_str())).unwrap_or_default();
    format!("{review}{}: {} to {}", link.kind, id(&link.from), id(&link.to))
}

/// The head of a column: its month, and the events in it, each with a port.
fn head(column: &Column, colors: &Colors) -> String {
    let mut groups: Vec<(Vec<Line>, Option<String>)> = vec![(vec![Line::new(column.label.clone(), 11.5, colors.ink, Weight::Bold)], None)];
    for (place, event) in column.events.iter().enumerate() {
        let ink = if event.is_turning_point { colors.red } else { colors.event };
        let mut lines = Line::broken(&event.title, 10.5, ink, Weight::Bold, 116.0);
        lines.extend(Line::broken(&event.date, 9.5, colors.soft, Weight::Regular, 116.0));
        groups.push((lines, Some(format!("e{place}"))));
    }
    let cell = groups.iter().map(|(lines, _)| cell_width(lines)).fold(0.0, f64::max);
    let mut rows = String::new();
    for (lines, port) in &groups {
        for (index, line) in lines.iter().enumerate() {
            rows += &line.row(cell, "center", port.as_deref().filter(|_| index + 1 == lines.len()));
        }
    }
    format!("<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\">{rows}</table>")
}

/// The head of a line between a claim and an event, where it differs from that of the others: so that it is told apart in grey too.
fn head_of(sense: Option<EventSense>) -> Option<&'static str> {
    match sense? {
        EventSense::Fulfilled => Some("dot"),
        EventSense::Belied => Some("tee"),
        EventSense::Prompted | EventSense::Joined => None,
    }
}

fn card_table(card: &Card, colors: &Colors) -> String {
    const MOST: f64 = 166.0;
    let numbers: Vec<String> = card.sources.iter().map(|number| format!("[{number}]")).collect();
    let head = format!("{} · {} {}", card.date, card.speaker, numbers.join(""));
    let mut lines = Line::broken(&head, 9.5, colors.soft, Weight::Regular, MOST);
    if let Some(review) = card.differs() {
        lines.extend(Line::broken(&review.text(), 9.5, colors.of_tone(card.tone), Weight::Bold, MOST));
    }
    // That a claim is the first of its thread is seen from where it stands, as in the other pictures.
    if let Some(shift) = card.shift.as_ref().filter(|shift| shift.word != "introduced") {
        lines.extend(Line::broken(&shift.text(), 9.5, colors.of_tone(shift.tone), Weight::Bold, MOST));
    }
    let (ink, weight) = match card.tone {
        Tone::Hard | Tone::Added | Tone::Changed => (colors.ink, Weight::Bold),
        Tone::Plain | Tone::Removed => (colors.ink, Weight::Regular),
        Tone::Quiet => (colors.soft, Weight::Regular),
    };
    lines.extend(Line::broken(&card.text, 11.5, ink, weight, MOST));
    if let Some(form) = card.form_word() {
        lines.push(Line::new(form, 9.0, colors.soft, Weight::Regular));
    }
    if let Some(words) = &card.words {
        lines.extend(Line::broken(&words.told(MOST_WORDS), 9.5, colors.soft, Weight::Regular, MOST));
    }
    let (border, fill) = match card.tone {
        Tone::Hard | Tone::Removed => (colors.red, colors.hard_card),
        Tone::Added => (colors.blue, colors.band),
        Tone::Changed => (colors.amber, colors.card),
        Tone::Plain => (colors.blue, colors.card),
        Tone::Quiet => (colors.faint_card, colors.quiet_card),
    };
    let style = if card.is_quoted() { "rounded" } else { "rounded,dashed" };
    format!(
        "<table border=\"1.2\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"0\" color=\"{border}\" bgcolor=\"{fill}\" style=\"{style}\"><tr><td cellpadding=\"6\">{}</td></tr></table>",
        table(&lines, "left", 0.0)
    )
}
