//! Datasets as trees of keys and values: written as YAML, taken from a loaded dataset, made at random, changed at random, and patched.

use std::collections::BTreeMap;

use demarche::diff::compare::{Renames, Step, sorted};
use demarche::diff::value::{self, Value};
use demarche::diff::{Change, Diff};
use demarche::model::shape::{self, Kind, RecordKind, Shape};
use demarche::model::{Dataset, LinkFamily, LinkWord};
use demarche::tree::{Place, Tree};

/// The records of a dataset by kind and id, as keys and values; of a statement without its claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Records {
    /// The manifest.
    pub manifest: Value,
    /// All others.
    pub records: BTreeMap<(RecordKind, String), Value>,
    /// The stored texts, by their names.
    pub texts: BTreeMap<String, String>,
    /// The folder of the stored texts.
    pub folder: String,
}

/// The shape of a kind of record.
pub fn shape_of(kind: RecordKind) -> &'static Shape {
    match kind {
        RecordKind::Actor => &shape::ACTOR,
        RecordKind::Demand => &shape::DEMAND,
        RecordKind::Event => &shape::EVENT,
        RecordKind::Source => &shape::SOURCE,
        RecordKind::Statement => &shape::STATEMENT,
        RecordKind::Claim => &shape::CLAIM,
    }
}

impl Records {
    /// The records of a dataset. The stored texts are given by name.
    pub fn of(dataset: &Dataset, texts: BTreeMap<String, String>) -> Records {
        let mut records = BTreeMap::new();
        let mut add = |kind, id: &str, value| records.insert((kind, id.to_owned()), value);
        for record in dataset.actors.values() {
            add(RecordKind::Actor, record.id.as_str(), value::actor(record));
        }
        for record in dataset.demands.values() {
            add(RecordKind::Demand, record.id.as_str(), value::demand(record));
        }
        for record in dataset.events.values() {
            add(RecordKind::Event, record.id.as_str(), value::event(record));
        }
        for record in dataset.sources.values() {
            add(RecordKind::Source, record.id.as_str(), value::source(record));
        }
        for record in dataset.statements.values() {
            add(RecordKind::Statement, record.id.as_str(), value::statement(record));
            for claim in &record.claims {
                add(RecordKind::Claim, claim.id.as_str(), value::claim(claim));
            }
        }
        Records { manifest: value::manifest(&dataset.manifest), records, texts, folder: "texts".to_owned() }
    }

    /// The dataset in memory, each table in one file.
    pub fn place(&self) -> Place {
        let mut files = BTreeMap::new();
        let manifest = format!("{{format: 1, {}", &yaml(&Kind::Record(&shape::MANIFEST), &self.manifest)[1..]);
        files.insert("data/demarche.yaml".to_owned(), manifest);
        for kind in [RecordKind::Actor, RecordKind::Demand, RecordKind::Event, RecordKind::Source] {
            let entries: Vec<String> = self.of_kind(kind).map(|(id, value)| format!("{id}: {}", record(kind, value))).collect();
            if !entries.is_empty() {
                files.insert(format!("data/{}.yaml", kind.plural()), format!("{}: {{\n{}\n}}\n", kind.plural(), entries.join(",\n")));
            }
        }
        for (id, value) in self.of_kind(RecordKind::Statement) {
            let claims = self.of_kind(RecordKind::Claim).filter_map(|(claim, value)| {
                let name = claim.strip_prefix(id)?.strip_prefix('/')?;
                Some(format!("{name}: {}", record(RecordKind::Claim, value)))
            });
            let claims: Vec<String> = claims.collect();
            let fields = record(RecordKind::Statement, value);
            let fields = &fields[1..fields.len() - 1];
            files.insert(format!("data/statements/{id}.yaml"), format!("{{id: {id}, {fields}, claims: {{\n{}\n}}}}\n", claims.join(",\n")));
        }
        let mut tree: BTreeMap<String, Vec<u8>> = files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        tree.extend(self.texts.iter().map(|(name, text)| (format!("{}/{name}", self.folder), text.clone().into_bytes())));
        Place { tree: Tree::Memory(tree), data: "data".to_owned(), prefix: String::new() }
    }

    fn of_kind(&self, kind: RecordKind) -> impl Iterator<Item = (&String, &Value)> {
        self.records.iter().filter(move |((own, _), _)| *own == kind).map(|((_, id), value)| (id, value))
    }

    /// The records with the changes of a comparison: ids first, then what was removed, changed and added.
    pub fn patched(&self, diff: &Diff) -> Records {
        let mut renames = Renames::default();
        let mut after: BTreeMap<(RecordKind, String), String> = BTreeMap::new();
        let same = |code: &str| !matches!(code, "split" | "merged");
        for moved in diff.moves.iter().filter(|moved| same(moved.kind.code.0)) {
            let (Some(kind), Some(old), Some(new)) = (moved.record.kind, &moved.record.old, &moved.record.new) else {
                panic!("a move has both ids")
            };
            after.insert((kind, old.clone()), new.clone());
        }
        let whole = |change: &&Change| change.path.is_empty();
        let gone = |kind: RecordKind, id: &str| {
            let mut removed = diff.changes.iter().filter(whole).filter(|change| change.after.is_none());
            removed.any(|change| change.record.kind == Some(kind) && change.record.old.as_deref() == Some(id))
        };
        // Claims go with their statements.
        for (kind, id) in self.records.keys().filter(|(kind, id)| *kind == RecordKind::Claim && !gone(*kind, id)) {
            let (statement, name) = id.split_once('/').expect("a claim has a full id");
            if let Some(statement) = after.get(&(RecordKind::Statement, statement.to_owned())) {
                let id_after = format!("{statement}/{name}");
                after.entry((*kind, id.clone())).or_insert(id_after);
            }
        }
        after.iter().for_each(|((kind, old), new)| renames.add(*kind, old, new));
        let mut records = BTreeMap::new();
        for ((kind, id), value) in &self.records {
            if gone(*kind, id) {
                continue;
            }
            let own = |change: &&Change| change.record.kind == Some(*kind) && change.record.old.as_deref() == Some(id);
            let edits: Vec<Edit<'_>> = diff.changes.iter().filter(own).map(|change| (&change.path[..], change.after.as_ref())).collect();
            let shape = Kind::Record(shape_of(*kind));
            let value = patch(&shape, Some(renames.follow(&shape, value)), &edits).expect("a record has keys that are required");
            records.insert((*kind, renames.after(*kind, id).to_owned()), value);
        }
        for change in diff.changes.iter().filter(whole) {
            if let (Some(kind), Some(id), Some(value)) = (change.record.kind, &change.record.new, &change.after) {
                assert!(records.insert((kind, id.clone()), value.clone()).is_none(), "{id} was there");
            }
        }
        let of_manifest = diff.changes.iter().filter(|change| change.record.kind.is_none());
        let edits: Vec<Edit<'_>> = of_manifest.map(|change| (&change.path[..], change.after.as_ref())).collect();
        let shape = Kind::Record(&shape::MANIFEST);
        let manifest = patch(&shape, Some(renames.follow(&shape, &self.manifest)), &edits).expect("a manifest has a title");
        Records { manifest, records, texts: self.texts.clone(), folder: self.folder.clone() }
    }
}

/// Where something is put, and what; nothing where it is taken away.
type Edit<'e> = (&'e [Step], Option<&'e Value>);

/// A value with some edits; none where nothing is left.
fn patch(kind: &Kind, value: Option<Value>, edits: &[Edit<'_>]) -> Option<Value> {
    if let Some((_, after)) = edits.iter().find(|(path, _)| path.is_empty()) {
        assert_eq!(edits.len(), 1, "one edit puts the whole in its place");
        return after.cloned();
    }
    if edits.is_empty() {
        return value.map(sorted);
    }
    let below = |wanted: &dyn Fn(&Step) -> bool| -> Vec<Edit<'_>> {
        edits.iter().filter(|(path, _)| wanted(&path[0])).map(|(path, after)| (&path[1..], *after)).collect()
    };
    match kind {
        Kind::Record(shape) => {
            let mut fields = Vec::new();
            for field in shape.fields {
                let before = value.as_ref().and_then(|value| value.get(field.key)).cloned();
                let edits = below(&|step| *step == Step::Key(field.key));
                fields.extend(patch(&field.kind, before, &edits).map(|value| (field.key, value)));
            }
            (!fields.is_empty()).then_some(Value::Record(fields))
        }
        Kind::Map(_, kind) => {
            let mut entries = match value {
                Some(Value::Map(entries)) => entries,
                _ => BTreeMap::new(),
            };
            let names: std::collections::BTreeSet<String> =
                edits.iter().map(|(path, _)| if let Step::Name(name) = &path[0] { name.clone() } else { panic!("a name") }).collect();
            for name in names {
                let edits = below(&|step| *step == Step::Name(name.clone()));
                if let Some(value) = patch(kind, entries.remove(&name), &edits) {
                    entries.insert(name, value);
                }
            }
            (!entries.is_empty()).then_some(Value::Map(entries))
        }
        Kind::List(item) => {
            let before = match value {
                Some(Value::List(items)) => items,
                _ => Vec::new(),
            };
            let mut items: Vec<Value> = Vec::new();
            for (index, value) in before.into_iter().enumerate() {
                let edits = below(&|step| matches!(step, Step::Item { old: Some(old), .. } if *old == index));
                items.extend(patch(item, Some(value), &edits));
            }
            for (path, after) in edits.iter().filter(|(path, _)| matches!(path[0], Step::Item { old: None, .. })) {
                assert_eq!(path.len(), 1, "a new item is whole");
                items.extend(after.cloned());
            }
            let items = sorted(Value::List(items));
            (items != Value::List(Vec::new())).then_some(items)
        }
        _ => panic!("a single value is replaced as a whole"),
    }
}

fn record(kind: RecordKind, value: &Value) -> String {
    yaml(&Kind::Record(shape_of(kind)), value)
}

/// A value in flow style. Texts are quoted; flags and counts must not be.
fn yaml(kind: &Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Flag | Kind::Count, Value::Text(text)) => text.clone(),
        (_, Value::Text(text)) => serde_json::to_string(text).expect("a text can be written"),
        (Kind::List(item), Value::List(items)) => {
            format!("[{}]", items.iter().map(|value| yaml(item, value)).collect::<Vec<_>>().join(", "))
        }
        (Kind::Map(_, kind), Value::Map(entries)) => {
            format!("{{{}}}", entries.iter().map(|(name, value)| format!("{name}: {}", yaml(kind, value))).collect::<Vec<_>>().join(", "))
        }
        (Kind::Record(shape), Value::Record(fields)) => {
            let field = |(key, value): &(&str, Value)| format!("{key}: {}", yaml(&shape.field(key).expect("a key").kind, value));
            format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        (kind, value) => panic!("{value:?} is no {kind:?}"),
    }
}

/// Numbers that are the same on every run: Knuth's linear congruential generator.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// A number below this one.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn one_of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// The stored text of random datasets: what their passages are taken from.
const STORED: &str = "He said that “the strait must be closed to all warships, and this must be written into a treaty.” She answered that \
    the tolls pay for the lights. “We have no plan to escort ships,” he said on Monday, 3 March. The talks go on in the autumn.";

const WORDS: [&str; 14] =
    ["strait", "tolls", "treaty", "must", "not", "be", "closed", "ships", "warships", "in", "autumn", "written", "пролив", "«никогда»"];

const DATES: [&str; 9] =
    ["1998-03-03", "1998-03", "1998?", "1999-05~", "[..1999-06-01]", "1997/1999", "2001-02-28", "1999-21", "1998-03-04"];

/// Makes random values for a set of ids.
struct Maker<'r> {
    random: &'r mut Random,
    ids: BTreeMap<RecordKind, Vec<String>>,
}

impl Maker<'_> {
    fn text(&mut self, most: usize) -> String {
        let count = 1 + self.random.below(most);
        (0..count).map(|_| *self.random.one_of(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    fn passage(&mut self) -> String {
        let words: Vec<&str> = STORED.split(' ').collect();
        let start = self.random.below(words.len() - 3);
        let end = (start + 2 + self.random.below(6)).min(words.len());
        let passage = words[start..end].join(" ");
        if self.random.chance(5) { format!("{passage} {}", self.random.one_of(&WORDS)) } else { passage }
    }

    fn value(&mut self, kind: &Kind) -> Value {
        let text = |text: String| Value::Text(text);
        match kind {
            Kind::Text => text(self.text(8)),
            Kind::Passage => text(self.passage()),
            Kind::Id(record) => text(self.id(*record)),
            Kind::Name => text(format!("former-{}", self.random.below(4))),
            Kind::Claim => text(format!("former-{}/claim-{}", self.random.below(3), self.random.below(3))),
            Kind::Target => {
                let kind = if self.random.chance(2) { RecordKind::Event } else { RecordKind::Claim };
                text(self.id(kind))
            }
            Kind::Date => text((*self.random.one_of(&DATES)).to_owned()),
            Kind::Word(words) => text((*self.random.one_of(words)).to_owned()),
            Kind::Flag => text("true".to_owned()),
            Kind::Count => text(self.random.below(9).to_string()),
            Kind::Format => unreachable!("the format is written by hand"),
            Kind::Url => text(format!("https://example.org/{}", self.random.below(9))),
            Kind::Sha256 => text(format!("{:064x}", self.random.below(9))),
            Kind::FileName => text(if self.random.chance(4) { "other.txt" } else { "stored.txt" }.to_owned()),
            Kind::Record(shape) if shape.name == "link" => self.link(),
            Kind::Record(shape) => {
                let mut fields = Vec::new();
                for field in shape.fields.iter().filter(|field| !matches!(field.key, "id" | "claims" | "format")) {
                    if field.required || self.random.chance(2) {
                        fields.push((field.key, self.value(&field.kind)));
                    }
                }
                Value::Record(fields)
            }
            Kind::List(item) => {
                let count = 1 + self.random.below(3);
                sorted(Value::List((0..count).map(|_| self.value(item)).collect()))
            }
            Kind::Map(key, kind) => {
                let count = 1 + self.random.below(2);
                let entries = (0..count).map(|_| (format!("name-{}", self.random.below(3)), self.value(kind)));
                let _ = key;
                Value::Map(entries.collect())
            }
        }
    }

    fn id(&mut self, kind: RecordKind) -> String {
        let ids = &self.ids[&kind];
        ids[self.random.below(ids.len())].clone()
    }

    fn link(&mut self) -> Value {
        let word = *self.random.one_of(LinkWord::ALL);
        let kind = if word.family() == LinkFamily::Event { RecordKind::Event } else { RecordKind::Claim };
        let to = self.id(kind);
        let mut fields = vec![("kind", Value::Text(word.as_str().to_owned())), ("to", Value::Text(to))];
        if self.random.chance(2) {
            fields.push(("why", Value::Text(self.text(6))));
        }
        Value::Record(fields)
    }

    fn record(&mut self, kind: RecordKind) -> Value {
        self.value(&Kind::Record(shape_of(kind)))
    }
}

const COUNTS: [(RecordKind, usize); 5] =
    [(RecordKind::Actor, 5), (RecordKind::Demand, 4), (RecordKind::Event, 3), (RecordKind::Source, 3), (RecordKind::Statement, 4)];

/// A random dataset: a handful of records of every kind, with every key of the format now and then.
pub fn random(seed: u64) -> Records {
    let mut random = Random(seed);
    let mut ids: BTreeMap<RecordKind, Vec<String>> = BTreeMap::new();
    for (kind, most) in COUNTS {
        let count = 1 + random.below(most);
        ids.insert(kind, (0..count).map(|number| format!("{}-{number}", kind.as_str())).collect());
    }
    let claims =
        ids[&RecordKind::Statement].iter().flat_map(|id| (0..1 + random.below(3)).map(move |number| format!("{id}/claim-{number}")));
    let claims: Vec<String> = claims.collect();
    ids.insert(RecordKind::Claim, claims);
    let mut maker = Maker { random: &mut random, ids: ids.clone() };
    let mut records = BTreeMap::new();
    for (kind, ids) in ids {
        for id in ids {
            let value = maker.record(kind);
            records.insert((kind, id), value);
        }
    }
    let mut manifest = maker.value(&Kind::Record(&shape::MANIFEST));
    put(&mut manifest, "texts", Value::Text("texts".to_owned()));
    let texts = [("stored.txt", STORED), ("other.txt", "Nothing of the kind.")];
    Records { manifest, records, texts: texts.map(|(name, text)| (name.to_owned(), text.to_owned())).into(), folder: "texts".to_owned() }
}

fn put(value: &mut Value, key: &'static str, with: Value) {
    let Value::Record(fields) = value else { panic!("a record") };
    match fields.iter_mut().find(|(name, _)| *name == key) {
        Some((_, value)) => *value = with,
        None => fields.push((key, with)),
    }
}

/// The same with some changes at random: keys, items and records are added, removed and changed, and records get other ids.
pub fn changed(records: &Records, seed: u64) -> Records {
    let mut random = Random(seed);
    let mut records = records.clone();
    let mut ids: BTreeMap<RecordKind, Vec<String>> = BTreeMap::new();
    for (kind, id) in records.records.keys() {
        ids.entry(*kind).or_default().push(id.clone());
    }
    for (kind, _) in COUNTS {
        ids.entry(kind).or_insert_with(|| vec![format!("{}-0", kind.as_str())]);
    }
    ids.entry(RecordKind::Claim).or_insert_with(|| vec!["statement-0/claim-0".to_owned()]);
    for _ in 0..1 + random.below(6) {
        let keys: Vec<(RecordKind, String)> = records.records.keys().cloned().collect();
        if keys.is_empty() {
            break;
        }
        let (kind, id) = random.one_of(&keys).clone();
        match random.below(10) {
            0 => remove(&mut records, kind, &id),
            1 => {
                let mut maker = Maker { random: &mut random, ids: ids.clone() };
                let value = maker.record(kind);
                let name = format!("new-{}", maker.random.below(4));
                let id = if kind == RecordKind::Claim { format!("{}/{name}", id.split_once('/').expect("a full id").0) } else { name };
                records.records.entry((kind, id)).or_insert(value);
            }
            2 => rename(&mut records, kind, &id, &mut random),
            3 => split_or_merge(&mut records, kind, &id, &mut random),
            _ => {
                let mut maker = Maker { random: &mut random, ids: ids.clone() };
                let value = records.records.get_mut(&(kind, id)).expect("the key is there");
                change(&mut maker, shape_of(kind), value);
            }
        }
    }
    if random.chance(3) {
        let mut maker = Maker { random: &mut random, ids };
        change(&mut maker, &shape::MANIFEST, &mut records.manifest);
        put(&mut records.manifest, "texts", Value::Text("texts".to_owned()));
    }
    records
}

fn remove(records: &mut Records, kind: RecordKind, id: &str) {
    let below = format!("{id}/");
    records.records.retain(|(own, key), _| {
        let is_it = *own == kind && key == id;
        let is_claim_of_it = kind == RecordKind::Statement && *own == RecordKind::Claim && key.starts_with(&below);
        !is_it && !is_claim_of_it
    });
}

/// Gives a record another id, and lets references follow; half of the time the record says so.
fn rename(records: &mut Records, kind: RecordKind, id: &str, random: &mut Random) {
    let name = format!("renamed-{}", random.below(4));
    let after = match (kind, random.chance(3)) {
        (RecordKind::Claim, false) => format!("{}/{name}", id.split_once('/').expect("a full id").0),
        (RecordKind::Claim, true) => {
            let statements: Vec<String> =
                records.records.keys().filter(|(kind, _)| *kind == RecordKind::Statement).map(|(_, id)| id.clone()).collect();
            if statements.is_empty() {
                return;
            }
            format!("{}/{name}", random.one_of(&statements))
        }
        _ => name,
    };
    if records.records.contains_key(&(kind, after.clone())) {
        return;
    }
    let mut renames = Renames::default();
    renames.add(kind, id, &after);
    let mut moved: Vec<(String, String)> = vec![(id.to_owned(), after.clone())];
    if kind == RecordKind::Statement {
        let below = format!("{id}/");
        for (own, claim) in records.records.keys().filter(|(own, key)| *own == RecordKind::Claim && key.starts_with(&below)) {
            let claim_after = format!("{after}/{}", &claim[below.len()..]);
            renames.add(*own, claim, &claim_after);
            moved.push((claim.clone(), claim_after));
        }
    }
    let mut all = BTreeMap::new();
    for ((own, key), value) in std::mem::take(&mut records.records) {
        let renamed = if own == kind || (kind == RecordKind::Statement && own == RecordKind::Claim) {
            moved.iter().find(|(before, _)| *before == key).map_or(key.clone(), |(_, after)| after.clone())
        } else {
            key.clone()
        };
        let shape = Kind::Record(shape_of(own));
        all.insert((own, renamed), sorted(renames.follow(&shape, &value)));
    }
    if random.chance(2) {
        let value = all.get_mut(&(kind, after)).expect("it was put there");
        put(value, "formerly", Value::List(vec![Value::Text(id.to_owned())]));
    }
    records.records = all;
    let shape = Kind::Record(&shape::MANIFEST);
    records.manifest = renames.follow(&shape, &records.manifest);
}

/// Puts two records in the place of one, or one in the place of two; each says what it was.
fn split_or_merge(records: &mut Records, kind: RecordKind, id: &str, random: &mut Random) {
    let other = records.records.keys().find(|(own, other)| *own == kind && other != id).map(|(_, other)| other.clone());
    let name = |number: usize| match id.split_once('/') {
        Some((statement, _)) => format!("{statement}/part-{number}"),
        None => format!("part-{number}"),
    };
    if kind == RecordKind::Statement || records.records.contains_key(&(kind, name(1))) || records.records.contains_key(&(kind, name(2))) {
        return;
    }
    let value = records.records[&(kind, id.to_owned())].clone();
    let mut add = |number: usize, former: &[&str]| {
        let mut value = value.clone();
        put(&mut value, "formerly", sorted(Value::List(former.iter().map(|id| Value::Text((*id).to_owned())).collect())));
        records.records.insert((kind, name(number)), value);
    };
    match other {
        Some(other) if random.chance(2) => {
            add(1, &[id, &other]);
            records.records.remove(&(kind, other));
        }
        _ => [1, 2].into_iter().for_each(|number| add(number, &[id])),
    }
    records.records.remove(&(kind, id.to_owned()));
}

/// Changes, adds or removes one key of a record, or something below it.
fn change(maker: &mut Maker<'_>, shape: &'static Shape, value: &mut Value) {
    let fields: Vec<_> = shape.fields.iter().filter(|field| !matches!(field.key, "id" | "claims" | "format")).collect();
    let field = *maker.random.one_of(&fields);
    if let Value::Record(all) = value
        && let Some(index) = all.iter().position(|(key, _)| *key == field.key)
    {
        match (&field.kind, &mut all[index].1) {
            (Kind::Record(shape), below) if maker.random.below(3) > 0 => return change(maker, shape, below),
            (Kind::List(Kind::Record(shape)), Value::List(items)) if shape.name != "link" && maker.random.below(3) > 0 => {
                let index = maker.random.below(items.len());
                return change(maker, shape, &mut items[index]);
            }
            _ if !field.required && maker.random.chance(3) => {
                all.remove(index);
                return;
            }
            _ => {}
        }
    }
    let with = maker.value(&field.kind);
    put(value, field.key, with);
}
