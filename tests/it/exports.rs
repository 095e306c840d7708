//! What every format of a picture must keep to: the same bytes for the same data, a picture that is not blank, words that can be read.

use std::path::Path;
use std::process::Command;

use demarche::export::{dot, mermaid, page, svg};
use demarche::graph::Graph;
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::scene::{self, timeline};
use demarche::tree::Place;
use demarche::view::{self, View};
use serde_json::Value;

use crate::driver::{in_memory, root, run, small, temporary};
use crate::laws::shuffled;
use crate::peers::{output_of, peers};

fn evolution(place: &Place) -> View {
    let loaded = load(place, &Default::default()).expect("memory can be read");
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).expect("the manifest names a focus")
}

/// A view in every format, by its ending.
fn written(view: &View) -> Vec<(&'static str, Vec<u8>)> {
    let drawn = timeline(view, &scene::Options::default());
    let mut files = vec![
        ("svg", svg::write(&drawn, 0, &svg::Options::default()).into_bytes()),
        ("dot", dot::write(view).into_bytes()),
        ("mmd", mermaid::write(view).into_bytes()),
        ("html", page::write(view, &drawn, &page::Options::default()).into_bytes()),
    ];
    #[cfg(feature = "render")]
    {
        files.push(("png", demarche::export::png::write(&drawn, 0, scene::Theme::Light, 1.0).expect("it can be drawn")));
        files.push(("pdf", demarche::export::pdf::write(&drawn, scene::Theme::Light).expect("it can be drawn")));
    }
    files
}

#[test]
fn every_format_is_the_same_whatever_the_order_of_files_keys_and_records() {
    for data in [root().join("data"), small()] {
        let place = in_memory(&data);
        let first = written(&evolution(&place));
        for seed in [1, 7] {
            let again = written(&evolution(&shuffled(&place, seed)));
            for ((ending, a), (_, b)) in first.iter().zip(&again) {
                assert!(a == b, "{}: the .{ending} differs", data.display());
            }
        }
    }
}

#[test]
#[cfg(feature = "render")]
fn draw_writes_six_files_and_none_of_them_is_blank() {
    let folder = temporary();
    let files = ["svg", "png", "pdf", "html", "dot", "mmd"].map(|ending| folder.path().join(format!("demands.{ending}")));
    let mut arguments = vec!["draw".to_owned()];
    files.iter().for_each(|file| arguments.extend(["-o".to_owned(), file.display().to_string()]));
    run(root(), &arguments.iter().map(String::as_str).collect::<Vec<_>>()).expect(0);
    for file in &files {
        assert!(std::fs::metadata(file).expect("it is there").len() > 5000, "{}", file.display());
    }
    let picture = resvg::tiny_skia::Pixmap::decode_png(&std::fs::read(&files[1]).unwrap()).expect("it is a PNG");
    assert_eq!(picture.width(), 3200);
    let inked = picture.pixels().iter().filter(|pixel| pixel.red() < 200).count() as f64 / picture.pixels().len() as f64;
    assert!((0.005..0.5).contains(&inked), "{inked}");
    let again = temporary().path().join("again.png");
    std::fs::create_dir_all(again.parent().unwrap()).unwrap();
    run(root(), &["draw", "-o", &again.display().to_string()]).expect(0);
    assert!(std::fs::read(&again).unwrap() == std::fs::read(&files[1]).unwrap(), "the bytes are the same from run to run");
}

#[test]
#[cfg(feature = "render")]
fn a_pdf_has_text_that_can_be_selected_and_words_for_what_is_drawn() {
    let folder = temporary();
    let file = folder.path().join("demands.pdf");
    run(root(), &["draw", "-o", &file.display().to_string()]).expect(0);
    let bytes = std::fs::read(&file).unwrap();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(has(b"/MarkInfo") && has(b"/StructTreeRoot") && has(b"/Lang"), "it is tagged");
    assert!(has(b"/ToUnicode"), "its glyphs say what they stand for");
    assert!(has(b"/Alt"), "what is drawn has words");
    if !Path::new("/usr/bin/pdftotext").exists() {
        return;
    }
    let text = output_of(Command::new("pdftotext").arg(&file).arg("-"), "");
    for words in ["What Moscow has asked of NATO, Washington and Kyiv", "No settlement until NATO", "relaying RIA Novosti", "hardened"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn mermaid_reads_every_view_and_stays_within_its_limits() {
    let Some(peers) = peers() else { return };
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let demand = loaded.dataset.demands.keys().next().unwrap();
    let options = view::Options::default();
    let views = [
        view::evolution(&graph, &proofs, &options).unwrap(),
        view::thread(&graph, &proofs, demand, &options),
        view::actors(&graph, &proofs, demand, &options),
    ];
    let day = demarche::date::ClaimDate::parse("2020-05-01").unwrap();
    let many = |count: usize| {
        let card = |place: usize| {
            crate::invented::card(&format!("s{place}/c"), Some(&day), "Mara", "\"]; click n1 javascript:alert(1) %% #quot;<b>")
        };
        crate::invented::view(vec![crate::invented::lane("a", (0..count).map(card).collect())], Vec::new())
    };
    let texts: Vec<String> = views.iter().chain([&many(300), &many(3000)]).map(mermaid::write).collect();
    let input: String = texts.iter().map(|text| serde_json::to_string(text).unwrap() + "\n").collect();
    let answers = output_of(Command::new("node").arg("tests/peers/mermaid.mjs").arg(&peers), &input);
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).expect("it prints JSON")).collect();
    assert_eq!(answers.len(), texts.len());
    for (text, answer) in texts.iter().zip(&answers) {
        assert_eq!(answer["ok"], true, "{}", answer["error"]);
        assert!(text.chars().count() <= 45_000 && answer["edges"].as_array().unwrap().len() <= 450);
        assert!(answer["nodes"].as_array().unwrap().iter().all(|node| node["acts"] == false), "no node does anything");
    }
    let nodes = answers[0]["nodes"].as_array().unwrap();
    let of = |view: &View| view.lanes.iter().map(|lane| lane.cards.len()).sum::<usize>();
    assert!(nodes.len() >= of(&views[0]), "every claim of the real data is a node: {}", nodes.len());
    assert_eq!(answers[0]["title"], views[0].title.as_str());
}
