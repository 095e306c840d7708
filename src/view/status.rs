//! What became of a lane at the cut-off.

use crate::date::Day;
use crate::graph::{TimeKey, time_order};
use crate::id::ActorId;
use crate::model::{Claim, Dataset, Form, Statement};
use crate::position::{Shift, Thread, takes_position};

use super::legend::shift_mark;
use super::note::{short_name, when};
use super::select::Shown;
use super::silence::is_silent;
use super::{Mark, Status, Tone};

/// What a side or a speaker holds at the end of a lane.
pub struct Held<'d> {
    /// How it last moved.
    shift: Shift,
    /// By which statement and claim.
    last: (&'d Statement, &'d Claim),
    /// On which demand that was, where the lane has several.
    on: Option<&'d str>,
    /// The statement that introduced it.
    pub introduced: &'d Statement,
    /// Who introduced it, where that was another speaker than the one that the lane is about.
    introduced_by: Option<&'d str>,
    /// The statement that last took it.
    asserted: &'d Statement,
}

impl<'d> Held<'d> {
    /// The position at the end of the one of these threads that was last asserted; none where nobody took one. What has no date counts
    /// only where nothing else does.
    pub fn of_latest<'t>(threads: impl Iterator<Item = &'t Thread<'d>>) -> Option<Self>
    where
        'd: 't,
    {
        let latest = threads.filter_map(Thread::position).max_by_key(|position| rank(position.asserted.statement))?;
        Some(Held {
            shift: latest.last.shift.expect("the last step of a position moved it"),
            last: (latest.last.statement, latest.last.claim),
            on: None,
            introduced: latest.introduced.statement,
            introduced_by: None,
            asserted: latest.asserted.statement,
        })
    }

    /// What a speaker last moved, by all that he said; of several demands in one utterance the broadest. What has no date counts only
    /// where nothing else does.
    pub fn of_speaker(dataset: &'d Dataset, threads: &[Thread<'d>], side: &ActorId, record: &[&Shown<'d>]) -> Option<Self> {
        let on_demands = || record.iter().copied().filter(|one| one.claim.demand.is_some());
        let latest = on_demands().filter(|one| one.shift.is_some()).max_by_key(|one| rank(one.statement))?;
        let breadth = |one: &&Shown<'d>| {
            let demand = one.claim.demand.as_ref().map(|demand| &demand.value);
            (demand.map(|demand| dataset.demand_chain(demand).count()), one.place, &one.claim.id.value)
        };
        let of_latest = on_demands().filter(|one| one.shift.is_some() && one.statement.id == latest.statement.id);
        let last = of_latest.min_by_key(breadth)?;
        let demand = &last.claim.demand.as_ref()?.value;
        let own = threads.iter().find(|thread| thread.principal == side && thread.demand == demand);
        let is_only = on_demands().all(|one| one.claim.demand.as_ref().is_none_or(|other| other.value == *demand));
        let asserted = on_demands().filter(|one| takes_position(one.claim.act.value)).max_by_key(|one| rank(one.statement))?;
        let introduced = own.and_then(Thread::position).map_or(last.statement, |position| position.introduced.statement);
        let is_other = introduced.speaker.value != last.statement.speaker.value;
        Some(Held {
            shift: last.shift?,
            last: (last.statement, last.claim),
            on: (!is_only).then(|| dataset.demands[demand].title.value.as_str()),
            introduced,
            introduced_by: is_other.then(|| short_name(&dataset.actors[&introduced.speaker.value])),
            asserted: asserted.statement,
        })
    }

    /// Sign, word and colour, and the words beside them.
    fn told(&self, cut_off: Option<Day>) -> Status {
        if is_silent(self.asserted.said_on(), cut_off) {
            // Absence of data is not absence of the demand: the words say which.
            let text = format!("last asserted in this set {}", when(self.asserted));
            return Status { sign: "○", word: "dormant", text, tone: Tone::Quiet, silence: None };
        }
        let (sign, tone) = shift_mark(self.shift);
        let (statement, claim) = self.last;
        let mut text = when(statement);
        if claim.best_form().is_none_or(|form| !form.is_quotation()) {
            text += &format!(" (by {}, not in quotation)", claim.best_form().map_or("no evidence", Form::as_str));
        }
        if let Some(demand) = self.on {
            text += &format!(", on ‹{demand}›");
        }
        if self.shift != Shift::Introduced {
            text += &format!("; introduced {}", when(self.introduced));
            text += &self.introduced_by.map(|name| format!(" by {name}")).unwrap_or_default();
        }
        Status { sign, word: self.shift.as_str(), text, tone, silence: None }
    }
}

/// The order in which statements are the last: what has a date, then by time.
fn rank(statement: &Statement) -> (bool, TimeKey) {
    (statement.said_on().is_some(), time_order(statement.said_on()))
}

/// The status of a lane in which these hold what they hold, the one that it is about first; where there are several each is named.
/// `record` is all that was said in the lane.
pub fn of_lane(held: Vec<(&str, Option<Held<'_>>)>, record: &[&Shown<'_>], cut_off: Option<Day>) -> Status {
    let is_one = held.len() < 2;
    let mut told = held.into_iter().filter_map(|(name, held)| held.map(|held| (name, held.told(cut_off), Mark::of(held.last.1))));
    let Some((name, mut status, _)) = told.next() else {
        let last = record.iter().map(|one| one.statement).max_by_key(|statement| rank(statement));
        let text = last.map(|last| format!("last spoken of {}", when(last))).unwrap_or_default();
        return Status { sign: "·", word: "no position taken", text, tone: Tone::Quiet, silence: None };
    };
    if !is_one {
        status.text = format!("{name}: {}", status.text);
    }
    for (name, other, mark) in told {
        status.text += &format!("; {name}, {}: {}, {}", mark.as_str(), other.word, other.text);
    }
    status
}
