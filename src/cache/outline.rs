//! Turns a dataset into its outline: of each statement and claim a digest, what refers to what, and what was counted. No words.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::findings;
use super::flat::{In, Out, Rows};
use crate::check::Counts;
use crate::date::{ClaimDate, Day};
use crate::hash::sha256;
use crate::model::{Claim, Dataset, LONGEST_CHAIN, LinkWord, RecordKind, Statement, Target};
use crate::proof::{Proofs, Use};

/// Tells two versions of a record apart.
pub type Digest = [u8; 16];

/// In a number of a claim: the link to it says that both are one utterance.
const SAME_UTTERANCE: u32 = 1 << 31;

/// In a number of a claim: the link to it says that it disputes the one that links.
const DISPUTES: u32 = 1 << 30;

/// The bits of a number of a claim that are no flags.
const NUMBER: u32 = DISPUTES - 1;

/// In the place of the number of a record: there is none.
pub const NONE: u32 = u32::MAX;

/// What is known of a dataset without its words. Statements are numbered in the order of their ids, claims in the order of their full ids,
/// statement by statement; actors, demands, events and sources in the order of their names here.
#[derive(Debug, Default)]
pub struct Outline {
    /// The actors, demands, events and sources, each as its kind and id (`actor:x`), in order.
    pub records: Vec<String>,
    /// Of each of these: the actor that it acts for, or the demand that it is part of; [`NONE`] where there is none.
    above: Vec<u32>,
    /// The statements.
    pub statements: Vec<Entry>,
    /// Of each statement: the records that it refers to by itself, which are no claims.
    pub statement_refers: Rows,
    /// Of each claim: its name within the statement.
    pub names: Vec<String>,
    /// Of each claim.
    pub digests: Vec<Digest>,
    /// Of each claim: the records that it refers to, which are no claims.
    pub refers: Rows,
    /// Of each claim: the claims that it links to; see [`Outline::links`].
    links: Rows,
    /// The statements and claims that name ids they had before, with these ids: all as `claim:S/C`.
    pub former: Vec<(String, String)>,
    /// The claims of the pairs that the manifest watches.
    pub watched: Vec<u32>,
}

/// A statement of an outline.
#[derive(Debug)]
pub struct Entry {
    /// The number of its file.
    pub file: u32,
    /// Its id.
    pub id: String,
    /// The number of the speaker among the records.
    pub speaker: u32,
    /// The number of the actor whose positions it adds to.
    pub side: u32,
    /// When it was made, as written.
    pub date: Option<String>,
    /// Of all but the claims.
    pub digest: Digest,
    /// The number of its first claim.
    pub first: u32,
    /// The passages and links of it and its claims.
    pub counts: Counts,
}

impl Outline {
    /// The outline of a dataset in which every reference leads somewhere. `text` gives the text of a file by its number.
    pub fn new<'t>(dataset: &Dataset, proofs: &Proofs<'_>, text: impl Fn(usize) -> &'t str + Sync) -> Self {
        let mut records: Vec<String> = Vec::new();
        records.extend(dataset.actors.keys().map(|id| format!("actor:{id}")));
        records.extend(dataset.demands.keys().map(|id| format!("demand:{id}")));
        records.extend(dataset.events.keys().map(|id| format!("event:{id}")));
        records.extend(dataset.sources.keys().map(|id| format!("source:{id}")));
        records.sort_unstable();
        let of_records = Numbers::new(&records);
        let mut outline = Outline::default();
        // Looked up only, never walked.
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        outline.above = vec![NONE; records.len()];
        let mut set = |kind, id: &str, above: &str| {
            if let Some(place) = outline.above.get_mut(of_records.one(kind, id) as usize) {
                *place = of_records.one(kind, above);
            }
        };
        for actor in dataset.actors.values() {
            actor.acts_for.iter().for_each(|above| set(RecordKind::Actor, actor.id.as_str(), above.as_str()));
        }
        for demand in dataset.demands.values() {
            demand.broader.iter().for_each(|above| set(RecordKind::Demand, demand.id.as_str(), above.as_str()));
        }
        let mut first = 0;
        for (number, statement) in dataset.statements.values().enumerate() {
            numbers.insert(statement.id.as_str(), number);
            let entry = Entry {
                file: statement.id.span.file.index() as u32,
                id: statement.id.as_str().to_owned(),
                speaker: of_records.one(RecordKind::Actor, statement.speaker.as_str()),
                side: of_records.one(RecordKind::Actor, dataset.principal_of(statement).as_str()),
                date: statement.date.as_ref().map(|date| date.as_str().to_owned()),
                digest: Digest::default(),
                first,
                counts: Counts { links: statement.claims.iter().map(|claim| claim.links.len()).sum(), ..Counts::default() },
            };
            first += statement.claims.len() as u32;
            outline.statements.push(entry);
        }
        for passage in &proofs.passages {
            let holder = match passage.used {
                Use::Evidence(claim, _) => claim.id.statement().as_str(),
                Use::StatementDate(statement) => statement.id.as_str(),
                Use::EventDate(_) | Use::SourceDate(_) | Use::Uncoded(..) => continue,
            };
            outline.statements[numbers[holder]].counts.add_passage(passage);
        }
        outline.watched = dataset
            .manifest
            .watch
            .iter()
            .flat_map(|pair| [&pair.from, &pair.to])
            .filter_map(|end| outline.target(&end.value, dataset, &numbers))
            .collect();
        let statements: Vec<&Statement> = dataset.statements.values().collect();
        let details: Vec<Details> =
            statements.par_iter().map(|statement| Outline::details(&of_records, statement, text(statement.id.span.file.index()))).collect();
        for ((entry, statement), details) in outline.statements.iter_mut().zip(&statements).zip(details) {
            entry.digest = details.digest;
            outline.statement_refers.push(details.refers);
            outline.digests.extend(details.claims.iter().map(|(digest, _)| *digest));
            details.claims.into_iter().for_each(|(_, refers)| outline.refers.push(refers));
            outline.names.extend(statement.claims.iter().map(|claim| claim.id.claim().to_owned()));
            outline.former.extend(former(statement));
        }
        let targets = |claim: &Claim| -> Vec<u32> {
            let to = |link: &crate::model::Link| {
                let flag = match link.kind.value {
                    LinkWord::SameUtteranceAs => SAME_UTTERANCE,
                    LinkWord::DisputedBy => DISPUTES,
                    _ => 0,
                };
                Some(outline.target(&link.to.value, dataset, &numbers)? | flag)
            };
            claim.links.iter().filter_map(to).collect()
        };
        let claims: Vec<&Claim> = statements.iter().flat_map(|statement| &statement.claims).collect();
        let links: Vec<Vec<u32>> = claims.par_iter().map(|claim| targets(claim)).collect();
        links.into_iter().for_each(|row| outline.links.push(row));
        drop(of_records);
        outline.records = records;
        outline
    }

    /// The number of the claim that a link leads to; none for an event.
    fn target(&self, target: &Target, dataset: &Dataset, numbers: &HashMap<&str, usize>) -> Option<u32> {
        let Target::Claim(id) = target else { return None };
        let statement = dataset.statements.get(id.statement())?;
        let place = statement.claims.binary_search_by(|claim| claim.id.value.cmp(id)).ok()?;
        Some(self.statements[*numbers.get(id.statement().as_str())?].first + place as u32)
    }

    /// The digests of a statement, and what it and its claims refer to.
    pub fn details(numbers: &Numbers<'_>, statement: &Statement, text: &str) -> Details {
        let Statement {
            id,
            speaker,
            office,
            on_behalf_of,
            addressees,
            form,
            venue,
            event,
            date,
            dating,
            formerly,
            note,
            acknowledge,
            claims: _,
        } = statement;
        let own = (id, speaker, office, on_behalf_of, addressees, form, venue, event);
        let rest = (date, dating, formerly, note, acknowledge);
        // A claim reaches from its name to the next one; what follows the last one counts for it, too.
        let mut starts: Vec<usize> = statement.claims.iter().map(|claim| claim.id.span.start as usize).collect();
        starts.sort_unstable();
        starts.push(text.len());
        let words = |claim: &Claim| {
            let start = claim.id.span.start as usize;
            text.get(start..starts[starts.partition_point(|next| *next <= start)]).unwrap_or_default()
        };
        let actors = [speaker].into_iter().chain(on_behalf_of).chain(addressees).map(|actor| (RecordKind::Actor, actor.as_str()));
        let events = event.iter().map(|event| (RecordKind::Event, event.as_str()));
        let sources = dating.evidence.iter().map(|evidence| (RecordKind::Source, evidence.source.as_str()));
        let refers = actors.chain(events).chain(sources);
        Details {
            digest: digest(format!("{own:?} {rest:?}").as_bytes()),
            refers: numbers.of(refers),
            claims: statement.claims.iter().map(|claim| (digest(words(claim).as_bytes()), numbers.of(of_claim(claim)))).collect(),
        }
    }

    /// The number of an actor, demand, event or source.
    pub fn record(&self, name: &str) -> Option<u32> {
        self.records.binary_search_by(|record| record.as_str().cmp(name)).ok().map(|number| number as u32)
    }

    /// The id of an actor, demand, event or source.
    pub fn id(&self, record: u32) -> Option<&str> {
        self.records.get(record as usize)?.split_once(':').map(|(_, id)| id)
    }

    /// The actor at the end of the chain of those for whom this one acts; like [`Dataset::principal`].
    pub fn principal(&self, actor: u32) -> u32 {
        let actors = self.records.partition_point(|record| record.as_str() < "actor;");
        let mut current = actor;
        for _ in 0..LONGEST_CHAIN.min(actors) {
            match self.above.get(current as usize) {
                Some(next) if *next != NONE && *next != actor => current = *next,
                _ => break,
            }
        }
        current
    }

    /// The actor whose positions a statement adds to; none where the record does not know it.
    pub fn side_of(&self, statement: &Statement) -> Option<u32> {
        let actor = statement.on_behalf_of.as_ref().unwrap_or(&statement.speaker);
        Some(self.principal(self.record(&format!("actor:{}", actor.value))?))
    }

    /// For each demand that is joined with one of these by demands that are part of others: true. By the numbers of the records.
    pub fn families(&self, demands: impl Iterator<Item = u32>) -> Vec<bool> {
        let mut is_in = vec![false; self.records.len()];
        demands.for_each(|demand| is_in[demand as usize] = true);
        // Until nothing is added: once for each level of the trees at most.
        loop {
            let mut has_grown = false;
            for (demand, above) in self.above.iter().enumerate().filter(|(_, above)| **above != NONE) {
                if self.is_demand(demand as u32) && is_in[demand] != is_in[*above as usize] {
                    (is_in[demand], is_in[*above as usize], has_grown) = (true, true, true);
                }
            }
            if !has_grown {
                return is_in;
            }
        }
    }

    /// For each demand that is this one or lies below it: true. By the numbers of the records.
    pub fn within(&self, demand: u32) -> Vec<bool> {
        let is_below = |record: usize| {
            let next = |record: &u32| self.above.get(*record as usize).copied().filter(|above| *above != NONE);
            std::iter::successors(Some(record as u32), next).take(self.records.len()).any(|above| above == demand)
        };
        (0..self.records.len()).map(|record| self.is_demand(record as u32) && is_below(record)).collect()
    }

    /// Whether the record with this number is a demand.
    pub fn is_demand(&self, record: u32) -> bool {
        self.records[record as usize].starts_with("demand:")
    }

    /// Whether the record with this number is a source.
    pub fn is_source(&self, record: u32) -> bool {
        self.records[record as usize].starts_with("source:")
    }

    /// The number of the statement with this id.
    pub fn statement(&self, id: &str) -> Option<usize> {
        self.statements.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()
    }

    /// The numbers of the claims of a statement.
    pub fn claims(&self, statement: usize) -> std::ops::Range<u32> {
        let next = self.statements.get(statement + 1).map_or(self.names.len() as u32, |entry| entry.first);
        self.statements[statement].first..next
    }

    /// The number of a claim, by its statement and its name in it.
    pub fn claim(&self, statement: usize, name: &str) -> Option<u32> {
        let range = self.claims(statement);
        let names = &self.names[range.start as usize..range.end as usize];
        names.binary_search_by(|known| known.as_str().cmp(name)).ok().map(|place| range.start + place as u32)
    }

    /// The number of a claim, by its full id.
    pub fn claim_by_id(&self, id: &str) -> Option<u32> {
        let (statement, name) = id.split_once('/')?;
        self.claim(self.statement(statement)?, name)
    }

    /// The claims of a side that refer to a demand, by their ids.
    pub fn thread(&self, side: &str, demand: &str) -> Vec<u32> {
        let record = |kind: &str, id: &str| self.record(&format!("{kind}:{id}"));
        let Some((side, demand)) = record("actor", side).zip(record("demand", demand)) else { return Vec::new() };
        let statements = self.statements.iter().enumerate().filter(|(_, entry)| entry.side == side);
        let claims = statements.flat_map(|(number, _)| self.claims(number));
        claims.filter(|claim| self.refers.of(*claim as usize).contains(&demand)).collect()
    }

    /// The statement that a claim is part of.
    pub fn statement_of(&self, claim: u32) -> usize {
        self.statements.partition_point(|entry| entry.first <= claim) - 1
    }

    /// The full id of a claim.
    pub fn full_id(&self, claim: u32) -> String {
        format!("{}/{}", self.statements[self.statement_of(claim)].id, self.names[claim as usize])
    }

    /// The claims that a claim links to, each with whether the link says that both are one utterance.
    pub fn links(&self, claim: u32) -> impl Iterator<Item = (u32, bool)> {
        self.links.of(claim as usize).iter().map(|link| (link & NUMBER, link & SAME_UTTERANCE != 0))
    }

    /// The claims that link to one of these.
    pub fn linking(&self, is_wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        self.links.with(|link| is_wanted(link & NUMBER)).into_iter().map(|claim| claim as u32).collect()
    }

    /// The claims that are disputed by one of these.
    pub fn disputed_by(&self, is_wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        self.links.with(|link| link & DISPUTES != 0 && is_wanted(link & NUMBER)).into_iter().map(|claim| claim as u32).collect()
    }

    /// Statements by which it is known when the set ends, these left out of account: one that was made last as its date is written, one that
    /// was made last of those whose dates end, and one without a date; where there are such.
    pub fn last(&self, left_out: &BTreeSet<usize>) -> BTreeSet<usize> {
        let others = || self.statements.iter().enumerate().filter(|(number, _)| !left_out.contains(number));
        let date = |entry: &Entry| ClaimDate::parse(entry.date.as_deref()?).ok();
        let dated: Vec<(ClaimDate, usize)> = others().filter_map(|(number, entry)| Some((date(entry)?, number))).collect();
        let end = |date: &ClaimDate| date.core().1;
        let last = dated.iter().max_by_key(|(date, _)| (end(date).unwrap_or(Day::MAX), date));
        let ended = dated.iter().filter(|(date, _)| end(date).is_some()).max_by_key(|(date, _)| end(date));
        let undated = others().find(|(_, entry)| entry.date.is_none()).map(|(number, _)| number);
        last.into_iter().chain(ended).map(|(_, number)| *number).chain(undated).collect()
    }

    /// Adds the outline to bytes.
    pub fn write(&self, out: &mut Out) {
        out.each(&self.records, |out, record| out.text(record));
        out.numbers(&self.above);
        out.each(&self.statements, |out, entry| {
            [entry.file, entry.speaker, entry.side, entry.first].iter().for_each(|number| out.number((*number).into()));
            out.text(&entry.id);
            out.maybe(entry.date.as_deref());
            out.bytes(&entry.digest);
            findings::write_passages(&entry.counts, out);
        });
        self.statement_refers.write(out);
        let mut ends = Vec::with_capacity(self.names.len());
        let mut end = 0;
        for name in &self.names {
            end += name.len() as u32;
            ends.push(end);
        }
        out.numbers(&ends);
        out.text(&self.names.concat());
        out.bytes(self.digests.as_flattened());
        self.refers.write(out);
        self.links.write(out);
        out.each(&self.former, |out, (owner, former)| {
            out.text(owner);
            out.text(former);
        });
        out.numbers(&self.watched);
    }

    /// Reads an outline back; `files` is the number of data files.
    pub fn read(from: &mut In<'_>, files: usize) -> Option<Outline> {
        let records = from.each(|from| from.text().map(str::to_owned))?;
        let above = from.numbers()?;
        let small = |number: u64, most: usize| u32::try_from(number).ok().filter(|number| (*number as usize) < most);
        let statements = from.each(|from| {
            let file = small(from.number()?, files)?;
            let (speaker, side) = (small(from.number()?, records.len())?, small(from.number()?, records.len())?);
            let first = from.number()?.try_into().ok()?;
            let id = from.text()?.to_owned();
            let date = from.maybe()?.map(str::to_owned);
            Some(Entry {
                file,
                id,
                speaker,
                side,
                date,
                digest: from.bytes()?.try_into().ok()?,
                first,
                counts: findings::read_passages(from)?,
            })
        })?;
        let is_record = |number: u32| (number as usize) < records.len();
        let statement_refers = Rows::read(from, statements.len(), is_record)?;
        let (ends, all) = (from.numbers()?, from.text()?);
        let mut start = 0;
        let mut name = |end: &u32| Some(all.get(std::mem::replace(&mut start, *end as usize)..*end as usize)?.to_owned());
        let names: Vec<String> = ends.iter().map(&mut name).collect::<Option<_>>()?;
        let is_claim = |number: u32| ((number & NUMBER) as usize) < names.len();
        let (digests, rest) = from.bytes()?.as_chunks::<16>();
        let refers = Rows::read(from, names.len(), is_record)?;
        let links = Rows::read(from, names.len(), is_claim)?;
        let former = from.each(|from| Some((from.text()?.to_owned(), from.text()?.to_owned())))?;
        let watched = from.numbers()?;
        let firsts = statements.iter().map(|entry: &Entry| entry.first as usize);
        let is_whole = rest.is_empty()
            && digests.len() == names.len()
            && above.len() == records.len()
            && above.iter().all(|record| *record == NONE || is_record(*record))
            && watched.iter().all(|claim| is_claim(*claim))
            && firsts.clone().is_sorted()
            && firsts.clone().all(|first| first <= names.len())
            && (names.is_empty() || firsts.clone().next() == Some(0));
        let digests = digests.to_vec();
        is_whole.then_some(Outline { records, above, statements, statement_refers, names, digests, refers, links, former, watched })
    }
}

/// The numbers of the actors, demands, events and sources of an outline. Looked up only, never walked.
pub struct Numbers<'o>(HashMap<(RecordKind, &'o str), u32>);

impl<'o> Numbers<'o> {
    /// The numbers of these records, each given as its kind and id (`actor:x`).
    pub fn new(records: &'o [String]) -> Self {
        let named = records.iter().zip(0..).filter_map(|(record, number)| {
            let (word, id) = record.split_once(':')?;
            Some(((RecordKind::ALL.into_iter().find(|kind| kind.as_str() == word)?, id), number))
        });
        Numbers(named.collect())
    }

    /// The number of a record; [`NONE`] where it is not there.
    pub fn one(&self, kind: RecordKind, id: &str) -> u32 {
        self.0.get(&(kind, id)).copied().unwrap_or(NONE)
    }

    /// The numbers of the records that are there, in order, each once.
    fn of<'r>(&self, records: impl Iterator<Item = (RecordKind, &'r str)>) -> Vec<u32> {
        let mut numbers: Vec<u32> = records.filter_map(|record| self.0.get(&record).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The records that a claim refers to, which are no claims.
fn of_claim(claim: &Claim) -> impl Iterator<Item = (RecordKind, &str)> {
    let demand = claim.demand.iter().map(|demand| (RecordKind::Demand, demand.as_str()));
    let actors = claim.addressees.iter().map(|actor| (RecordKind::Actor, actor.as_str()));
    let sources = claim.evidence.iter().map(|evidence| (RecordKind::Source, evidence.source.as_str()));
    let events = claim.links.iter().filter_map(|link| match &link.to.value {
        Target::Event(event) => Some((RecordKind::Event, event.as_str())),
        Target::Claim(_) => None,
    });
    demand.chain(actors).chain(sources).chain(events)
}

/// What [`Outline::details`] finds.
pub struct Details {
    /// Of all but the claims.
    pub digest: Digest,
    /// The records that the statement refers to by itself.
    pub refers: Vec<u32>,
    /// Of each claim, in the order of the ids: the digest, and the records that it refers to.
    pub claims: Vec<(Digest, Vec<u32>)>,
}

/// The ids that a statement and its claims had before, each after the record that names it.
pub fn former(statement: &Statement) -> Vec<(String, String)> {
    let own = statement.formerly.iter().map(|former| (format!("statement:{}", statement.id.value), format!("statement:{}", former.value)));
    let of_claim = |claim: &'_ Claim| {
        let id = claim.id.value.clone();
        claim.formerly.iter().map(move |former| (format!("claim:{id}"), format!("claim:{}", former.value))).collect::<Vec<_>>()
    };
    own.chain(statement.claims.iter().flat_map(of_claim)).collect()
}

fn digest(bytes: &[u8]) -> Digest {
    let whole = sha256(bytes);
    std::array::from_fn(|place| whole[place])
}
