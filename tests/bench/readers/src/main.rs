//! Reads the YAML files of a folder with one reader after another, on one thread, and prints how many bytes a second each takes in.
//!
//!     cargo run --release --manifest-path tests/bench/readers/Cargo.toml -- DIR
//!
//! Each file is read five times in a row, and the best time counts: what else the machine does hardly shows. Bare event streams build nothing; the others build a document or a value, and drop it.
//! JSON is the same content, counted in its own bytes.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use demarche::source::FileId;
use demarche::yaml::{self, Limits, Node, Reader, Value};
use libyaml_safer::EventData;
use serde_json::Value as Json;

const ROUNDS: usize = 5;

fn main() {
    let folder = std::env::args().nth(1).expect("the folder is named");
    let mut texts = Vec::new();
    collect(Path::new(&folder), &mut texts);
    let mut full = Limits::default();
    full.reader = Reader::Full;
    let fast = Limits::default();
    let plain = texts.iter().filter(|text| yaml::is_plain(text, &fast)).count();
    println!("{} files, {} of them plain, {} bytes\n", texts.len(), plain, texts.iter().map(String::len).sum::<usize>());
    println!("| reader | builds | MB/s |\n|---|---|---:|");
    let document = |text: &str, limits: &Limits| yaml::parse(FileId::new(0), "a.yaml", text, limits).value.is_some();
    measure("demarche, fast reader", "a document with places", &texts, |text| document(text, &fast));
    measure("demarche, full parser", "a document with places", &texts, |text| document(text, &full));
    measure("granit-parser", "nothing", &texts, |text| granit_parser::Parser::new_from_str(text).all(|event| black_box(event).is_ok()));
    measure("saphyr-parser", "nothing", &texts, |text| saphyr_parser::Parser::new_from_str(text).all(|event| black_box(event).is_ok()));
    measure("libyaml-safer", "nothing", &texts, |text| {
        let mut parser = libyaml_safer::Parser::new();
        let mut bytes = text.as_bytes();
        parser.set_input_string(&mut bytes);
        loop {
            match parser.parse() {
                Ok(event) if matches!(event.data, EventData::StreamEnd) => return true,
                Ok(event) => drop(black_box(event)),
                Err(_) => return false,
            }
        }
    });
    measure("serde_yaml", "its own value", &texts, |text| serde_yaml::from_str::<serde_yaml::Value>(text).is_ok());
    measure("serde-saphyr", "a JSON value", &texts, |text| serde_saphyr::from_str::<Json>(text).is_ok());
    let json: Vec<String> = texts.iter().map(|text| to_json(text)).collect();
    measure("serde_json, on JSON", "a JSON value", &json, |text| serde_json::from_str::<Json>(text).is_ok());
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            texts.push(fs::read_to_string(&path).expect("the file is UTF-8"));
        }
    }
}

fn measure(name: &str, builds: &str, texts: &[String], reads: impl Fn(&str) -> bool) {
    let mut all = Duration::ZERO;
    for text in texts {
        let mut best = Duration::MAX;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            assert!(reads(text), "{name} refuses a file");
            best = best.min(start.elapsed());
        }
        all += best;
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("| {name} | {builds} | {:.0} |", bytes as f64 / all.as_secs_f64() / 1e6);
}

fn to_json(text: &str) -> String {
    fn value(node: &Node<'_>) -> Json {
        match &node.value {
            Value::Scalar(scalar) => Json::String(scalar.text.to_string()),
            Value::Sequence(items) => items.iter().map(value).collect(),
            Value::Mapping(entries) => entries.iter().map(|entry| (entry.key.to_string(), value(&entry.value))).collect(),
        }
    }
    let document = yaml::parse(FileId::new(0), "a.yaml", text, &Limits::default()).value.expect("the file is YAML");
    document.root.as_ref().map_or(Json::Null, value).to_string()
}
