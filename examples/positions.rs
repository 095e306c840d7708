//! Says what a side wanted by a day: on each demand the last word that had certainly been said, and on what it rests.
//!
//! ```console
//! $ cargo run --example positions -- russia 2022-01-31
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use demarche::date::Day;
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::load::{Limits, load};
use demarche::position;
use demarche::report::positions::{Options, rows};
use demarche::tree::Place;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let actor = arguments.next().unwrap_or_else(|| "russia".to_owned());
    let day = arguments.next().unwrap_or_else(|| "2022-01-31".to_owned());
    print!("{}", held_by(Path::new("data"), &actor, &day)?);
    Ok(())
}

/// A line for each demand on which a side had taken a position by the end of a day.
pub fn held_by(folder: &Path, actor: &str, day: &str) -> Result<String, Error> {
    let day = Day::parse(day).map_err(|error| Error::Usage(format!("`{day}`: {}", error.message())))?;
    // Today and "as of" come in from outside: the library asks no clock.
    let then = load(&Place::at(folder)?, &Limits::default())?.dataset.as_of(day);
    let graph = Graph::new(&then);
    let threads = position::threads(&graph);
    let mut out = String::new();
    let asked = Options { as_of: Some(day), ..Options::default() };
    for row in rows(&graph, &threads, &asked).into_iter().filter(|row| row.actor.0 == actor) {
        // The columns carry the signs of what is uncertain.
        let shown: BTreeMap<&str, String> = row.columns().into_iter().collect();
        let caution = if row.caution.is_empty() { String::new() } else { format!(" ({})", row.caution) };
        let _ = writeln!(out, "{}: {} {} {}{caution}", shown["demand"], shown["shift"], shown["last asserted"], shown["claim"]);
    }
    Ok(out)
}
