//! Writes a view with its picture as one page: everything in one file, and nothing loaded from anywhere.
//!
//! All that can be read stands in the page itself, and is there without the script too. The script shows and hides; what it needs for
//! that is written as JSON beside it.

mod index;
mod record;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::export::svg::{self, escaped};
use crate::hash;
use crate::scene::{Ink, Scene, Theme};
use crate::view::View;

/// How a page is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'s> {
    /// The picture in sheets for the printer; where it is left out the picture on the screen is printed, as wide as the paper.
    pub sheets: Option<&'s Scene>,
    /// The colours that it opens with; where it is left out those that the reader prefers, and light ones on paper.
    pub theme: Option<Theme>,
}

const SCRIPT: &str = include_str!("page/page.js");
const STYLE: &str = include_str!("page/page.css");

/// Writes a page. The scene shows the view, and was drawn to stand in a page. The text ends with a line feed and is the same for the
/// same input.
pub fn write(view: &View, scene: &Scene, options: &Options<'_>) -> String {
    let style = style(options);
    let mut out = String::with_capacity(1 << 19);
    // The hashes are those of the bytes between the tags, as the browser takes them.
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; font-src data:; img-src 'none'; base-uri 'none'; form-action 'none'",
        source_hash(&style),
        source_hash(SCRIPT)
    );
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"{chosen}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the picture</a>\n<a class=\"skip\" href=\"#table\">Skip to the table</a>\n\
         <header>\n<div><h1>{title}</h1>\n<p>{subtitle}</p></div>\n\
         <button type=\"button\" id=\"theme\" hidden>Dark colours</button>\n</header>\n",
        chosen = options.theme.map(|theme| format!(" data-theme=\"{}\"", name(theme))).unwrap_or_default(),
        title = escaped(&view.title),
        subtitle = escaped(&view.subtitle),
    );
    out += &record::controls(view);
    out += "<main id=\"main\" tabindex=\"-1\">\n<figure>\n";
    let sheets = options.sheets.unwrap_or(scene);
    let class = if options.sheets.is_some() { "canvas screen" } else { "canvas" };
    let _ = writeln!(
        out,
        "<p class=\"help screen\" id=\"help\" hidden>Select a claim for its words and sources. Arrow keys go along a lane and between lanes, \
         <kbd>/</kbd> searches, <kbd>Esc</kbd> closes.</p>\n\
         <div class=\"{class}\" id=\"picture\" role=\"group\" aria-label=\"Picture: the claims in lanes, along time\" tabindex=\"0\">"
    );
    for page in 0..scene.pages.len() {
        out += &svg::inline(scene, page, "");
    }
    out += "</div>\n";
    if options.sheets.is_some() {
        out += "<div class=\"sheets\">\n";
        for page in 0..sheets.pages.len() {
            out += &svg::inline(sheets, page, "print-");
        }
        out += "</div>\n";
    }
    out += "</figure>\n";
    out += &record::table(view);
    out += &record::remarks(view);
    out += "</main>\n";
    out += &record::details(view);
    let _ = write!(
        out,
        "<footer><p>{}</p></footer>\n<script type=\"application/json\" id=\"data\">{}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escaped(&view.colophon),
        index::write(view, scene),
    );
    out
}

/// The source of a style or script, as a content security policy names it.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(hash::sha256(text.as_bytes())))
}

/// What a theme is called in the page.
fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Print => "print",
    }
}

/// Fonts, colours and rules. Paper is light whatever the screen is, and grey only where that was asked for.
fn style(options: &Options<'_>) -> String {
    let colors = |theme: Theme| Ink::ALL.map(|ink| format!("--{}:{}", ink.name(), theme.color(ink))).join(";");
    let [light, dark, print] = [Theme::Light, Theme::Dark, Theme::Print].map(colors);
    let is_wide = options.sheets.and_then(|sheets| sheets.pages.first()).is_some_and(|page| page.width > page.height);
    let mut style = svg::font_faces();
    let _ = write!(
        style,
        "\n:root,:root[data-theme=light]{{color-scheme:light;{light}}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-theme]){{color-scheme:dark;{dark}}}}}\n\
         :root[data-theme=dark]{{color-scheme:dark;{dark}}}\n:root[data-theme=print]{{color-scheme:light;{print}}}\n\
         @media print{{:root:root:root{{color-scheme:light;{}}}}}\n@page{{size:A4{}}}\n.f-none{{fill:none}}\n",
        if options.theme == Some(Theme::Print) { &print } else { &light },
        if is_wide { " landscape" } else { "" },
    );
    for ink in Ink::ALL {
        let name = ink.name();
        let _ = writeln!(style, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    style + STYLE
}
