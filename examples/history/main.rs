//! Builds the history that the README shows: `cargo run --example history -- FOLDER`.

#[path = "mod.rs"]
mod history;

use std::path::Path;

fn main() {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: cargo run --example history -- FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    if folder.exists() {
        eprintln!("`{}` is there already; name a new folder", folder.display());
        std::process::exit(2);
    }
    history::build(Path::new(env!("CARGO_MANIFEST_DIR")), folder);
    for (_, tag, date, message) in history::revisions::REVISIONS {
        println!("{tag:<10} {}  {message}", &date[..10]);
    }
    println!("{:<10} 2025-07-05  by a stranger, on a branch that is not checked out", history::HOSTILE);
    println!("\ncd {}\ndemarche diff quotation~..quotation\ndemarche diff main...{}", folder.display(), history::HOSTILE);
}
