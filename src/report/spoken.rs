//! Turns the threads in which nobody took a position into what a side spoke about all the same.

use serde_json::{Value, json};

use super::positions::{Options, When};
use crate::graph::Graph;
use crate::position::{Step, Thread};

/// A demand that a side spoke about without taking a position on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The id and the name of the side.
    pub actor: (String, String),
    /// The id of the demand.
    pub demand: String,
    /// The title of the demand.
    pub title: String,
    /// The acts of the claims, each once, in the order of the list of acts.
    pub acts: Vec<&'static str>,
    /// How many claims there are.
    pub claims: usize,
    /// The last of them.
    pub last: When,
}

/// The threads that have claims which were asked for, none of which takes a position: by side, then by demand.
pub fn spoken(graph: &Graph<'_>, threads: &[Thread<'_>], options: &Options) -> Vec<Spoken> {
    let of = |thread: &Thread<'_>| {
        let steps: Vec<&Step<'_>> = thread.steps.iter().filter(|step| options.keeps(step)).collect();
        if steps.iter().any(|step| step.takes_position) {
            return None;
        }
        let mut acts: Vec<_> = steps.iter().map(|step| step.claim.act.value).collect();
        acts.sort();
        acts.dedup();
        Some(Spoken {
            actor: (thread.principal.to_string(), graph.dataset().actors[thread.principal].name.value.clone()),
            demand: thread.demand.to_string(),
            title: graph.dataset().demands[thread.demand].title.value.clone(),
            acts: acts.into_iter().map(|act| act.as_str()).collect(),
            claims: steps.len(),
            last: When::of(steps.last()?),
        })
    };
    threads.iter().filter_map(of).collect()
}

impl Spoken {
    /// One line: `Russia on no-attack-on-ukraine: 4 claims (accuse, assure), last 10 Jan 2022`.
    pub fn line(&self) -> String {
        let claims = super::count(self.claims, "claim", "claims");
        format!("{} on {}: {claims} ({}), last {}", super::visible(&self.actor.1), self.demand, self.acts.join(", "), self.last.signed())
    }

    /// The same as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "actor": {"id": self.actor.0, "name": self.actor.1},
            "demand": self.demand,
            "title": self.title,
            "acts": self.acts,
            "claims": self.claims,
            "last": self.last.to_json(),
        })
    }
}
