//! Turns the claims of a thread into shifts, and the shifts into a position.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::date::Certainty;
use crate::graph::{Graph, LinkKind, Node, NodeIndex, ThreadClaims};
use crate::id::{ActorId, ClaimId, DemandId};
use crate::model::{Act, Claim, Dataset, Firmness, Form, LinkWord, Statement, Target};

/// The silence, in days, after which a demand that is voiced again counts as revived: a year.
pub const DORMANT_DAYS: i64 = 365;

/// How a claim moved the position of its principal on a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shift {
    /// The first claim of the thread.
    Introduced,
    /// Said again, as firmly.
    Reiterated,
    /// Said more narrowly.
    Specified,
    /// More was asked for.
    Broadened,
    /// Said more firmly.
    Hardened,
    /// Said less firmly.
    Softened,
    /// Put in the place of the earlier one.
    Replaced,
    /// Taken back.
    Withdrawn,
    /// Said again after a silence of at least [`DORMANT_DAYS`].
    Revived,
}

impl Shift {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Shift::Introduced => "introduced",
            Shift::Reiterated => "reiterated",
            Shift::Specified => "specified",
            Shift::Broadened => "broadened",
            Shift::Hardened => "hardened",
            Shift::Softened => "softened",
            Shift::Replaced => "replaced",
            Shift::Withdrawn => "withdrawn",
            Shift::Revived => "revived",
        }
    }

    /// The shift that an authored link names.
    pub fn of_link(word: LinkWord) -> Option<Shift> {
        Some(match word {
            LinkWord::Reiterates => Shift::Reiterated,
            LinkWord::Specifies => Shift::Specified,
            LinkWord::Broadens => Shift::Broadened,
            LinkWord::Hardens => Shift::Hardened,
            LinkWord::Softens => Shift::Softened,
            LinkWord::Replaces => Shift::Replaced,
            LinkWord::Withdraws => Shift::Withdrawn,
            _ => return None,
        })
    }
}

/// Why a step is the shift that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason<'d> {
    /// A curator linked it to this claim.
    Authored(&'d ClaimId),
    /// It follows from act and firmness, compared with this claim.
    Derived(&'d ClaimId),
    /// Nothing came before it.
    First,
}

/// The acts that take a position on a demand; the others only speak about it.
pub fn takes_position(act: Act) -> bool {
    matches!(act, Act::Appeal | Act::Demand | Act::Offer | Act::Threaten | Act::Reject | Act::Concede)
}

/// One claim of a thread.
#[derive(Clone, Debug)]
pub struct Step<'d> {
    /// The statement that the claim is part of.
    pub statement: &'d Statement,
    /// The claim.
    pub claim: &'d Claim,
    /// How it moved the position; none where it only speaks about the demand, or where the same utterance has moved it already.
    pub shift: Option<Shift>,
    /// Why.
    pub reason: Reason<'d>,
    /// What act and firmness alone say of it, compared with the last claim that took the position before; none where the two cannot be
    /// compared, or it takes none.
    pub by_firmness: Option<Shift>,
    /// Whether it takes a position on the demand; else it only speaks about it.
    pub takes_position: bool,
    /// Whether it certainly comes after the utterance before it.
    pub order: Certainty,
    /// Whether it certainly comes after the claim that its shift goes by: the one that a curator linked it to, else one of the utterance
    /// before it. Certain where it goes by none; [`Thread::order_of`] knows of the first of a thread whether it is.
    pub shift_order: Certainty,
    /// The least and the greatest number of days since the utterance before it.
    pub gap: Gap,
}

/// The least and the greatest number of days between two dates, none where it has no bound; none where one of them has no date.
type Gap = Option<(Option<i64>, Option<i64>)>;

impl Step<'_> {
    /// What act and firmness alone say, where a curator's link says otherwise.
    ///
    /// A link that names another sort of change (`specifies`, say) is at odds with a firmness that moved, not with one that stayed.
    pub fn overridden(&self) -> Option<Shift> {
        let (Some(shift), Reason::Authored(_), Some(derived)) = (self.shift, &self.reason, self.by_firmness) else { return None };
        // A silence in between makes no difference to how firmly it was said.
        let derived = if derived == Shift::Revived { Shift::Reiterated } else { derived };
        let names_firmness = matches!(shift, Shift::Hardened | Shift::Softened | Shift::Reiterated);
        (shift != derived && (names_firmness || derived != Shift::Reiterated)).then_some(derived)
    }
}

/// The claims of one principal on one demand as steps.
#[derive(Clone, Debug)]
pub struct Thread<'d> {
    /// Whose claims.
    pub principal: &'d ActorId,
    /// On what.
    pub demand: &'d DemandId,
    /// The steps, in time order; within an utterance quotations come first, then the firmer claim, then the id.
    pub steps: Vec<Step<'d>>,
    /// The firmest word of all that take a position, and of those that are quoted.
    firmest: [Option<Firmness>; 2],
}

impl<'d> Thread<'d> {
    /// Works out the steps of a thread.
    pub fn new(dataset: &'d Dataset, thread: &ThreadClaims<'d>) -> Self {
        let claims = thread.claims.iter().map(|(statement, claim)| Placed::new(statement, claim, None)).collect();
        Self::of_claims(thread, claims, |Placed { statement, claim, .. }| {
            let named = claim.links.iter().filter_map(|link| match &link.to.value {
                Target::Claim(target) => Some((link.kind.value, target, dataset.claim(target.as_str())?.0)),
                Target::Event(_) => None,
            });
            authored(statement, named)
        })
    }

    /// The same for a thread of a graph, which knows where each link leads.
    fn in_graph(graph: &Graph<'d>, thread: &ThreadClaims<'d>) -> Self {
        let claims = thread.claims.iter().zip(&thread.nodes);
        let claims = claims.map(|((statement, claim), node)| Placed::new(statement, claim, Some(*node))).collect();
        Self::of_claims(thread, claims, |Placed { statement, node, .. }| {
            let links = node.map_or(&[][..], |node| graph.links_from(node)).iter();
            let named = links.filter_map(|edge| match (edge.kind, &edge.link?.to.value, graph.node(edge.node)) {
                (LinkKind::Authored(word), Target::Claim(target), Node::Claim(other, _)) => Some((word, target, other)),
                _ => None,
            });
            authored(statement, named)
        })
    }

    fn of_claims(thread: &ThreadClaims<'d>, mut claims: Vec<Placed<'d>>, authored: impl Fn(&Placed<'d>) -> Option<Linked<'d>>) -> Self {
        // The claims of a graph come in the order of time: mostly those of one statement alone are to be put in order.
        claims.chunk_by_mut(|a, b| std::ptr::eq(a.statement, b.statement)).for_each(|of_one| of_one.sort_by_key(|placed| placed.rank));
        if !claims.is_sorted_by(|a, b| a.cmp(b) != Ordering::Greater) {
            claims.sort_by(Placed::cmp);
        }
        let mut steps: Vec<Step<'d>> = Vec::with_capacity(claims.len());
        let mut firmest = [None; 2];
        // The last claim that took the position before the present utterance, and whether the present one has moved it already.
        let mut position: Option<(&Statement, &Claim)> = None;
        let mut moved: Option<(&Statement, &Claim)> = None;
        // What lies between the utterance of that claim and the present one.
        let mut between: Option<(&Statement, Certainty, Gap)> = None;
        for placed in &claims {
            let Placed { statement, claim, .. } = *placed;
            if let Some((earlier, _)) = moved
                && !std::ptr::eq(earlier, statement)
            {
                position = moved.take();
            }
            let takes = placed.takes_position();
            let mut step = Step {
                statement,
                claim,
                shift: None,
                reason: Reason::First,
                by_firmness: None,
                order: Certainty::Certain,
                shift_order: Certainty::Certain,
                gap: None,
                takes_position: takes,
            };
            if let Some((earlier, before)) = position {
                if between.is_none_or(|(of, ..)| !std::ptr::eq(of, statement)) {
                    let gap = earlier.said_on().zip(statement.said_on()).map(|(a, b)| a.gap_days(b));
                    between = Some((statement, order(earlier, statement), gap));
                }
                (step.order, step.gap) = between.map_or((step.order, None), |(_, order, gap)| (order, gap));
                step.reason = Reason::Derived(&before.id.value);
                if takes {
                    let is_comparable = (before.firmness.is_some() && claim.firmness.is_some()) || claim.act.value == Act::Concede;
                    step.by_firmness = is_comparable.then(|| derived(before, claim, step.gap));
                }
            }
            let authored = if takes { authored(placed) } else { None };
            if takes && (moved.is_none() || authored.is_some()) {
                (step.shift, step.reason, step.shift_order) = match (authored, position) {
                    (Some(Linked { shift, target, earlier }), _) => (Some(shift), Reason::Authored(target), order(earlier, statement)),
                    (None, None) => (Some(Shift::Introduced), Reason::First, Certainty::Certain),
                    (None, Some((_, before))) => (Some(derived(before, claim, step.gap)), Reason::Derived(&before.id.value), step.order),
                };
                moved = moved.or(Some((statement, claim)));
            }
            if takes {
                let firmness = claim.firmness.as_ref().map(|word| word.value);
                firmest[0] = firmest[0].max(firmness);
                firmest[1] = if placed.is_quoted() { firmest[1].max(firmness) } else { firmest[1] };
            }
            steps.push(step);
        }
        Thread { principal: thread.principal, demand: thread.demand, steps, firmest }
    }

    /// The thread with some of its steps alone, each of them the shift that it is in the whole thread.
    pub fn kept(&self, mut keeps: impl FnMut(&Step<'d>) -> bool) -> Self {
        let steps: Vec<Step<'d>> = self.steps.iter().filter(|step| keeps(step)).cloned().collect();
        let firmest = |counts: fn(&Step<'d>) -> bool| {
            let taking = steps.iter().filter(|step| step.takes_position && counts(step));
            taking.filter_map(|step| step.claim.firmness.as_ref().map(|word| word.value)).max()
        };
        let firmest = [firmest(|_| true), firmest(|step| step.claim.best_form().is_some_and(Form::is_quotation))];
        Thread { principal: self.principal, demand: self.demand, steps, firmest }
    }

    /// How the utterance that a step is part of moved the position, and whether it certainly came after what that goes by: of the first
    /// that nothing came before it. None where it took none.
    pub fn moved_by(&self, step: &Step<'_>) -> Option<(Shift, Certainty)> {
        let first = self.moving(step)?;
        Some((first.shift?, self.order_of(first)))
    }

    /// The step that stands for the utterance that a step is part of: the first of its steps.
    pub fn moving(&self, step: &Step<'_>) -> Option<&Step<'d>> {
        self.steps.iter().find(|other| std::ptr::eq(other.statement, step.statement))
    }

    /// Whether the shift of a step certainly came after what it goes by; of the first of the thread, that nothing came before it.
    pub fn order_of(&self, step: &Step<'_>) -> Certainty {
        if step.shift.is_some() && step.reason == Reason::First { self.is_first(step) } else { step.shift_order }
    }

    /// Whether no other utterance of the thread may have taken the position on an earlier day than the one that a step is part of.
    fn is_first(&self, step: &Step<'_>) -> Certainty {
        if self.may_precede(step).is_some() { Certainty::Possible } else { Certainty::Certain }
    }

    /// The first step of another utterance that takes the position and may have done so on an earlier day than this one.
    pub fn may_precede(&self, step: &Step<'_>) -> Option<&Step<'d>> {
        let mut others = self.steps.iter().filter(|other| other.takes_position && !std::ptr::eq(other.statement, step.statement));
        others.find(|other| crate::graph::before(other.statement.said_on(), step.statement.said_on()) != Certainty::Impossible)
    }

    /// The number of utterances in which the position was taken: two claims of one statement count once, two reports of it too.
    pub fn utterances(&self) -> usize {
        // The steps of one statement stand together.
        let taking = self.steps.iter().filter(|step| step.takes_position);
        let mut last: Option<&Statement> = None;
        let mut number = 0;
        for step in taking {
            number += usize::from(last.is_none_or(|last| !std::ptr::eq(last, step.statement)));
            last = Some(step.statement);
        }
        number
    }

    /// The same, where the statements that a curator holds to be possibly one utterance (`same-utterance-as`) count once.
    pub fn utterances_at_least(&self) -> usize {
        // Each group is of the statements that such links join, at whatever remove.
        let mut groups: Vec<BTreeSet<&str>> = Vec::new();
        for step in self.steps.iter().filter(|step| step.takes_position) {
            let mut own = BTreeSet::from([step.statement.id.as_str()]);
            own.extend(step.claim.links.iter().filter(|link| link.kind.value == LinkWord::SameUtteranceAs).filter_map(|link| {
                let Target::Claim(target) = &link.to.value else { return None };
                let here = |other: &&Step<'d>| other.takes_position && other.claim.id.value == *target;
                self.steps.iter().find(here).map(|other| other.statement.id.as_str())
            }));
            let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.is_disjoint(&own));
            joined.into_iter().for_each(|group| own.extend(group));
            groups = apart;
            groups.push(own);
        }
        groups.len()
    }

    /// The position at the end of the thread; none where nobody took one.
    pub fn position(&self) -> Option<Position<'_, 'd>> {
        let taking = |step: &&Step<'d>| step.takes_position;
        // Of one utterance the first step stands for it: the speaker's own words before what is only reported.
        // What has no date has no place at the end: it counts only where nothing else does.
        let dated = |step: &&Step<'d>| step.statement.said_on().is_some();
        let introduced = self.steps.iter().find(taking)?;
        let mut takes = self.steps.iter().filter(taking);
        let asserted = takes.clone().rfind(dated).or_else(|| takes.next_back())?;
        let last = self.steps.iter().find(|step| step.takes_position && std::ptr::eq(step.statement, asserted.statement))?;
        let [firmest, firmest_quoted] = self.firmest;
        Some(Position { last, introduced, asserted, firmest_quoted, firmest })
    }
}

/// What a principal holds on a demand at the end of a thread.
#[derive(Clone, Debug)]
pub struct Position<'t, 'd> {
    /// The step that last moved the position; of several in one utterance the first. Of a thread of which only some steps were kept
    /// ([`Thread::kept`]) it may be one that stood beside it.
    pub last: &'t Step<'d>,
    /// The first step that took it.
    pub introduced: &'t Step<'d>,
    /// The last step that took it.
    pub asserted: &'t Step<'d>,
    /// The firmest word that the principal is quoted with in the thread.
    pub firmest_quoted: Option<Firmness>,
    /// The firmest word that anybody reports; where it is firmer than the quoted one, only a reporter says so.
    pub firmest: Option<Firmness>,
}

/// A claim of a thread before it is a step.
#[derive(Clone, Copy)]
struct Placed<'d> {
    statement: &'d Statement,
    claim: &'d Claim,
    /// Its node, where that is known.
    node: Option<NodeIndex>,
    /// Its place within its utterance: what takes a position first, then quotations, then the firmer word.
    rank: u8,
}

impl<'d> Placed<'d> {
    const NO_POSITION: u8 = 1 << 7;
    const NOT_QUOTED: u8 = 1 << 6;

    fn new(statement: &'d Statement, claim: &'d Claim, node: Option<NodeIndex>) -> Self {
        let mut rank =
            claim.firmness.as_ref().map_or(Firmness::ALL.len() as u8, |word| (Firmness::ALL.len() - 1 - word.value as usize) as u8);
        if !takes_position(claim.act.value) {
            rank |= Self::NO_POSITION;
        }
        if !claim.best_form().is_some_and(Form::is_quotation) {
            rank |= Self::NOT_QUOTED;
        }
        Placed { statement, claim, node, rank }
    }

    fn takes_position(&self) -> bool {
        self.rank & Self::NO_POSITION == 0
    }

    fn is_quoted(&self) -> bool {
        self.rank & Self::NOT_QUOTED == 0
    }

    /// The order of the steps of a thread: of time, then of the statements, within one of the ranks, then of the ids.
    fn cmp(&self, other: &Self) -> Ordering {
        if !std::ptr::eq(self.statement, other.statement) {
            let time = |of: &Self| crate::graph::time_order(of.statement.said_on());
            return time(self).cmp(&time(other)).then_with(|| self.statement.id.value.cmp(&other.statement.id.value));
        }
        // Claims are numbered in the order of their ids.
        let ids = || match (self.node, other.node) {
            (Some(own), Some(its)) => own.cmp(&its),
            _ => self.claim.id.value.cmp(&other.claim.id.value),
        };
        self.rank.cmp(&other.rank).then_with(ids)
    }
}

/// Whether the second of two utterances comes after the first. What was said on one day may have been said in either order.
pub fn order(earlier: &Statement, later: &Statement) -> Certainty {
    let before = |a: &Statement, b: &Statement| crate::graph::before(a.said_on(), b.said_on());
    match before(earlier, later) {
        Certainty::Impossible if before(later, earlier) != Certainty::Certain => Certainty::Possible,
        order => order,
    }
}

/// A shift that a curator's link names.
struct Linked<'d> {
    shift: Shift,
    /// The claim that the link leads to.
    target: &'d ClaimId,
    /// The statement of that claim.
    earlier: &'d Statement,
}

/// The shift that a curator's link names: of several the one to the latest claim, then in the order of the list. A link comes with the
/// claim that it leads to and the statement of that.
fn authored<'d>(statement: &Statement, links: impl Iterator<Item = (LinkWord, &'d ClaimId, &'d Statement)>) -> Option<Linked<'d>> {
    let named = links.filter(|(_, _, earlier)| !std::ptr::eq(*earlier, statement));
    let named = named.filter_map(|(word, target, earlier)| Some((word, Linked { shift: Shift::of_link(word)?, target, earlier })));
    let key = |(word, linked): &(LinkWord, Linked<'d>)| {
        (crate::graph::time_order(linked.earlier.said_on()), Reverse(*word), linked.target, linked.shift)
    };
    named.max_by(|a, b| key(a).cmp(&key(b))).map(|(_, linked)| linked)
}

/// The shift that follows from act, firmness and the length of the silence.
///
/// To concede is to soften. A firmer word hardens, a looser one softens; a missing firmness says nothing. Equal firmness
/// reiterates, or revives when the silence was certainly at least [`DORMANT_DAYS`].
pub fn derived(before: &Claim, after: &Claim, gap: Option<(Option<i64>, Option<i64>)>) -> Shift {
    if after.act.value == Act::Concede {
        return Shift::Softened;
    }
    if let (Some(before), Some(after)) = (&before.firmness, &after.firmness) {
        match after.value.cmp(&before.value) {
            Ordering::Greater => return Shift::Hardened,
            Ordering::Less => return Shift::Softened,
            Ordering::Equal => {}
        }
    }
    match gap {
        Some((Some(least), _)) if least >= DORMANT_DAYS => Shift::Revived,
        _ => Shift::Reiterated,
    }
}

/// Handing out fewer at once takes longer than working them out.
const THREADS_AT_ONCE: usize = 256;

/// All threads of a graph with their steps, by principal and then by demand.
pub fn threads<'d>(graph: &Graph<'d>) -> Vec<Thread<'d>> {
    graph.threads().par_iter().with_min_len(THREADS_AT_ONCE).map(|thread| Thread::in_graph(graph, thread)).collect()
}
