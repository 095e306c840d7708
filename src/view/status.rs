//! What became of a lane at the cut-off.

use crate::date::{ClaimDate, Day};
use crate::model::Form;
use crate::position::{DORMANT_DAYS, Position, Shift, takes_position};

use super::legend::shift_mark;
use super::note::when;
use super::select::Shown;
use super::{Status, Tone};

/// The status of a lane with several threads or none: only when it was last spoken of.
pub fn of_claims(shown: &[Shown<'_>], cut_off: Option<Day>) -> Status {
    let last = shown.iter().max_by_key(|one| crate::graph::time_order(one.statement.said_on()));
    let Some(last) = last else {
        return Status { sign: "·", word: "nothing said", text: String::new(), tone: Tone::Quiet, is_silent: true };
    };
    if is_silent(last.statement.said_on(), cut_off) {
        return dormant(when(last.statement));
    }
    let took = takes_position(last.claim.act.value);
    let tone = if took { Tone::Plain } else { Tone::Quiet };
    Status { sign: "·", word: "last spoken of", text: when(last.statement), tone, is_silent: false }
}

/// The status of a thread: the last shift of its position, or its silence.
pub fn of_position(position: Option<&Position<'_, '_>>, cut_off: Option<Day>) -> Status {
    let Some(position) = position else {
        return Status { sign: "·", word: "no position taken", text: String::new(), tone: Tone::Quiet, is_silent: true };
    };
    if is_silent(position.asserted.statement.said_on(), cut_off) {
        return dormant(when(position.asserted.statement));
    }
    let shift = position.last.shift.expect("the last step of a position moved it");
    let (sign, tone) = shift_mark(shift);
    let mut text = when(position.last.statement);
    if position.last.claim.best_form().is_none_or(|form| !form.is_quotation()) {
        text += &format!(" (by {}, not in quotation)", position.last.claim.best_form().map_or("no evidence", Form::as_str));
    }
    if shift != Shift::Introduced {
        text += &format!("; introduced {}", when(position.introduced.statement));
    }
    Status { sign, word: shift.as_str(), text, tone, is_silent: false }
}

fn is_silent(last: Option<&ClaimDate>, cut_off: Option<Day>) -> bool {
    last.and_then(|date| Some(date.core().1?.days_until(cut_off?))).is_some_and(|days| days >= DORMANT_DAYS)
}

/// Absence of data is not absence of the demand: the words say which.
fn dormant(last: String) -> Status {
    Status {
        sign: "○", word: "dormant", text: format!("no later statement in this set since {last}"), tone: Tone::Quiet, is_silent: true
    }
}
