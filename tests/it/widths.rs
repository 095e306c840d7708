//! The widths that labels are laid out with, beside those in which Chromium draws them.

use std::process::Command;

use demarche::date::ClaimDate;
use demarche::export::svg;
use demarche::graph::Graph;
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::scene::{self, timeline};
use demarche::tree::Place;
use demarche::view::{self, View};
use serde_json::Value;

use crate::driver::{root, temporary};
use crate::invented::{card, lane, view};
use crate::peers::{chromium, output_of, peers};

fn real() -> View {
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).unwrap()
}

/// Three scripts and what stands between words, in the weights of labels, titles and headlines.
fn invented() -> View {
    let words = [
        "Ουκρανία και Ελλάδα: διαπραγματεύσεις, όχι",
        "Недопущение размещения наступательных вооружений у границ",
        "Ёж, щука и йод: «договорно-правовые» гарантии – 1997",
        "AVATAR, Tyrol & To: fi ffi “quoted” ‘words’ — 1\u{a0}000\u{202f}km",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "Été à Győr, Łódź and Škofja Loka; the naïve façade; Þingvellir",
        "e\u{301}te\u{301} and А\u{301} with marks of their own",
    ];
    let day = ClaimDate::parse("2020-05-01~").unwrap();
    let lanes = words.iter().enumerate().map(|(place, text)| {
        let mut own = lane(&format!("l{place}"), vec![card(&format!("s{place}/c"), Some(&day), "Мара Ёж", text)]);
        own.title = (*text).to_owned();
        own.cards[0].tone = if place % 2 == 0 { view::Tone::Hard } else { view::Tone::Plain };
        own
    });
    let mut made = view(lanes.collect(), Vec::new());
    made.title = words.concat();
    made
}

#[test]
fn texts_are_as_wide_as_chromium_draws_them() {
    let (Some(peers), Some(chromium)) = (peers(), chromium()) else { return };
    let folder = temporary();
    let mut node = Command::new("node");
    node.arg("tests/peers/widths.mjs").arg(peers).arg(chromium);
    let scenes = [real(), invented()].map(|made| timeline(&made, &scene::Options::default()));
    for (place, drawn) in scenes.iter().enumerate() {
        let file = folder.path().join(format!("{place}.svg"));
        let options = svg::Options { coloring: svg::Coloring::Theme(scene::Theme::Light), with_fonts: true };
        std::fs::write(&file, svg::write(drawn, 0, &options)).expect("the file can be written");
        node.arg(file);
    }
    let output = output_of(&mut node, "");
    let measured: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(measured.len(), scenes.len());
    for (texts, drawn) in measured.iter().zip(&scenes) {
        let texts: Vec<(&str, f64, f64)> = texts
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|text| Some((text[0].as_str()?, text[1].as_f64()?, text[2].as_f64()?)))
            .collect();
        let written = drawn.texts(0).iter().filter(|text| text.text.chars().count() > 1).count();
        assert_eq!(texts.len(), written, "each text is measured");
        for (text, ours, theirs) in texts {
            assert!((ours - theirs).abs() <= (ours * 0.005).max(0.5), "`{text}`: {ours} here, {theirs} in Chromium");
        }
    }
}
