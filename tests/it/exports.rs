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
    let answers = read_by_mermaid(&peers, &texts);
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

/// What mermaid makes of texts.
fn read_by_mermaid(peers: &Path, texts: &[String]) -> Vec<Value> {
    let input: String = texts.iter().map(|text| serde_json::to_string(text).unwrap() + "\n").collect();
    let answers = output_of(Command::new("node").arg("tests/peers/mermaid.mjs").arg(peers), &input);
    answers.lines().map(|line| serde_json::from_str(line).expect("it prints JSON")).collect()
}

/// The diagram without the words in it.
fn shape(answer: &Value) -> Value {
    let mut shape = answer.clone();
    for part in ["title", "description"] {
        shape[part] = Value::Null;
    }
    for (list, keys) in [("nodes", &["lines"][..]), ("edges", &["word"]), ("groups", &["lines"])] {
        for entry in shape[list].as_array_mut().expect("it is a list") {
            keys.iter().for_each(|key| entry[key] = Value::Null);
        }
    }
    shape
}

#[test]
fn no_payload_changes_the_shape_of_a_mermaid_diagram() {
    let Some(peers) = peers() else { return };
    let base = crate::dot::view(&Place::at(&small()).unwrap());
    let payloads = crate::dot::payloads("mermaid");
    assert!(payloads.len() > 5);
    let with = |set: fn(&mut View, &str), text: &str| {
        let mut view = base.clone();
        set(&mut view, text);
        mermaid::write(&view)
    };
    for (field, set) in crate::dot::FIELDS {
        let mut texts = vec![with(set, "plain")];
        texts.extend(payloads.iter().map(|payload| with(set, payload)));
        let answers = read_by_mermaid(&peers, &texts);
        for (answer, payload) in answers.iter().skip(1).zip(&payloads) {
            assert_eq!(answer["ok"], true, "{field}: {payload}: {}", answer["error"]);
            assert_eq!(shape(answer), shape(&answers[0]), "{field}: {payload}");
        }
    }
}

#[test]
fn every_view_is_read_back_from_dot_with_its_lanes_and_cards() {
    use graphviz_rust::printer::{DotPrinter, PrinterContext};
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let demand = loaded.dataset.demands.keys().next().unwrap();
    let options = view::Options::default();
    let record = |id: &str| demarche::path::record(&graph, id).unwrap();
    let (from, to) = (record("ryabkov-2021-12-13/guarantees-on-expansion"), record("ryabkov-2025-06/baltics-withdrawal"));
    let found = demarche::path::find(&graph, from, to, &Default::default());
    let views = [
        view::thread(&graph, &proofs, demand, &options),
        view::actors(&graph, &proofs, demand, &options),
        view::around(&graph, &proofs, record("full-scale-invasion"), 2, &options),
        view::path(&graph, &proofs, &found.paths[0], &options).unwrap(),
    ];
    for view in &views {
        let text = dot::write(view);
        let tree = graphviz_rust::parse(&text).expect("graphviz-rust reads it");
        let mut context = PrinterContext::default();
        context.with_semi();
        assert_eq!(graphviz_rust::parse(&tree.print(&mut context)).expect("and what it prints"), tree);
        if !crate::peers::has_graphviz() {
            continue;
        }
        let canon = output_of(Command::new("dot").arg("-Tcanon"), &text);
        for lane in &view.lanes {
            for card in &lane.cards {
                assert!(canon.contains(&format!("id=\"{}\"", card.id)), "{}: {}", view.title, card.id);
            }
        }
        assert_eq!(canon.matches("subgraph cluster_").count(), view.lanes.len() + 1, "{}: a band for each lane, and the heads", view.title);
    }
}

#[test]
fn the_svg_of_the_small_dataset_is_the_one_that_was_looked_at() {
    let drawn = timeline(&evolution(&in_memory(&small())), &scene::Options::default());
    let text = svg::write(&drawn, 0, &svg::Options { with_fonts: false, ..Default::default() });
    insta::with_settings!({prepend_module_to_snapshot => false}, { insta::assert_snapshot!("svg-small", text) });
}

#[test]
#[cfg(unix)]
fn without_graphviz_its_engine_says_what_is_missing() {
    let folder = temporary();
    let file = folder.path().join("x.svg").display().to_string();
    let ended = crate::driver::run_with(root(), &["draw", "--engine", "graphviz", "-o", &file], &[("PATH", "")]);
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("needs the program `dot`") && ended.stderr.contains("install Graphviz"), "{}", ended.stderr);
    assert!(!Path::new(&file).exists());
}
