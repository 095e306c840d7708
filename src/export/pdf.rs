//! Draws a scene as PDF: text that can be selected, and tags with words for what is drawn.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, Tag, TagGroup, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::error::Error;
use crate::measure::{Weight, glyphs};
use crate::scene::{Anchor, Area, Dash, Group, Ink, Item, Path, Role, Scene, Segment, Stroke, Text, Theme};

/// Points to a px of the scene.
const POINTS: f32 = 0.75;

/// Draws all pages.
///
/// # Errors
/// When a page is too large for PDF.
pub fn write(scene: &Scene, theme: Theme) -> Result<Vec<u8>, Error> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let settings =
        SerializeSettings { configuration: configuration.map_err(|cause| refused(&format!("{cause:?}")))?, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let fonts = Weight::ALL.map(|weight| Font::new(weight.bytes().to_vec().into(), 0).expect("the bundled font is a font"));
    let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
    for (place, record) in scene.pages.iter().enumerate() {
        let (width, height) = (record.width as f32 * POINTS, record.height as f32 * POINTS);
        let settings = PageSettings::from_wh(width, height).ok_or_else(|| refused("a page without any extent"))?;
        let mut page = document.start_page_with(settings);
        let mut links = Vec::new();
        let mut whole = TagGroup::new(Tag::Section);
        let mut surface = page.surface();
        surface.push_transform(&krilla::geom::Transform::from_scale(POINTS, POINTS));
        let mut painter = Painter { surface: &mut surface, theme, fonts: &fonts, links: &mut links };
        let paper = Area { x: 0.0, y: 0.0, width: record.width, height: record.height };
        painter.artifact(|painter| painter.area(&paper, Ink::Paper));
        painter.top(&record.items, &mut whole, place == 0);
        surface.pop();
        surface.finish();
        for (area, url, label) in links {
            let rect =
                Rect::from_xywh(area.x as f32 * POINTS, area.y as f32 * POINTS, area.width as f32 * POINTS, area.height as f32 * POINTS);
            let Some(rect) = rect else { continue };
            let target = Target::Action(Action::Link(LinkAction::new(url)));
            let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(label));
            let id = page.add_tagged_annotation(annotation);
            let mut link = TagGroup::new(Tag::Link);
            link.push(id);
            whole.push(link);
        }
        page.finish();
        tree.push(Node::Group(whole));
    }
    document.set_tag_tree(tree);
    document.set_metadata(
        Metadata::new()
            .title(scene.title.clone())
            .description(scene.description.clone())
            .language("en".to_owned())
            .creator("demarche".to_owned()),
    );
    let outline = krilla::outline::Outline::new();
    document.set_outline(outline);
    document.finish().map_err(|cause| refused(&format!("{cause:?}")))
}

fn refused(cause: &str) -> Error {
    Error::Usage(format!(
        "cannot draw the picture as PDF: {cause}\ndraw less of it, with `--demand`, `--from` and `--to`, or draw it as SVG"
    ))
}

struct Painter<'a, 's> {
    surface: &'a mut Surface<'s>,
    theme: Theme,
    fonts: &'a [Font; 3],
    /// Where links to sources stand, where they lead, and what they say.
    links: &'a mut Vec<(Area, String, String)>,
}

impl Painter<'_, '_> {
    /// Draws what is for the eye only.
    fn artifact(&mut self, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        draw(self);
        self.surface.end_tagged();
    }

    /// Draws the items of a page, and notes in the tree what each of them says.
    fn top(&mut self, items: &[Item], tree: &mut TagGroup, is_first_page: bool) {
        let mut is_title = is_first_page;
        for item in items {
            match item {
                Item::Text(text) => {
                    let id = self.surface.start_tagged(ContentTag::Other);
                    self.text(text);
                    self.surface.end_tagged();
                    let mut group = if std::mem::take(&mut is_title) {
                        TagGroup::new(Tag::Hn(std::num::NonZeroU16::MIN, Some(text.text.clone())))
                    } else {
                        TagGroup::new(Tag::P)
                    };
                    group.push(id);
                    tree.push(Node::Group(group));
                }
                Item::Group(Group { role: Role::Lane(_) | Role::Source(..) | Role::Word(..) | Role::Part(_), items, .. })
                    if items.iter().any(is_text) =>
                {
                    self.lines(items, tree);
                    if let Item::Group(Group { role: Role::Source(_, Some(url)), label, .. }) = item {
                        let area = items.iter().find_map(|item| if let Item::Text(text) = item { Some(text.area()) } else { None });
                        self.links.extend(area.map(|area| (area, url.clone(), label.clone())));
                    }
                }
                Item::Group(group) if group.items.is_empty() => {}
                Item::Group(Group { role: Role::Haze(_), items, .. }) => self.artifact(|painter| painter.items(items)),
                Item::Group(group) => {
                    let id = self.surface.start_tagged(ContentTag::Other);
                    self.items(&group.items);
                    self.surface.end_tagged();
                    let mut figure = TagGroup::new(Tag::Figure(Some(group.label.clone())));
                    figure.push(id);
                    tree.push(Node::Group(figure));
                }
                Item::Box(..) | Item::Path(_) => self.artifact(|painter| painter.items(std::slice::from_ref(item))),
            }
        }
    }

    /// Draws a group whose texts are read one by one.
    fn lines(&mut self, items: &[Item], tree: &mut TagGroup) {
        for item in items {
            match item {
                Item::Text(text) => {
                    let id = self.surface.start_tagged(ContentTag::Other);
                    self.text(text);
                    self.surface.end_tagged();
                    let mut group = TagGroup::new(Tag::P);
                    group.push(id);
                    tree.push(Node::Group(group));
                }
                Item::Group(group) => self.lines(&group.items, tree),
                other => self.artifact(|painter| painter.items(std::slice::from_ref(other))),
            }
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Box(area, ink) => self.area(area, *ink),
                Item::Path(path) => self.path(path),
                Item::Text(text) => self.text(text),
                Item::Group(group) => self.items(&group.items),
            }
        }
    }

    fn color(&self, ink: Ink) -> rgb::Color {
        let text = self.theme.color(ink);
        let part = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("a colour is written as #rrggbb");
        rgb::Color::new(part(1), part(3), part(5))
    }

    fn fill(&self, ink: Ink) -> Fill {
        Fill { paint: self.color(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }

    fn area(&mut self, area: &Area, ink: Ink) {
        let Some(rect) = Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) else { return };
        let mut builder = PathBuilder::new();
        builder.push_rect(rect);
        self.draw(builder, Some(ink), None);
    }

    fn path(&mut self, path: &Path) {
        let mut builder = PathBuilder::new();
        for segment in &path.segments {
            match *segment {
                Segment::Move(x, y) => builder.move_to(x as f32, y as f32),
                Segment::Line(x, y) => builder.line_to(x as f32, y as f32),
                Segment::Curve(a, b, c, d, x, y) => builder.cubic_to(a as f32, b as f32, c as f32, d as f32, x as f32, y as f32),
                Segment::Close => builder.close(),
            }
        }
        self.draw(builder, path.fill, path.stroke);
    }

    fn draw(&mut self, builder: PathBuilder, fill: Option<Ink>, stroke: Option<Stroke>) {
        let Some(path) = builder.finish() else { return };
        self.surface.set_fill(fill.map(|ink| self.fill(ink)));
        self.surface.set_stroke(stroke.map(|stroke| self.pen(&stroke)));
        self.surface.draw_path(&path);
    }

    fn pen(&self, stroke: &Stroke) -> Pen {
        let width = stroke.width as f32;
        let (array, line_cap) = match stroke.dash {
            Dash::Solid => (Vec::new(), LineCap::Butt),
            Dash::Dashed => (vec![width * 2.4, width * 2.0], LineCap::Butt),
            Dash::Dotted => (vec![0.0, (width * 2.6).max(3.0)], LineCap::Round),
        };
        Pen {
            paint: self.color(stroke.ink).into(),
            width,
            miter_limit: 4.0,
            line_cap,
            line_join: LineJoin::Miter,
            opacity: NormalizedF32::ONE,
            dash: (!array.is_empty()).then_some(StrokeDash { array, offset: 0.0 }),
        }
    }

    fn text(&mut self, text: &Text) {
        let x = match text.anchor {
            Anchor::Start => text.x,
            Anchor::Middle => text.x - text.width / 2.0,
            Anchor::End => text.x - text.width,
        };
        let shaped = glyphs(&text.text, text.weight);
        let mut ends: Vec<usize> = shaped.iter().map(|glyph| glyph.byte).collect();
        ends.push(text.text.len());
        ends.sort_unstable();
        let end = |byte: usize| ends[ends.partition_point(|end| *end <= byte).min(ends.len() - 1)];
        let glyph = |glyph: &crate::measure::Glyph| {
            let (right, up) = glyph.offset;
            let range = glyph.byte..end(glyph.byte).max(glyph.byte);
            KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance as f32, right as f32, up as f32, 0.0, range, None)
        };
        let drawn: Vec<KrillaGlyph> = shaped.iter().map(glyph).collect();
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(self.fill(text.ink)));
        let font = self.fonts[Weight::ALL.iter().position(|weight| *weight == text.weight).expect("it is one of all")].clone();
        self.surface.draw_glyphs(Point::from_xy(x as f32, text.y as f32), &drawn, font, &text.text, text.size as f32, false);
    }
}

fn is_text(item: &Item) -> bool {
    matches!(item, Item::Text(_))
}
