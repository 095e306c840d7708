//! Writes a page of a scene as SVG.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::date::Day;
use crate::measure::Weight;
use crate::scene::{Anchor, Area, Dash, Group, Ink, Item, Page, Path, Role, Scene, Segment, Stroke, Text, Theme, visible};

/// The fonts that are asked for; the first one is carried along.
pub const FONTS: &str = "Inter, 'Helvetica Neue', Arial, sans-serif";

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coloring {
    /// With the colours of a theme.
    Theme(Theme),
    /// With classes `f-NAME` and `s-NAME` for filling and stroke, which a style sheet colours.
    Classes,
}

/// Options of [`write()`].
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The colours.
    pub coloring: Coloring,
    /// Whether the fonts are carried along, so that the picture is the same everywhere.
    pub with_fonts: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { coloring: Coloring::Theme(Theme::Light), with_fonts: true }
    }
}

/// Text between tags or in an attribute: the only way by which data get into the picture.
pub fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The id of the group of a claim: the parts of its full id, joined by two hyphens, which no id holds.
pub fn element_id(claim: &str) -> String {
    format!("claim-{}", claim.replace('/', "--"))
}

/// The rules by which a style sheet loads the fonts that are carried along.
pub fn font_faces() -> String {
    let face = |weight: &Weight| {
        format!(
            "@font-face{{font-family:Inter;font-weight:{};src:url(data:font/woff2;base64,{}) format('woff2')}}",
            weight.number(),
            STANDARD.encode(weight.web_bytes())
        )
    };
    Weight::ALL.iter().map(face).collect()
}

/// An address that may stand in a link: one of the web.
pub fn web_address(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// Writes items alone as a square picture of this size that says nothing to readers who do not see: a word stands beside it.
pub fn icon(items: &[Item], size: f64) -> String {
    let size = number(size);
    let head = format!("<svg class=\"icon\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" aria-hidden=\"true\">");
    let mut writer = Writer { out: head, coloring: Coloring::Classes, prefix: "" };
    writer.items(items);
    writer.out.replace('\n', "") + "</svg>"
}

/// Writes a page for a document around it, which colours it and carries the fonts. Its ids begin with the prefix.
pub fn inline(scene: &Scene, page: usize, prefix: &'static str) -> String {
    let options = Options { coloring: Coloring::Classes, with_fonts: false };
    write_with(scene, page, &options, prefix)
}

/// Writes a page. The text ends with a line feed and is the same for the same scene.
pub fn write(scene: &Scene, page: usize, options: &Options) -> String {
    write_with(scene, page, options, "")
}

fn write_with(scene: &Scene, page: usize, options: &Options, prefix: &'static str) -> String {
    let Page { width, height, items } = &scene.pages[page];
    let mut out = String::new();
    let size =
        format!("width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\"", number(*width), number(*height), number(*width), number(*height));
    let title = match scene.pages.len() {
        1 => scene.title.clone(),
        pages => format!("{} ({} of {pages})", scene.title, page + 1),
    };
    // Not `img` on the whole: a reader who does not see must be able to step from claim to claim.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {size} role=\"graphics-document document\" aria-labelledby=\"{prefix}title-{page} {prefix}description-{page}\" font-family=\"{FONTS}\">"
    );
    let _ = writeln!(out, "<title id=\"{prefix}title-{page}\">{}</title>", escaped(&title));
    let _ = writeln!(out, "<desc id=\"{prefix}description-{page}\">{}</desc>", escaped(&scene.description));
    if options.with_fonts {
        let _ = writeln!(out, "<style>{}</style>", font_faces());
    }
    let mut writer = Writer { out, coloring: options.coloring, prefix };
    writer.area(&Area { x: 0.0, y: 0.0, width: *width, height: *height }, Ink::Paper);
    writer.items(items);
    writer.out + "</svg>\n"
}

/// A length with at most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

struct Writer {
    out: String,
    coloring: Coloring,
    prefix: &'static str,
}

impl Writer {
    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.out.write_fmt(arguments).expect("writing to a string cannot fail");
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Box(area, ink) => self.area(area, *ink),
                Item::Path(path) => self.path(path),
                Item::Text(text) => self.text(text),
                Item::Group(group) => self.group(group),
            }
        }
    }

    /// The attributes that colour the inside and the line.
    fn paint(&self, fill: Option<Ink>, stroke: Option<Ink>) -> String {
        match self.coloring {
            Coloring::Theme(theme) => {
                let fill = fill.map_or("none", |ink| theme.color(ink));
                let stroke = stroke.map(|ink| format!(" stroke=\"{}\"", theme.color(ink))).unwrap_or_default();
                format!("fill=\"{fill}\"{stroke}")
            }
            Coloring::Classes => {
                let fill = fill.map_or_else(|| "f-none".to_owned(), |ink| format!("f-{}", ink.name()));
                let stroke = stroke.map(|ink| format!(" s-{}", ink.name())).unwrap_or_default();
                format!("class=\"{fill}{stroke}\"")
            }
        }
    }

    fn area(&mut self, area: &Area, ink: Ink) {
        let paint = self.paint(Some(ink), None);
        let (x, y, width, height) = (number(area.x), number(area.y), number(area.width), number(area.height));
        self.push(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {paint}/>\n"));
    }

    fn path(&mut self, path: &Path) {
        let mut data = String::new();
        for segment in &path.segments {
            let _ = match segment {
                Segment::Move(x, y) => write!(data, "M{} {}", number(*x), number(*y)),
                Segment::Line(x, y) => write!(data, "L{} {}", number(*x), number(*y)),
                Segment::Curve(a, b, c, d, x, y) => {
                    write!(data, "C{} {} {} {} {} {}", number(*a), number(*b), number(*c), number(*d), number(*x), number(*y))
                }
                Segment::Close => write!(data, "Z"),
            };
        }
        let paint = self.paint(path.fill, path.stroke.map(|stroke| stroke.ink));
        let line = path.stroke.map(|stroke| line(&stroke)).unwrap_or_default();
        self.push(format_args!("<path d=\"{data}\" {paint}{line}/>\n"));
    }

    fn text(&mut self, text: &Text) {
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if text.weight == Weight::Regular { String::new() } else { format!(" font-weight=\"{}\"", text.weight.number()) };
        let paint = self.paint(Some(text.ink), None);
        // Where another font stands in, the text is fitted to the width that was measured.
        let length = if text.text.chars().count() > 1 { format!(" textLength=\"{}\"", number(text.width)) } else { String::new() };
        self.push(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor}{length} {paint}>{}</text>\n",
            number(text.x),
            number(text.y),
            number(text.size),
            escaped(&text.text)
        ));
    }

    fn group(&mut self, group: &Group) {
        let label = escaped(&group.label);
        let end = match &group.role {
            Role::Claim { id, mark, actor, lane, days } => {
                let prefix = self.prefix;
                let day = |name: &str, day: &Option<Day>| day.map(|day| format!(" data-{name}=\"{day}\"")).unwrap_or_default();
                self.push(format_args!(
                    "<g id=\"{prefix}{}\" role=\"img\" aria-label=\"{label}\" data-claim=\"{}\" data-act=\"{mark}\" data-actor=\"{}\" data-lane=\"{}\"{}{}><title>{label}</title>\n",
                    escaped(&element_id(id)),
                    escaped(id),
                    escaped(actor),
                    escaped(lane),
                    day("first", &days.0),
                    day("last", &days.1),
                ));
                "</g>\n"
            }
            Role::Event(id) => {
                self.push(format_args!("<g role=\"img\" aria-label=\"{label}\" data-event=\"{}\"><title>{label}</title>\n", escaped(id)));
                "</g>\n"
            }
            Role::Link(word, from, to) => {
                let (from, to) = (escaped(from), escaped(to));
                self.push(format_args!(
                    "<g role=\"img\" aria-label=\"{label}\" data-link=\"{word}\" data-from=\"{from}\" data-to=\"{to}\"><title>{label}</title>\n"
                ));
                "</g>\n"
            }
            Role::Lane(id) => {
                self.push(format_args!("<g role=\"group\" aria-label=\"{label}\" data-head=\"{}\">\n", escaped(id)));
                "</g>\n"
            }
            Role::Source(source, Some(url)) if web_address(url).is_some() => {
                self.push(format_args!("<a href=\"{}\" rel=\"noopener noreferrer\" data-source=\"{source}\">\n", escaped(url)));
                "</a>\n"
            }
            Role::Source(source, _) => {
                self.push(format_args!("<g data-source=\"{source}\">\n"));
                "</g>\n"
            }
            Role::Word(from, to) => {
                self.push(format_args!("<g data-word=\"\" data-from=\"{}\" data-to=\"{}\">\n", escaped(from), escaped(to)));
                "</g>\n"
            }
            Role::Sign(id) => {
                self.push(format_args!("<g role=\"img\" aria-label=\"{label}\" data-sign=\"{}\"><title>{label}</title>\n", escaped(id)));
                "</g>\n"
            }
            Role::Haze(claims) => {
                self.push(format_args!("<g data-haze=\"{}\">\n", escaped(claims)));
                "</g>\n"
            }
            Role::Part(name) if label.is_empty() => {
                self.push(format_args!("<g data-part=\"{name}\">\n"));
                "</g>\n"
            }
            Role::Part(name) => {
                self.push(format_args!("<g role=\"group\" aria-label=\"{label}\" data-part=\"{name}\">\n"));
                "</g>\n"
            }
        };
        self.items(&group.items);
        self.out.push_str(end);
    }
}

fn line(stroke: &Stroke) -> String {
    let dash = match stroke.dash {
        Dash::Solid => String::new(),
        Dash::Dashed => format!(" stroke-dasharray=\"{} {}\"", number(stroke.width * 2.4), number(stroke.width * 2.0)),
        Dash::Dotted => format!(" stroke-dasharray=\"0 {}\" stroke-linecap=\"round\"", number((stroke.width * 2.6).max(3.0))),
    };
    format!(" stroke-width=\"{}\"{dash}", number(stroke.width))
}
