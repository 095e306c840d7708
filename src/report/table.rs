//! Turns threads into the table of positions, and takes from the last time what no change has touched.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::positions::{self, Options};
use super::spoken;
use crate::cache::{Known, Threads};
use crate::error::Error;
use crate::graph::Graph;
use crate::load::Loaded;
use crate::position::{self, Thread};

/// The name under which the table of all positions is kept.
const NAME: &str = "positions";

/// What is said about a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The id of the side.
    side: String,
    /// The id of the demand.
    demand: String,
    /// The columns, with their names; for what was spoken about a single one, without a name.
    columns: Vec<(String, String)>,
    /// The same in JSON, as text.
    json: String,
}

/// The positions on some demands, and what was spoken about without one: each by side and then by demand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The positions.
    pub positions: Vec<Line>,
    /// What was spoken about.
    pub spoken: Vec<Line>,
}

impl Line {
    /// The columns, with their names; for what was spoken about a single one, without a name.
    pub fn columns(&self) -> Vec<(&str, String)> {
        self.columns.iter().map(|(name, text)| (name.as_str(), text.clone())).collect()
    }

    /// The line as JSON.
    pub fn to_json(&self) -> Value {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}

impl Table {
    /// The table of some threads.
    pub fn new(graph: &Graph<'_>, threads: &[Thread<'_>], options: &Options) -> Self {
        let line = |side: &str, demand: &str, columns: Vec<(&str, String)>, json: Value| Line {
            side: side.to_owned(),
            demand: demand.to_owned(),
            columns: columns.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
            json: json.to_string(),
        };
        let positions = positions::rows(graph, threads, options).into_iter();
        let spoken = spoken::spoken(graph, threads, options).into_iter();
        Table {
            positions: positions.map(|row| line(&row.actor.0, &row.demand, row.columns(), row.to_json())).collect(),
            spoken: spoken.map(|one| line(&one.actor.0, &one.demand, vec![("", one.line())], one.to_json())).collect(),
        }
    }

    /// The table of some threads, as far as it is known from the last time; the threads that are no longer as they were then are loaded. None
    /// where everything must be.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn known(known: Known<'_>, asked: &Threads) -> Result<Option<Self>, Error> {
        let (mut table, stale) = Table::kept(&known).unwrap_or_else(|| (Table::default(), asked.clone()));
        let is_stale = asked.meets(&stale);
        let loaded = if is_stale { known.load(&stale)? } else { None };
        if is_stale && loaded.is_none() {
            return Ok(None);
        }
        let newer = loaded.map(|loaded| {
            let graph = Graph::new(&loaded.dataset);
            let mut threads = position::threads(&graph);
            threads.retain(|thread| stale.has(thread.principal.as_str(), thread.demand.as_str()));
            Table::new(&graph, &threads, &Options::default())
        });
        if let Some(newer) = newer {
            table.retain(|line| !stale.has(&line.side, &line.demand));
            table.positions.extend(newer.positions);
            table.spoken.extend(newer.spoken);
        }
        table.retain(|line| asked.has(&line.side, &line.demand));
        for lines in [&mut table.positions, &mut table.spoken] {
            lines.sort_by(|a, b| (&a.side, &a.demand).cmp(&(&b.side, &b.demand)));
        }
        Ok(Some(table))
    }

    fn retain(&mut self, is_kept: impl Fn(&Line) -> bool) {
        self.positions.retain(&is_kept);
        self.spoken.retain(&is_kept);
    }

    /// The table of all threads as it was kept, and the threads of which its lines no longer hold; none where none was kept.
    fn kept(known: &Known<'_>) -> Option<(Table, Threads)> {
        let (positions, spoken, sides, demands) = serde_json::from_slice::<Stored>(&known.answer(NAME)?).ok()?;
        let stale = Threads { sides: Some(sides), demands: Some(demands) }.and(&known.touched());
        let lines = |stored: Vec<StoredLine>| {
            stored.into_iter().map(|(side, demand, columns, json)| Line { side, demand, columns, json }).collect()
        };
        Some((Table { positions: lines(positions), spoken: lines(spoken) }, stale))
    }

    /// Keeps the table of all threads for the next time, with what it was worked out from.
    pub fn keep(self, known: &Known<'_>, loaded: &Loaded) {
        let stale = known.touched();
        let lines =
            |lines: Vec<Line>| lines.into_iter().map(|line| (line.side, line.demand, line.columns, line.json)).collect::<Vec<StoredLine>>();
        let stored: Stored =
            (lines(self.positions), lines(self.spoken), stale.sides.unwrap_or_default(), stale.demands.unwrap_or_default());
        known.keep(NAME, json!(stored).to_string().as_bytes(), loaded);
    }
}

/// A line as it is kept.
type StoredLine = (String, String, Vec<(String, String)>, String);
/// A table as it is kept: positions, what was spoken about, and the sides and demands of which it does not hold.
type Stored = (Vec<StoredLine>, Vec<StoredLine>, BTreeSet<String>, BTreeSet<String>);
