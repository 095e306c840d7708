//! Draws a page of a scene as PNG.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use crate::error::Error;
use crate::measure::Weight;
use crate::scene::{Ink, Scene, Theme};

use super::svg;

/// The most pixels of a picture; a page that would have more is drawn smaller.
const MOST_PIXELS: f64 = 80e6;

/// The bundled fonts and no other: a picture is the same on every machine.
pub fn fonts() -> Arc<fontdb::Database> {
    let mut fonts = fontdb::Database::new();
    for weight in Weight::ALL {
        fonts.load_font_data(weight.bytes().to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
}

/// How SVG is read: with the bundled fonts, and nothing is loaded from anywhere.
pub fn reading(fonts: Arc<fontdb::Database>) -> usvg::Options<'static> {
    usvg::Options {
        fontdb: fonts,
        font_family: "Inter".to_owned(),
        image_href_resolver: usvg::ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) },
        ..usvg::Options::default()
    }
}

/// Draws a page, with so many pixels to each px of the scene.
///
/// # Errors
/// When the page is too large for any picture.
pub fn write(scene: &Scene, page: usize, theme: Theme, scale: f64) -> Result<Vec<u8>, Error> {
    let text = svg::write(scene, page, &svg::Options { coloring: svg::Coloring::Theme(theme), with_fonts: false });
    let tree = usvg::Tree::from_str(&text, &reading(fonts())).map_err(|cause| too_large(&cause.to_string()))?;
    let (width, height) = (scene.pages[page].width, scene.pages[page].height);
    let scale = scale.min((MOST_PIXELS / (width * height)).sqrt());
    let mut pixels = Pixmap::new((width * scale).ceil() as u32, (height * scale).ceil() as u32).ok_or_else(|| too_large("no room"))?;
    // Also where the last row or column is only partly of the page.
    pixels.fill(paper(theme));
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    encode(&pixels).map_err(|cause| too_large(&cause.to_string()))
}

fn paper(theme: Theme) -> Color {
    let digits = u32::from_str_radix(theme.color(Ink::Paper).trim_start_matches('#'), 16).unwrap_or(0xff_ff_ff);
    let [_, red, green, blue] = digits.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

/// The pixels as PNG, without their opacity, which is full everywhere. Text on plain ground is packed best and fastest unfiltered: in half
/// the time of the usual way, and smaller.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let colors: Vec<u8> = pixels.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(2));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colors)?;
    writer.finish()?;
    Ok(out)
}

fn too_large(cause: &str) -> Error {
    Error::Usage(format!(
        "cannot draw the picture as PNG: {cause}\ndraw less of it, with `--demand`, `--from` and `--to`, or draw it as SVG"
    ))
}
