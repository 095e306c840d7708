//! Loads the part of a dataset that an answer about some threads rests on, with what is known from the last time.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::again::{changed, changed_files, load, singles};
use super::flat::{In, Out};
use super::outline::Outline;
use super::reach::{Changed, Reach};
use super::{CHECKED, FORMAT, Settings, Snapshot};
use crate::error::Error;
use crate::hash;
use crate::load::part::{Single, for_each_reference};
use crate::load::{Limits, Loaded};
use crate::model::{RecordKind, Statement};
use crate::source::SourceFile;
use crate::tree::Place;

/// Threads, by the sides whose claims they hold and by what these are on; all where none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Threads {
    /// The ids of sides: actors as whose positions their claims and those of others count.
    pub sides: Option<BTreeSet<String>>,
    /// The ids of demands.
    pub demands: Option<BTreeSet<String>>,
}

impl Threads {
    /// Whether a thread is one of them.
    pub fn has(&self, side: &str, demand: &str) -> bool {
        self.sides.as_ref().is_none_or(|ids| ids.contains(side)) && self.demands.as_ref().is_none_or(|ids| ids.contains(demand))
    }

    /// Whether some thread may be one of these and of the others.
    pub fn meets(&self, other: &Self) -> bool {
        let meet = |a: &Option<BTreeSet<String>>, b: &Option<BTreeSet<String>>| match (a, b) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            (Some(some), None) | (None, Some(some)) => !some.is_empty(),
            (None, None) => true,
        };
        meet(&self.sides, &other.sides) && meet(&self.demands, &other.demands)
    }

    /// These threads and others, and maybe more.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let both = |a: &Option<BTreeSet<String>>, b: &Option<BTreeSet<String>>| Some(a.as_ref()? | b.as_ref()?);
        Threads { sides: both(&self.sides, &other.sides), demands: both(&self.demands, &other.demands) }
    }
}

/// A dataset of which it is known what changed since the last whole check: the contents of some statements, and nothing else.
#[derive(Debug)]
pub struct Known<'p> {
    pub(super) place: &'p Place,
    pub(super) limits: &'p Limits,
    pub(super) kept: Snapshot,
    pub(super) singles: BTreeMap<usize, Single>,
    most_loaded: usize,
}

impl<'p> Known<'p> {
    /// What is known of the dataset at a place; none where nothing is, where other things changed, too much, or what others link to.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn of(place: &'p Place, limits: &'p Limits, settings: &Settings) -> Result<Option<Self>, Error> {
        let snapshot = place.kept(CHECKED).and_then(|kept| Snapshot::read(&kept.read()?));
        let Some(kept) = snapshot else { return Ok(None) };
        let files = changed_files(place, limits, &kept, true)?.filter(|files| files.len() <= settings.most_changed);
        let Some(files) = files else { return Ok(None) };
        let Some(singles) = singles(place, limits, &kept, &files)? else { return Ok(None) };
        let known = Known { place, limits, kept, singles, most_loaded: settings.most_loaded };
        let is_of_use = known.changed().is_some_and(|changed| known.goes_on(&changed));
        Ok(is_of_use.then_some(known))
    }

    /// The threads of the side of an actor on a demand and what is part of it, by their ids; of all sides, on all demands where none is
    /// named. None where there is none with this id, or no telling.
    pub fn threads(&self, actor: Option<&str>, demand: Option<&str>) -> Option<Threads> {
        let outline = &self.kept.outline;
        let mut threads = Threads::default();
        if let Some(actor) = actor {
            let side = outline.principal(outline.record(&format!("actor:{actor}"))?);
            // In a circle of actors each is on another side, by where one begins.
            if outline.principal(side) != side {
                return None;
            }
            threads.sides = Some(BTreeSet::from([outline.id(side)?.to_owned()]));
        }
        if let Some(demand) = demand {
            threads.demands = Some(ids(outline, outline.within(outline.record(&format!("demand:{demand}"))?)));
        }
        Some(threads)
    }

    /// The id of the actor whose demands are drawn when no other is named; none where the manifest names none.
    pub fn focus(&self) -> Option<&str> {
        self.kept.focus.as_deref()
    }

    /// The threads that the changes may have touched, and some more.
    pub fn touched(&self) -> Threads {
        let outline = &self.kept.outline;
        let (mut sides, mut records) = (BTreeSet::new(), BTreeSet::new());
        let changed = self.changed().unwrap_or_default();
        for one in &changed {
            sides.extend(outline.side_of(one.statement).into_iter().chain([outline.statements[one.number].side]));
            records.extend(one.details.claims.iter().flat_map(|(_, refers)| refers).copied());
        }
        // A shift that a curator's link names goes by the date of the claim that it leads to, whatever thread that is in.
        let is_changed = |claim: u32| changed.iter().any(|one| one.number == outline.statement_of(claim));
        let own = changed.iter().flat_map(|one| outline.claims(one.number));
        for claim in own.chain(outline.linking(is_changed)) {
            sides.insert(outline.statements[outline.statement_of(claim)].side);
            records.extend(outline.refers.of(claim as usize).iter().copied());
        }
        let sides = sides.into_iter().filter_map(|side| outline.id(side)).map(str::to_owned).collect();
        let demands = records.into_iter().filter(|record| outline.is_demand(*record));
        Threads { sides: Some(sides), demands: Some(ids(outline, outline.families(demands))) }
    }

    /// Loads what an answer about these threads, or a picture of them, rests on: their claims and those of the same sides on demands that are
    /// joined with theirs, all claims of the sides where no demand is named, the claims that they dispute, all statements that changed, and all
    /// records of other kinds. The claims that these link to, and the last statement of the set, are there in part. None where the whole is not
    /// much more.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn load(self, threads: &Threads) -> Result<Option<Loaded>, Error> {
        let outline = &self.kept.outline;
        let has = |ids: &Option<BTreeSet<String>>, record: &u32| {
            ids.as_ref().is_none_or(|ids| outline.id(*record).is_some_and(|id| ids.contains(id)))
        };
        let demands = (0..outline.records.len() as u32).filter(|record| outline.is_demand(*record) && has(&threads.demands, record));
        let is_on = threads.demands.is_some().then(|| outline.families(demands));
        let asked = outline.statements.iter().enumerate().filter(|(_, entry)| has(&threads.sides, &entry.side));
        let is_asked =
            |claim: &u32| is_on.as_ref().is_none_or(|is_on| outline.refers.of(*claim as usize).iter().any(|to| is_on[*to as usize]));
        let mut claims: BTreeSet<u32> = asked.flat_map(|(number, _)| outline.claims(number)).filter(is_asked).collect();
        let reach = {
            let Some(changed) = self.changed() else { return Ok(None) };
            let numbers: BTreeSet<usize> = changed.iter().map(|one| one.number).collect();
            claims.extend(outline.disputed_by(|claim| claims.contains(&claim) || numbers.contains(&outline.statement_of(claim))));
            Reach::asked(outline, &changed, &claims, &outline.last(&numbers))
        };
        if reach.keep.len() * 100 > outline.statements.len() * self.most_loaded {
            return Ok(None);
        }
        load(self.place, self.limits, &self.kept, &reach, self.singles)
    }

    /// An answer about the dataset as it was kept, by its name.
    pub fn answer(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = self.place.kept(name)?.read()?;
        let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        let mut from = In(content);
        let is_of_it = from.text()? == FORMAT && from.bytes()? == self.kept.sum && hash::sha256(content) == *sum;
        is_of_it.then(|| from.0.to_vec())
    }

    /// Keeps an answer about the dataset as it was kept: it holds for what was loaded, as far as that did not change.
    pub fn keep(&self, name: &str, answer: &[u8], loaded: &Loaded) {
        let files: Vec<&SourceFile> = loaded.sources.files().map(|(_, file)| file).take(self.kept.data.len()).collect();
        let is_same = |number: usize| {
            let (kept, file) = (&self.kept.data[number], files[number]);
            let has_content = match self.singles.get(&number) {
                Some(single) => single.statement().is_some_and(|(_, text)| *text == *file.text),
                None => kept.sha256 == hash::sha256(file.text.as_bytes()),
            };
            kept.path == file.path && has_content
        };
        // What was loaded may be later than what was compared with what is known.
        let is_of_it =
            loaded.diagnostics.is_empty() && files.len() == self.kept.data.len() && (0..files.len()).into_par_iter().all(is_same);
        if is_of_it {
            keep_answer(self.place, name, &self.kept.sum, answer);
        }
    }

    pub(super) fn changed(&self) -> Option<Vec<Changed<'_>>> {
        changed(&self.kept.outline, &self.singles)
    }

    /// Whether every reference still leads somewhere, as far as what changed can tell: else loading the whole tells what must be left out.
    fn goes_on(&self, changed: &[Changed<'_>]) -> bool {
        let outline = &self.kept.outline;
        let now = |statement: usize| changed.iter().find(|one| one.number == statement).map(|one| one.statement);
        let has = |statement: &Statement, name: &str| statement.claims.iter().any(|claim| claim.id.claim() == name);
        let is_gone = |claim| now(outline.statement_of(claim)).is_some_and(|now| !has(now, &outline.names[claim as usize]));
        let has_claim = |id: &str| {
            let (statement, name) = id.split_once('/')?;
            let number = outline.statement(statement)?;
            Some(now(number).map_or(outline.claim(number, name).is_some(), |now| has(now, name)))
        };
        let mut leads_on = true;
        for one in changed {
            for_each_reference(one.statement, &mut |kind, to| {
                leads_on &= match kind {
                    RecordKind::Claim => has_claim(to.value) == Some(true),
                    _ => outline.record(&format!("{}:{}", kind.as_str(), to.value)).is_some(),
                };
            });
        }
        leads_on && outline.linking(is_gone).is_empty()
    }
}

/// Keeps an answer about the dataset of which a snapshot with this sum was kept.
pub fn keep_answer(place: &Place, name: &str, sum: &[u8; 32], answer: &[u8]) {
    let Some(begun) = place.kept(name).and_then(|kept| kept.begin()) else { return };
    let mut out = Out::default();
    out.text(FORMAT);
    out.bytes(sum);
    out.0.extend_from_slice(answer);
    let sum = hash::sha256(&out.0);
    out.0.extend_from_slice(&sum);
    begun.finish(&out.0);
}

/// The ids of the records for which there is a yes.
fn ids(outline: &Outline, are: Vec<bool>) -> BTreeSet<String> {
    let numbers = (0_u32..).zip(are).filter(|(_, is)| *is);
    numbers.filter_map(|(number, _)| outline.id(number)).map(str::to_owned).collect()
}
