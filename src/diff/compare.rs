//! Compares the keys of one record before and after, led by its shape.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::shape::{Kind, RecordKind, Shape};

use super::alike::{self, Words};
use super::keys::{self, Meaning};
use super::kinds::ChangeKind;
use super::value::Value;

/// Items of a list that are at least so alike, in per cent, are compared key by key; others were removed and added.
const LEAST_ALIKE_ITEMS: u8 = 50;

/// A step on the way from a record to what changed in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the value under this key.
    Key(&'static str),
    /// To the value under this name of a mapping.
    Name(String),
    /// To an item of a list of records: its position before and after, in the order of the values; none where it is not there.
    Item {
        /// The position before, from 0.
        old: Option<usize>,
        /// The position after, from 0.
        new: Option<usize>,
    },
}

/// One difference between two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of change it is.
    pub kind: &'static ChangeKind,
    /// Where it is.
    pub path: Vec<Step>,
    /// What stood there before.
    pub before: Option<Value>,
    /// What stands there after.
    pub after: Option<Value>,
    /// The item of a list that it is a part of, before and after; none where it is no part of one.
    pub item: Option<[Value; 2]>,
}

/// The records that have another id after than before: for each kind, the id after by the id before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    ids: BTreeMap<RecordKind, BTreeMap<String, String>>,
}

impl Renames {
    /// Says that a record has another id now.
    pub fn add(&mut self, kind: RecordKind, old: &str, new: &str) {
        self.ids.entry(kind).or_default().insert(old.to_owned(), new.to_owned());
    }

    /// Whether no record has another id.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id after of the record with this id before.
    pub fn after<'a>(&'a self, kind: RecordKind, id: &'a str) -> &'a str {
        self.ids.get(&kind).and_then(|ids| ids.get(id)).map_or(id, String::as_str)
    }

    /// A value from before with the ids of after in all references. Items of lists keep their positions.
    pub fn follow(&self, kind: &Kind, value: &Value) -> Value {
        if self.is_empty() {
            return value.clone();
        }
        match (kind, value) {
            (Kind::Id(record), Value::Text(id)) => Value::Text(self.after(*record, id).to_owned()),
            (Kind::Target, Value::Text(id)) => Value::Text(self.after(target_kind(id), id).to_owned()),
            (Kind::List(item), Value::List(items)) => Value::List(items.iter().map(|value| self.follow(item, value)).collect()),
            (Kind::Map(_, kind), Value::Map(entries)) => {
                Value::Map(entries.iter().map(|(name, value)| (name.clone(), self.follow(kind, value))).collect())
            }
            (Kind::Record(shape), Value::Record(fields)) => Value::Record(
                fields
                    .iter()
                    .map(|(key, value)| (*key, shape.field(key).map_or_else(|| value.clone(), |field| self.follow(&field.kind, value))))
                    .collect(),
            ),
            _ => value.clone(),
        }
    }
}

/// What was found in comparing two records.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The differences, in the order of the keys of the shape.
    pub differences: Vec<Difference>,
    /// Where references follow a record to its other id, and nothing else changed.
    pub followed: Vec<Vec<Step>>,
    /// The ids before of the records that these references follow, each as often as there are references.
    pub ids: Vec<(RecordKind, String)>,
}

/// Compares the values of one record key by key. References to records that were renamed are no differences.
pub fn compare(shape: &'static Shape, old: &Value, new: &Value, renames: &Renames) -> Compared {
    let mut comparison = Comparison { renames, found: Compared::default(), item: None };
    comparison.record(shape, old, new, None, &mut Vec::new());
    comparison.found
}

struct Comparison<'r> {
    renames: &'r Renames,
    found: Compared,
    /// The item of a list whose keys are being compared.
    item: Option<[Value; 2]>,
}

impl Comparison<'_> {
    fn record(&mut self, shape: &'static Shape, old: &Value, new: &Value, around: Option<&'static ChangeKind>, path: &mut Vec<Step>) {
        for field in shape.fields {
            let (before, after) = (old.get(field.key), new.get(field.key));
            if before.is_none() && after.is_none() {
                continue;
            }
            path.push(Step::Key(field.key));
            let meaning = keys::meaning(shape.name, field.key).expect("the table of keys holds every key of every shape");
            self.field(&field.kind, meaning, before, after, around, path);
            path.pop();
        }
    }

    fn field(
        &mut self,
        kind: &'static Kind,
        meaning: Meaning,
        before: Option<&Value>,
        after: Option<&Value>,
        around: Option<&'static ChangeKind>,
        path: &mut Vec<Step>,
    ) {
        match (meaning, kind, before, after) {
            (Meaning::Apart, ..) => {
                if let (Some(before), Some(after)) = (before, after)
                    && before != after
                {
                    self.follow(kind, before, path);
                }
            }
            (Meaning::Record(change), Kind::Record(shape), Some(before), Some(after)) => {
                self.record(shape, before, after, Some(change), path);
            }
            (Meaning::Items(added, removed), Kind::List(Kind::Record(shape)), ..) => {
                self.items(shape, [added, removed], before, after, path);
            }
            (Meaning::Number(..), Kind::Record(shape), Some(before), Some(after)) => self.record(shape, before, after, None, path),
            (Meaning::Number(raised, lowered), ..) => {
                let number = |value: Option<&Value>| value.map(|value| value.texts().first().and_then(|text| text.parse::<u64>().ok()));
                self.value(kind, if number(before) < number(after) { raised } else { lowered }, before, after, path);
            }
            (Meaning::Changed(change), Kind::Map(..), ..) => self.entries(change, before, after, path),
            (Meaning::Changed(change) | Meaning::Record(change) | Meaning::Items(change, _), ..) => {
                self.value(kind, change, before, after, path);
            }
            (Meaning::Around, ..) => {
                let change = around.expect("a key whose meaning comes from around it stands in a record with a meaning");
                self.value(kind, change, before, after, path);
            }
        }
    }

    fn value(&mut self, kind: &Kind, change: &'static ChangeKind, before: Option<&Value>, after: Option<&Value>, path: &[Step]) {
        let followed = before.map(|before| sorted(self.renames.follow(kind, before)));
        if followed.as_ref() != after {
            self.differ(change, path.to_vec(), before.cloned(), after.cloned());
        } else if before != after
            && let Some(before) = before
        {
            self.follow(kind, before, path);
        }
    }

    fn differ(&mut self, kind: &'static ChangeKind, path: Vec<Step>, before: Option<Value>, after: Option<Value>) {
        self.found.differences.push(Difference { kind, path, before, after, item: self.item.clone() });
    }

    fn follow(&mut self, kind: &Kind, before: &Value, path: &[Step]) {
        self.found.followed.push(path.to_vec());
        let renames = self.renames;
        self.found.ids.extend(references(kind, before).into_iter().filter(|(record, id)| renames.after(*record, id) != id));
    }

    /// The entries of two mappings, name by name.
    fn entries(&mut self, change: &'static ChangeKind, before: Option<&Value>, after: Option<&Value>, path: &mut Vec<Step>) {
        let entries = |value: Option<&Value>| match value {
            Some(Value::Map(entries)) => entries.clone(),
            _ => BTreeMap::new(),
        };
        let (before, after) = (entries(before), entries(after));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let (before, after) = (before.get(name), after.get(name));
            if before != after {
                path.push(Step::Name(name.clone()));
                self.differ(change, path.clone(), before.cloned(), after.cloned());
                path.pop();
            }
        }
    }

    /// The items of two lists of records: equal ones first, then those that are alike; what is left was removed or added.
    fn items(
        &mut self,
        shape: &'static Shape,
        [added, removed]: [&'static ChangeKind; 2],
        before: Option<&Value>,
        after: Option<&Value>,
        path: &mut Vec<Step>,
    ) {
        let items = |value: Option<&Value>| match value {
            Some(Value::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        let (before, after) = (items(before), items(after));
        let kind = Kind::Record(shape);
        let followed: Vec<Value> = before.iter().map(|item| sorted(self.renames.follow(&kind, item))).collect();
        let mut pairs = equal(&followed, &after);
        let open = |count: usize, taken: &dyn Fn(&(usize, usize)) -> usize| {
            let taken: BTreeSet<usize> = pairs.iter().map(taken).collect();
            (0..count).filter(|index| !taken.contains(index)).collect::<Vec<_>>()
        };
        let (left, right) = (open(followed.len(), &|pair| pair.0), open(after.len(), &|pair| pair.1));
        let words = |items: &[Value], open: &[usize]| open.iter().map(|index| Words::of(&items[*index])).collect::<Vec<_>>();
        let (old_words, new_words) = (words(&followed, &left), words(&after, &right));
        let may = |i: usize, j: usize| same_apart(shape, &followed[left[i]], &after[right[j]]);
        pairs.extend(alike::pairs(&old_words, &new_words, LEAST_ALIKE_ITEMS, may).into_iter().map(|(i, j, _)| (left[i], right[j])));
        pairs.sort_unstable();
        for (old, new) in &pairs {
            path.push(Step::Item { old: Some(*old), new: Some(*new) });
            if before[*old] != after[*new] {
                let around = self.item.replace([before[*old].clone(), after[*new].clone()]);
                self.record(shape, &before[*old], &after[*new], None, path);
                self.item = around;
            }
            path.pop();
        }
        let alone = |count: usize, taken: BTreeSet<usize>| (0..count).filter(move |index| !taken.contains(index));
        for old in alone(before.len(), pairs.iter().map(|pair| pair.0).collect()) {
            let path = [path.as_slice(), &[Step::Item { old: Some(old), new: None }]].concat();
            self.differ(removed, path, Some(before[old].clone()), None);
        }
        for new in alone(after.len(), pairs.iter().map(|pair| pair.1).collect()) {
            let path = [path.as_slice(), &[Step::Item { old: None, new: Some(new) }]].concat();
            self.differ(added, path, None, Some(after[new].clone()));
        }
    }
}

/// Pairs of equal items of two sequences, each in at most one pair.
fn equal(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<&Value, Vec<usize>> = BTreeMap::new();
    for (index, value) in new.iter().enumerate().rev() {
        places.entry(value).or_default().push(index);
    }
    old.iter().enumerate().filter_map(|(index, value)| Some((index, places.get_mut(value)?.pop()?))).collect()
}

/// Whether the keys that tell items apart are equal.
fn same_apart(shape: &Shape, old: &Value, new: &Value) -> bool {
    let apart = shape.fields.iter().filter(|field| matches!(keys::meaning(shape.name, field.key), Some(Meaning::Apart)));
    apart.map(|field| field.key).all(|key| old.get(key) == new.get(key))
}

/// A value whose lists are sorted.
pub fn sorted(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text),
        Value::List(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort();
            Value::List(items)
        }
        Value::Map(entries) => Value::Map(entries.into_iter().map(|(name, value)| (name, sorted(value))).collect()),
        Value::Record(fields) => Value::Record(fields.into_iter().map(|(key, value)| (key, sorted(value))).collect()),
    }
}

/// The references in a value, in its order: kind and id of what each leads to.
pub fn references(kind: &Kind, value: &Value) -> Vec<(RecordKind, String)> {
    match (kind, value) {
        (Kind::Id(record), Value::Text(id)) => vec![(*record, id.clone())],
        (Kind::Target, Value::Text(id)) => vec![(target_kind(id), id.clone())],
        (Kind::List(item), Value::List(items)) => items.iter().flat_map(|value| references(item, value)).collect(),
        (Kind::Map(_, kind), Value::Map(entries)) => entries.values().flat_map(|value| references(kind, value)).collect(),
        (Kind::Record(shape), Value::Record(fields)) => {
            let known = fields.iter().filter_map(|(key, value)| Some((shape.field(key)?, value)));
            known.flat_map(|(field, value)| references(&field.kind, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// What the target of a link is: only full ids of claims hold a stroke.
fn target_kind(id: &str) -> RecordKind {
    if id.contains('/') { RecordKind::Claim } else { RecordKind::Event }
}
