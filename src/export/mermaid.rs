//! Writes a view as a Mermaid flowchart, for review comments and README files: small enough for the readers that stop at a limit.
//!
//! Lanes are subgraphs, claims nodes, links edges. Mermaid orders nothing by itself, so invisible edges lead from each subgraph to the
//! next one, downwards. What a reader that stops at 500 edges and 50,000 characters would not draw is left out in this order until it
//! fits: the order of utterances, remarks, the claims of the fullest lanes (which become one node with their number), sources, events,
//! links, lanes. What is missing is counted in the picture and in a comment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::scene::Theme;
use crate::view::{Card, End, EventSense, Lane, Mark, Review, Tone, View, ViewLink};

/// The most edges of a picture.
pub const MOST_EDGES: usize = 450;
/// The most characters of a picture, counted as JavaScript does: UTF-16 code units.
pub const MOST_CHARACTERS: usize = 45_000;

/// The most characters of a text within it.
const MOST_TEXT: usize = 300;
/// The most characters of the words that prove a claim.
const MOST_WORDS: usize = 200;
/// The most characters of what says something of the whole.
const MOST_LONG: usize = 1500;
/// Stands before the word of a line that leads upwards.
const UPWARD: &str = "↑";
/// The width at which Mermaid breaks lines, in px; its own is too narrow for sentences.
const WRAP: usize = 320;
/// Begins a new line within a label. Text of data holds no backslash.
const BREAK: &str = r"\n";

/// Writes a view in light colours, within [`MOST_EDGES`] and [`MOST_CHARACTERS`]. The text ends with a line feed and is the same for
/// the same view. What has no colour of its own, such as the ground, is left to where it is read.
pub fn write(view: &View) -> String {
    themed(view, None)
}

/// Writes a view in the colours of a theme, likewise.
pub fn themed(view: &View, theme: Option<Theme>) -> String {
    let draw = |view, kept: &Kept| draw(view, kept, theme);
    let all = view.lanes.len();
    let whole = Kept { next: true, remarks: true, folded: 0, sources: true, events: true, links: usize::MAX, lanes: all };
    let first_that_fits = |levels: &[&Kept]| levels.iter().map(|kept| draw(view, kept)).find(fits).map(|drawn| drawn.text);
    let no_next = Kept { next: false, ..whole.clone() };
    let no_remarks = Kept { remarks: false, ..no_next.clone() };
    if let Some(text) = first_that_fits(&[&whole, &no_next, &no_remarks]) {
        return text;
    }
    // The fewest lanes that must be folded; the fullest ones come first.
    let fewest = least(all, |folded| fits(&draw(view, &Kept { folded, ..no_remarks.clone() })));
    let folded = Kept { folded: fewest, ..no_remarks };
    let no_sources = Kept { sources: false, ..folded.clone() };
    let no_events = Kept { events: false, ..no_sources.clone() };
    let few_links = Kept { links: MOST_EDGES.saturating_sub(all + 2), ..no_events.clone() };
    let no_links = Kept { links: 0, ..no_events.clone() };
    if let Some(text) = first_that_fits(&[&folded, &no_sources, &no_events, &few_links, &no_links]) {
        return text;
    }
    let dropped = least(all, |dropped| fits(&draw(view, &Kept { lanes: all - dropped, ..no_links.clone() })));
    draw(view, &Kept { lanes: all - dropped, ..no_links }).text
}

/// The least number up to `most` for which something holds that holds for all greater ones; `most` where it holds for none.
fn least(most: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// What is drawn.
#[derive(Clone)]
struct Kept {
    /// The links that follow from the order of time.
    next: bool,
    /// Accusations, assessments and pieces of information.
    remarks: bool,
    /// How many lanes are one node; the fullest ones.
    folded: usize,
    /// The list of sources, and the steps of a path.
    sources: bool,
    /// Events, and with them their links.
    events: bool,
    /// The most links.
    links: usize,
    /// How many lanes; the first ones.
    lanes: usize,
}

struct Drawn {
    text: String,
    edges: usize,
}

fn fits(drawn: &Drawn) -> bool {
    drawn.edges <= MOST_EDGES && drawn.text.encode_utf16().count() <= MOST_CHARACTERS
}

/// Text as it stands between quotation marks: the only way by which data get into the picture.
///
/// Mermaid knows entity codes, `#35;` and `#quot;`, and no other way of quoting. It looks for directives, comments, icons, formulas,
/// Markdown, tags and its own spelling of entities in whatever it reads, so every sign that could begin one is written as a code.
fn quoted(text: &str) -> String {
    let text = crate::scene::visible(text);
    let mut out = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        match sign {
            '"' => out.push_str("#quot;"),
            '&' => out.push_str("#amp;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | ',' | '.' | '-' | '(' | ')' | '/' | '\'' | '!' | '?' | '+' => out.push(sign),
            // With these two Mermaid spells its entities within.
            'ﬂ' | '¶' => _ = write!(out, "#{};", u32::from(sign)),
            sign if sign.is_ascii() => _ = write!(out, "#{};", u32::from(sign)),
            sign => out.push(sign),
        }
    }
    out
}

/// The same, cut where it is too long.
fn label(text: &str) -> String {
    cut(text, MOST_TEXT)
}

/// Text of at most so many characters, quoted. One that says nothing is a dot, because Mermaid knows no empty label.
fn cut(text: &str, most: usize) -> String {
    let quoted = match text.char_indices().nth(most) {
        Some((end, _)) => quoted(&format!("{}…", text[..end].trim_end())),
        None => quoted(text),
    };
    if quoted.is_empty() { "·".to_owned() } else { quoted }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What the class of a node is called.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Hard => "hard",
        Tone::Quiet => "quiet",
        Tone::Added => "added",
        Tone::Removed => "removed",
        Tone::Changed => "changed",
    }
}

/// What stands before and after the label of a node: its shape says what kind of claim it is.
fn shape(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Demand => ("(", ")"),
        Mark::Appeal => ("([", "])"),
        Mark::Condition => ("{{", "}}"),
        Mark::Threat => ("[[", "]]"),
        Mark::Offer => (">", "]"),
        Mark::Refusal => ("[/", "\\]"),
        Mark::Concession => ("[\\", "/]"),
        Mark::Assurance => ("[(", ")]"),
        Mark::Remark => ("[", "]"),
    }
}

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stroke {
    /// A link, by its tone.
    Plain,
    Hard,
    Quiet,
    Changed,
    /// The order of utterances.
    Order,
}

/// The colours of a theme: what Mermaid calls the nearest of its own, the classes of nodes and groups, and the lines by [`Stroke`].
struct Colors {
    theme: &'static str,
    classes: [(&'static str, &'static str); 11],
    strokes: [&'static str; 5],
}

impl Colors {
    fn of(theme: Theme) -> Self {
        const REPORTED: (&str, &str) = ("reported", "stroke-dasharray:5 4");
        match theme {
            Theme::Light => Colors {
                theme: "default",
                classes: [
                    ("plain", "fill:#ffffff,stroke:#0b5d94,color:#16202c"),
                    ("hard", "fill:#fdf0ec,stroke:#b8321f,color:#16202c,stroke-width:2px"),
                    ("added", "fill:#eef5fb,stroke:#0b5d94,color:#16202c,stroke-width:3px"),
                    ("removed", "fill:#fdf0ec,stroke:#b8321f,color:#16202c,stroke-width:2px,stroke-dasharray:8 3"),
                    ("changed", "fill:#fdf6e6,stroke:#5e4100,color:#16202c,stroke-width:3px"),
                    ("quiet", "fill:#fafbfc,stroke:#606a75,color:#566270"),
                    REPORTED,
                    ("event", "fill:#eaeef3,stroke:#566270,color:#16202c"),
                    ("note", "fill:#ffffff,stroke:#ffffff,color:#566270,text-align:left"),
                    ("lane", "fill:#f3f5f8,stroke:#c3cad2,color:#16202c"),
                    ("frame", "fill:#ffffff,stroke:#c3cad2,color:#566270"),
                ],
                strokes: ["#0b5d94", "#b8321f", "#606a75", "#5e4100", "#97a3af"],
            },
            Theme::Dark => Colors {
                theme: "dark",
                classes: [
                    ("plain", "fill:#12181f,stroke:#6cb6ee,color:#eef2f6"),
                    ("hard", "fill:#33201d,stroke:#ff9b85,color:#eef2f6,stroke-width:2px"),
                    ("added", "fill:#16293a,stroke:#6cb6ee,color:#eef2f6,stroke-width:3px"),
                    ("removed", "fill:#33201d,stroke:#ff9b85,color:#eef2f6,stroke-width:2px,stroke-dasharray:8 3"),
                    ("changed", "fill:#322812,stroke:#f0bf5c,color:#eef2f6,stroke-width:3px"),
                    ("quiet", "fill:#18202a,stroke:#97a3af,color:#a9b5c1"),
                    REPORTED,
                    ("event", "fill:#1e2833,stroke:#a9b5c1,color:#eef2f6"),
                    ("note", "fill:#12181f,stroke:#12181f,color:#a9b5c1,text-align:left"),
                    ("lane", "fill:#1e2833,stroke:#36414d,color:#eef2f6"),
                    ("frame", "fill:#12181f,stroke:#36414d,color:#a9b5c1"),
                ],
                strokes: ["#6cb6ee", "#ff9b85", "#97a3af", "#f0bf5c", "#5f6d7b"],
            },
            Theme::Print => Colors {
                theme: "neutral",
                classes: [
                    ("plain", "fill:#ffffff,stroke:#1f1f1f,color:#000000"),
                    ("hard", "fill:#e2e2e2,stroke:#000000,color:#000000,stroke-width:2px"),
                    ("added", "fill:#ffffff,stroke:#000000,color:#000000,stroke-width:4px"),
                    ("removed", "fill:#e2e2e2,stroke:#000000,color:#000000,stroke-width:2px,stroke-dasharray:8 3"),
                    ("changed", "fill:#f2f2f2,stroke:#2a2a2a,color:#000000,stroke-width:3px"),
                    ("quiet", "fill:#fafafa,stroke:#5a5a5a,color:#3d3d3d"),
                    REPORTED,
                    ("event", "fill:#e6e6e6,stroke:#3d3d3d,color:#000000"),
                    ("note", "fill:#ffffff,stroke:#ffffff,color:#3d3d3d,text-align:left"),
                    ("lane", "fill:#f2f2f2,stroke:#b9b9b9,color:#000000"),
                    ("frame", "fill:#ffffff,stroke:#b9b9b9,color:#3d3d3d"),
                ],
                strokes: ["#1f1f1f", "#000000", "#5a5a5a", "#2a2a2a", "#9a9a9a"],
            },
        }
    }
}

/// Nodes and groups are numbered: no id comes from data.
#[derive(Default)]
struct Canvas {
    out: String,
    /// The group of each node.
    nodes: Vec<usize>,
    groups: Vec<usize>,
    group_classes: BTreeMap<&'static str, Vec<usize>>,
    edges: usize,
    classes: BTreeMap<&'static str, Vec<usize>>,
    strokes: BTreeMap<Stroke, Vec<usize>>,
    /// Whether a line leads upwards.
    has_upward: bool,
}

impl Canvas {
    fn node(&mut self, shape: (&str, &str), lines: &[String], classes: &[&'static str]) -> usize {
        self.nodes.push(self.groups.len());
        let number = self.nodes.len();
        let text = lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join(BREAK);
        let _ = writeln!(self.out, "    n{number}{}\"{text}\"{}", shape.0, shape.1);
        classes.iter().for_each(|class| self.classes.entry(class).or_default().push(number));
        number
    }

    /// A group of what is drawn within, left to right where Mermaid can.
    fn group(&mut self, title: &str, class: &'static str, draw: impl FnOnce(&mut Self)) {
        let number = self.groups.len();
        let _ = writeln!(self.out, "  subgraph s{number}[\"{title}\"]\n    direction LR");
        self.groups.push(number);
        self.group_classes.entry(class).or_default().push(number);
        draw(self);
        self.out += "  end\n";
    }

    /// Leads from each group to the next one, so that they are drawn in their order.
    fn order(&mut self) {
        for pair in self.groups.windows(2) {
            let _ = writeln!(self.out, "  s{} ~~~ s{}", pair[0], pair[1]);
            self.edges += 1;
        }
    }

    /// An edge with a word, where there is one, and the colour of its line.
    ///
    /// Mermaid would put the group that an arrow leads to below the one that it comes from, whatever the order. So a line to a group
    /// above is written downwards, without a head, and its word says which way it leads.
    fn edge(&mut self, from: usize, to: usize, arrow: &str, word: &str, stroke: Stroke) {
        let is_turned = self.nodes[from - 1] > self.nodes[to - 1];
        let is_upward = is_turned && arrow.ends_with(['>', 'o', 'x']);
        let (from, to) = if is_turned { (to, from) } else { (from, to) };
        let open = if arrow.starts_with("-.") { "-.-" } else { "---" };
        let (arrow, word) = if is_upward { (open, format!("{UPWARD} {word}")) } else { (arrow, word.to_owned()) };
        self.has_upward |= is_upward;
        let word = if word.is_empty() { String::new() } else { format!("|\"{word}\"|") };
        let _ = writeln!(self.out, "  n{from} {arrow}{word} n{to}");
        self.strokes.entry(stroke).or_default().push(self.edges);
        self.edges += 1;
    }

    fn styles(&mut self, colors: &Colors) {
        for (name, style) in colors.classes {
            let nodes = self.classes.get(name).into_iter().flatten().map(|node| format!("n{node}"));
            let groups = self.group_classes.get(name).into_iter().flatten().map(|group| format!("s{group}"));
            let members: Vec<String> = nodes.chain(groups).collect();
            if !members.is_empty() {
                let _ = writeln!(self.out, "  classDef {name} {style}\n  class {} {name}", members.join(","));
            }
        }
        for (stroke, edges) in &self.strokes {
            let color = colors.strokes[*stroke as usize];
            let edges: Vec<String> = edges.iter().map(usize::to_string).collect();
            let _ = writeln!(self.out, "  linkStyle {} stroke:{color}", edges.join(","));
        }
    }
}

fn draw(view: &View, kept: &Kept, theme: Option<Theme>) -> Drawn {
    let plan = Plan::new(view, kept);
    let mut canvas = Canvas::default();
    let mut ends: BTreeMap<&End, usize> = BTreeMap::new();
    let events: Vec<_> = view.columns.iter().flat_map(|column| &column.events).collect();
    let event_ends: Vec<End> = events.iter().map(|event| End::Event(event.id.clone())).collect();
    if kept.events && !events.is_empty() {
        canvas.group("Events", "frame", |canvas| {
            for (event, end) in events.iter().zip(&event_ends) {
                let class: &[&str] = if event.is_turning_point { &["hard"] } else { &["event"] };
                ends.insert(end, canvas.node(("[", "]"), &[label(&event.date), label(&event.title)], class));
            }
        });
    }
    let card_ends: Vec<Vec<End>> =
        view.lanes.iter().map(|lane| lane.cards.iter().map(|card| End::Claim(card.id.clone())).collect()).collect();
    for (place, lane) in view.lanes.iter().take(kept.lanes).enumerate() {
        let between = if lane.status.text.is_empty() { "" } else { ", " };
        let status = format!("{} {}{between}{}", lane.status.sign, lane.status.word, lane.status.text);
        canvas.group(&format!("{}{BREAK}{}", label(&lane.title), label(&status)), "lane", |canvas| {
            if plan.is_folded(place) {
                let node = canvas.node(("[", "]"), &folded(lane), &["quiet"]);
                ends.extend(card_ends[place].iter().map(|end| (end, node)));
                return;
            }
            for (card, end) in lane.cards.iter().zip(&card_ends[place]).filter(|(card, _)| plan.shows(card)) {
                let classes: &[&str] = if card.is_quoted() { &[class(card.tone)] } else { &[class(card.tone), "reported"] };
                ends.insert(end, canvas.node(shape(card.mark), &card_lines(card), classes));
            }
        });
    }
    let first = canvas.out.len();
    let missing = edges(view, kept, &ends, &mut canvas);
    let links = canvas.out.split_off(first);
    let left_out = plan.left_out(missing);
    notes(view, kept, left_out.as_deref(), &mut canvas);
    canvas.out += &links;
    canvas.order();
    let colors = Colors::of(theme.unwrap_or_default());
    canvas.styles(&colors);

    let theme = theme.map(|_| format!("\"theme\": \"{}\", ", colors.theme)).unwrap_or_default();
    let mut text = format!("%%{{init: {{{theme}\"flowchart\": {{\"wrappingWidth\": {WRAP}}}}}}}%%\nflowchart TB\n");
    if let Some(words) = &left_out {
        let _ = writeln!(text, "  %% left out: {words}");
    }
    let _ = writeln!(text, "  accTitle: {}", label(&view.title));
    let _ = writeln!(text, "  accDescr: {}", cut(&description(view), MOST_LONG));
    Drawn { text: text + &canvas.out, edges: canvas.edges }
}

/// What makes the picture one that can be defended on its own: what it is, its sources, what was proved and what is left out.
fn notes(view: &View, kept: &Kept, left_out: Option<&str>, canvas: &mut Canvas) {
    /// The most nodes beside each other.
    const BESIDE: usize = 4;
    canvas.group(&label(&view.title), "frame", |canvas| {
        let mut about = vec![label(&view.subtitle)];
        about.extend(left_out.map(|words| label(&format!("Left out to keep this small: {words}"))));
        about.extend(undrawn(view));
        about.extend(canvas.has_upward.then(|| format!("{UPWARD} on a line: it leads to what stands above")));
        about.push(cut(&view.colophon, MOST_LONG));
        canvas.node(("[", "]"), &about, &["note"]);
        let steps: Vec<String> = if kept.sources { view.steps.iter().map(|step| cut(step, MOST_LONG)).collect() } else { Vec::new() };
        if !steps.is_empty() {
            canvas.node(("[", "]"), &steps, &["note"]);
        }
        let meeting: Vec<String> = if kept.sources { view.meeting.iter().map(|line| cut(line, MOST_LONG)).collect() } else { Vec::new() };
        if !meeting.is_empty() {
            canvas.node(("[", "]"), &meeting, &["note"]);
        }
        let sources = if kept.sources { view.sources.as_slice() } else { &[] };
        let entries: Vec<String> =
            sources.iter().enumerate().map(|(place, source)| format!("#91;{}#93; {}", place + 1, label(&source.text))).collect();
        for some in entries.chunks(entries.len().div_ceil(BESIDE).max(1)) {
            canvas.node(("[", "]"), some, &["note"]);
        }
    });
}

/// What the other pictures list and this one has no room for.
fn undrawn(view: &View) -> Option<String> {
    let listed = (!view.listed.is_empty())
        .then(|| count(view.listed.len(), "claim that is listed and not drawn", "claims that are listed and not drawn"));
    let disputed = (!view.disputed.is_empty())
        .then(|| count(view.disputed.len(), "reading that the record disputes", "readings that the record disputes"));
    let words: Vec<String> = listed.into_iter().chain(disputed).collect();
    (!words.is_empty()).then(|| format!("Only in the other formats: {}", words.join(", ")))
}

/// What the lanes came to, in a few sentences.
fn description(view: &View) -> String {
    let lane = |lane: &Lane| format!("{}: {} {}", lane.title, lane.status.word, lane.status.text).trim_end().to_owned();
    format!("{}. {}: {}", view.subtitle, view.status_words().1, view.lanes.iter().map(lane).collect::<Vec<_>>().join("; "))
}

/// Date and speaker, how the position moved, what is said, how it is proved.
fn card_lines(card: &Card) -> Vec<String> {
    let sources: Vec<String> = card.sources.iter().take(6).map(|number| format!("#91;{number}#93;")).collect();
    let more = if card.sources.len() > 6 { " …" } else { "" };
    let shift = card.shift.as_ref().filter(|shift| shift.word != "introduced").map(|shift| label(&shift.text()));
    let form = card.form_word().map(|form| format!(" · {form}")).unwrap_or_default();
    vec![
        card.differs().map(|review| label(&review.text())).unwrap_or_default(),
        format!("{} · {}", label(&card.date), label(&card.speaker)),
        shift.unwrap_or_default(),
        label(&card.text),
        card.words.as_ref().map(|words| label(&words.told(MOST_WORDS))).unwrap_or_default(),
        format!("{}{form} {}{more}", card.mark.as_str(), sources.concat()).trim_end().to_owned(),
    ]
}

/// A lane in one node: how many claims of which kind, from when to when.
fn folded(lane: &Lane) -> Vec<String> {
    let mut kinds: BTreeMap<Mark, usize> = BTreeMap::new();
    lane.cards.iter().for_each(|card| *kinds.entry(card.mark).or_default() += 1);
    let kinds: Vec<String> = kinds.iter().map(|(mark, number)| format!("{} {number}", mark.as_str())).collect();
    let dates = match lane.cards.as_slice() {
        [] => String::new(),
        [one] => label(&one.date),
        [first, .., last] => format!("{} – {}", label(&first.date), label(&last.date)),
    };
    vec![count(lane.cards.len(), "claim", "claims"), dates, kinds.join(", ")]
}

/// Draws the links between what is drawn; gives back the number of those that would be too many.
fn edges(view: &View, kept: &Kept, ends: &BTreeMap<&End, usize>, canvas: &mut Canvas) -> usize {
    // Links of folded lanes share their ends: those of one word are one edge with their number.
    let mut bundles: Vec<(usize, usize, &ViewLink, usize)> = Vec::new();
    let mut known: BTreeMap<(usize, usize, &str, Option<Review>), usize> = BTreeMap::new();
    for link in view.links.iter().filter(|link| kept.next || link.is_authored) {
        let (Some(from), Some(to)) = (ends.get(&link.from), ends.get(&link.to)) else { continue };
        if from == to {
            continue;
        }
        let place = *known.entry((*from, *to, link.kind, link.review)).or_insert(bundles.len());
        match bundles.get_mut(place) {
            Some(bundle) => bundle.3 += 1,
            None => bundles.push((*from, *to, link, 1)),
        }
    }
    let (drawn, rest) = bundles.split_at(bundles.len().min(kept.links));
    for (from, to, link, number) in drawn {
        let is_broken = link.is_long() || link.review == Some(Review::Removed);
        let (arrow, word, stroke) = match (link.is_authored, is_broken) {
            (false, false) => ("---", String::new(), Stroke::Order),
            (false, true) => ("-.-", link.after.clone().unwrap_or_default(), Stroke::Order),
            (true, false) if link.event() == Some(EventSense::Fulfilled) => ("--o", word(link), stroke(link.tone)),
            (true, false) if link.event() == Some(EventSense::Belied) => ("--x", word(link), stroke(link.tone)),
            (true, false) => ("-->", word(link), stroke(link.tone)),
            (true, true) => ("-.->", word(link), stroke(link.tone)),
        };
        let word = if *number > 1 && link.is_authored { format!("{word} ({number} times)") } else { word };
        canvas.edge(*from, *to, arrow, &quoted(&word), stroke);
    }
    rest.iter().map(|(_, _, _, number)| number).sum()
}

fn word(link: &ViewLink) -> String {
    let after = link.after.as_ref().map(|after| format!(", {after}")).unwrap_or_default();
    let possibly = if link.is_certain { "" } else { " (order only possible)" };
    format!("{}{after}{possibly}", link.words())
}

fn stroke(tone: Tone) -> Stroke {
    match tone {
        Tone::Plain | Tone::Added => Stroke::Plain,
        Tone::Hard | Tone::Removed => Stroke::Hard,
        Tone::Changed => Stroke::Changed,
        Tone::Quiet => Stroke::Quiet,
    }
}

/// What is drawn of a view, and what is not.
struct Plan<'v> {
    view: &'v View,
    kept: &'v Kept,
    /// The lanes that are one node.
    folded: BTreeSet<usize>,
}

impl<'v> Plan<'v> {
    fn new(view: &'v View, kept: &'v Kept) -> Self {
        let mut fullest: Vec<usize> = (0..view.lanes.len()).collect();
        fullest.sort_by_key(|place| std::cmp::Reverse(view.lanes[*place].cards.len()));
        fullest.truncate(kept.folded);
        Plan { view, kept, folded: fullest.into_iter().collect() }
    }

    /// Whether a lane is one node: because it was folded, or because nothing in it would be shown.
    fn is_folded(&self, place: usize) -> bool {
        self.folded.contains(&place) || !self.view.lanes[place].cards.iter().any(|card| self.shows(card))
    }

    fn shows(&self, card: &Card) -> bool {
        self.kept.remarks || card.mark != Mark::Remark || card.differs().is_some()
    }

    /// What is left out, in words; `missing` links are too many.
    fn left_out(&self, missing: usize) -> Option<String> {
        let (view, kept) = (self.view, self.kept);
        let shown = &view.lanes[..kept.lanes];
        let hidden = &view.lanes[kept.lanes..];
        let open = shown.iter().enumerate().filter(|(place, _)| !self.is_folded(*place)).map(|(_, lane)| lane);
        let remarks = open.flat_map(|lane| &lane.cards).filter(|card| !self.shows(card)).count();
        let next = view.links.iter().filter(|link| !kept.next && !link.is_authored).count();
        let folded = (0..kept.lanes).filter(|place| self.is_folded(*place) && !view.lanes[*place].cards.is_empty());
        let inside: usize = folded.clone().map(|place| view.lanes[place].cards.len()).sum();
        let events: usize = if kept.events { 0 } else { view.columns.iter().map(|column| column.events.len()).sum() };
        let sources = if kept.sources { 0 } else { view.sources.len() };
        let steps = if kept.sources { 0 } else { view.steps.len() };
        let lanes = folded.count();
        let claims: usize = hidden.iter().map(|lane| lane.cards.len()).sum();
        let words = [
            (next, format!("{} from one utterance to the next", count(next, "line", "lines"))),
            (remarks, count(remarks, "remark", "remarks")),
            (lanes, format!("{} of {}, each drawn as one", count(inside, "claim", "claims"), count(lanes, "lane", "lanes"))),
            (sources, count(sources, "source", "sources")),
            (steps, count(steps, "step in words", "steps in words")),
            (events, count(events, "event", "events")),
            (missing, count(missing, "link", "links")),
            (hidden.len(), format!("{} with {}", count(hidden.len(), "lane", "lanes"), count(claims, "claim", "claims"))),
        ];
        let used: Vec<String> = words.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
        (!used.is_empty()).then(|| used.join(", "))
    }
}
