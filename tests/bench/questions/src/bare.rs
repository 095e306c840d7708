//! The same questions answered by bare loops over arrays: what is left when everything that a tool needs is taken away.

use crate::export::{Row, Rows};

/// The number of links of the shortest path, searched from both ends.
pub struct Shortest<'r> {
    rows: &'r Rows,
    seen: [Vec<u32>; 2],
    round: u32,
    rims: [Vec<u32>; 2],
    next: Vec<u32>,
}

impl<'r> Shortest<'r> {
    pub fn new(rows: &'r Rows) -> Self {
        Shortest { rows, seen: [vec![0; rows.len()], vec![0; rows.len()]], round: 0, rims: [Vec::new(), Vec::new()], next: Vec::new() }
    }

    pub fn links(&mut self, from: u32, to: u32) -> i64 {
        if from == to {
            return 0;
        }
        self.round += 1;
        let mut links = 0;
        let mut costs = [0, 0];
        for (side, node) in [from, to].into_iter().enumerate() {
            self.rims[side].clear();
            self.rims[side].push(node);
            self.seen[side][node as usize] = self.round;
            costs[side] = self.rows.of(node).len();
        }
        while !self.rims[0].is_empty() && !self.rims[1].is_empty() {
            let side = usize::from(costs[0] > costs[1]);
            links += 1;
            costs[side] = 0;
            self.next.clear();
            for node in &self.rims[side] {
                for end in self.rows.of(*node) {
                    if self.seen[1 - side][*end as usize] == self.round {
                        return links;
                    }
                    if self.seen[side][*end as usize] != self.round {
                        self.seen[side][*end as usize] = self.round;
                        costs[side] += self.rows.of(*end).len();
                        self.next.push(*end);
                    }
                }
            }
            std::mem::swap(&mut self.rims[side], &mut self.next);
        }
        -1
    }
}

/// A shortest path, searched from both ends.
pub struct Path<'r> {
    rows: &'r Rows,
    seen: [Vec<u32>; 2],
    /// From which node each was met, on the way from either end.
    before: [Vec<u32>; 2],
    round: u32,
    rims: [Vec<u32>; 2],
    next: Vec<u32>,
}

impl<'r> Path<'r> {
    pub fn new(rows: &'r Rows) -> Self {
        let row = || vec![0; rows.len()];
        Path { rows, seen: [row(), row()], before: [row(), row()], round: 0, rims: [Vec::new(), Vec::new()], next: Vec::new() }
    }

    /// The nodes of the path, both ends included; none where there is no path.
    pub fn nodes(&mut self, from: u32, to: u32) -> Vec<u32> {
        if from == to {
            return vec![from];
        }
        self.round += 1;
        let mut costs = [0, 0];
        for (side, node) in [from, to].into_iter().enumerate() {
            self.rims[side].clear();
            self.rims[side].push(node);
            self.seen[side][node as usize] = self.round;
            self.before[side][node as usize] = node;
            costs[side] = self.rows.of(node).len();
        }
        while !self.rims[0].is_empty() && !self.rims[1].is_empty() {
            let side = usize::from(costs[0] > costs[1]);
            costs[side] = 0;
            self.next.clear();
            for node in &self.rims[side] {
                for end in self.rows.of(*node) {
                    if self.seen[1 - side][*end as usize] == self.round {
                        let middle = if side == 0 { (*node, *end) } else { (*end, *node) };
                        return self.joined(middle);
                    }
                    if self.seen[side][*end as usize] != self.round {
                        self.seen[side][*end as usize] = self.round;
                        self.before[side][*end as usize] = *node;
                        costs[side] += self.rows.of(*end).len();
                        self.next.push(*end);
                    }
                }
            }
            std::mem::swap(&mut self.rims[side], &mut self.next);
        }
        Vec::new()
    }

    fn joined(&self, (last, first): (u32, u32)) -> Vec<u32> {
        let way = |side: usize, mut at: u32| {
            let mut way = vec![at];
            while self.before[side][at as usize] != at {
                at = self.before[side][at as usize];
                way.push(at);
            }
            way
        };
        let mut nodes = way(0, last);
        nodes.reverse();
        nodes.extend(way(1, first));
        nodes
    }
}

/// The number of paths of at most four links without a repeated node: what lies within two links of the end is marked, and nothing else
/// is walked to where no more than two are left.
pub struct Simple<'r> {
    rows: &'r Rows,
    /// The distance to the end, counted from the number of the round.
    marks: Vec<u32>,
    round: u32,
    way: Vec<u32>,
}

impl<'r> Simple<'r> {
    const LONGEST: u32 = 4;

    pub fn new(rows: &'r Rows) -> Self {
        Simple { rows, marks: vec![0; rows.len()], round: 0, way: Vec::new() }
    }

    pub fn count(&mut self, from: u32, to: u32) -> i64 {
        self.round += Self::LONGEST;
        self.marks[to as usize] = self.round;
        let mut rim = vec![to];
        for links in 1..=2 {
            let mut next = Vec::new();
            for node in rim {
                for end in self.rows.of(node) {
                    if self.marks[*end as usize] < self.round {
                        self.marks[*end as usize] = self.round + links;
                        next.push(*end);
                    }
                }
            }
            rim = next;
        }
        self.way.clear();
        self.way.push(from);
        if from == to { 1 } else { self.walk(to) }
    }

    fn walk(&mut self, to: u32) -> i64 {
        let rows = self.rows;
        let left = Self::LONGEST - self.way.len() as u32;
        let mut found = 0;
        for end in rows.of(self.way[self.way.len() - 1]) {
            if *end == to {
                found += 1;
                continue;
            }
            let mark = self.marks[*end as usize];
            let is_open = if left <= 2 { mark >= self.round && mark - self.round <= left } else { true };
            if left > 0 && is_open && !self.way.contains(end) {
                self.way.push(*end);
                found += self.walk(to);
                self.way.pop();
            }
        }
        found
    }
}

/// The number of nodes that are reached.
pub struct Reached<'r> {
    rows: &'r Rows,
    seen: Vec<u32>,
    round: u32,
    queue: Vec<u32>,
}

impl<'r> Reached<'r> {
    pub fn new(rows: &'r Rows) -> Self {
        Reached { rows, seen: vec![0; rows.len()], round: 0, queue: Vec::new() }
    }

    pub fn count(&mut self, from: u32) -> i64 {
        self.round += 1;
        self.queue.clear();
        self.queue.push(from);
        self.seen[from as usize] = self.round;
        let mut at = 0;
        while let Some(node) = self.queue.get(at).copied() {
            at += 1;
            for end in self.rows.of(node) {
                if self.seen[*end as usize] != self.round {
                    self.seen[*end as usize] = self.round;
                    self.queue.push(*end);
                }
            }
        }
        self.queue.len() as i64
    }
}

/// The day on which each node can be reached without going back in time. Read kindly, the earliest day on which that is possible; read
/// strictly, the day by which it is certain.
pub struct Arrivals<'r> {
    rows: &'r Rows,
    /// The last day on which one may come in, and the first on which one may go on.
    gates: Vec<(i32, i32)>,
    order: Vec<u32>,
    days: Vec<i32>,
    touched: Vec<bool>,
    ready: Vec<u32>,
}

const NEVER: i32 = i32::MAX;
const ALWAYS: i32 = i32::MIN;

impl<'r> Arrivals<'r> {
    pub fn new(rows: &'r Rows, spans: &[Option<(i64, i64)>], is_strict: bool) -> Self {
        let small = |day: i64| day.clamp(i64::from(ALWAYS), i64::from(NEVER - 1)) as i32;
        let gate = |span: &Option<(i64, i64)>| match *span {
            None => (NEVER, ALWAYS),
            Some((first, last)) if is_strict => (small(first), small(last)),
            Some((first, last)) => (small(last), small(first)),
        };
        let gates: Vec<(i32, i32)> = spans.iter().map(gate).collect();
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by_key(|node| gates[*node as usize].1);
        Arrivals { rows, gates, order, days: vec![NEVER; rows.len()], touched: vec![false; rows.len()], ready: Vec::new() }
    }

    pub fn scan(&mut self, from: u32) -> impl Iterator<Item = i32> {
        self.days.fill(NEVER);
        self.touched.fill(false);
        let mut now = self.gates[from as usize].1;
        self.days[from as usize] = now;
        self.ready.push(from);
        let mut later = self.order.iter();
        loop {
            while let Some(node) = self.ready.pop() {
                for end in self.rows.of(node) {
                    let place = *end as usize;
                    if self.days[place] != NEVER {
                        continue;
                    }
                    let (gate, day) = self.gates[place];
                    if now > gate {
                        continue;
                    }
                    if day > now {
                        self.touched[place] = true;
                    } else {
                        self.days[place] = now;
                        self.ready.push(*end);
                    }
                }
            }
            let Some(next) = later.find(|node| self.touched[**node as usize] && self.days[**node as usize] == NEVER).copied() else {
                break;
            };
            now = self.gates[next as usize].1;
            self.days[next as usize] = now;
            self.ready.push(next);
        }
        self.days.iter().copied().filter(|day| *day != NEVER)
    }
}

impl Arrivals<'_> {
    /// How many nodes are reached from at most 64 starts, a bit for each, and the sum of the days.
    pub fn together(&self, starts: &[u32]) -> [i64; 2] {
        let row = || vec![0_u64; self.rows.len()];
        let (mut there, mut waiting, mut arrived) = (row(), row(), row());
        starts.iter().enumerate().for_each(|(bit, start)| waiting[*start as usize] |= 1 << bit);
        let (mut ready, mut sums) = (Vec::new(), [0, 0]);
        for node in &self.order {
            let now = self.gates[*node as usize].1;
            let mut reach = |node: u32, bits: u64, there: &mut [u64], arrived: &mut [u64], ready: &mut Vec<u32>| {
                there[node as usize] |= bits;
                if arrived[node as usize] == 0 {
                    ready.push(node);
                }
                arrived[node as usize] |= bits;
                sums[0] += i64::from(bits.count_ones());
                sums[1] += if now == ALWAYS { 0 } else { i64::from(now) * i64::from(bits.count_ones()) };
            };
            let bits = waiting[*node as usize] & !there[*node as usize];
            if bits == 0 {
                continue;
            }
            reach(*node, bits, &mut there, &mut arrived, &mut ready);
            while let Some(node) = ready.pop() {
                let bits = std::mem::take(&mut arrived[node as usize]);
                for end in self.rows.of(node) {
                    let bits = bits & !there[*end as usize];
                    let (gate, day) = self.gates[*end as usize];
                    if bits == 0 || now > gate {
                        continue;
                    }
                    if day > now {
                        waiting[*end as usize] |= bits;
                    } else {
                        reach(*end, bits, &mut there, &mut arrived, &mut ready);
                    }
                }
            }
        }
        sums
    }
}

/// Threads, those in which somebody took a position, and the utterances that did.
pub fn positions(claims: &[Row]) -> Vec<i64> {
    let mut order: Vec<&Row> = claims.iter().filter(|row| row.demand.is_some()).collect();
    order.sort_unstable_by_key(|row| (row.principal, row.demand, row.days.is_none(), row.days, row.statement, row.index));
    let mut sums = vec![0, 0, 0];
    let mut statements = Vec::new();
    for thread in order.chunk_by(|a, b| (a.principal, a.demand) == (b.principal, b.demand)) {
        statements.clear();
        statements.extend(thread.iter().filter(|row| row.takes_position).map(|row| row.statement));
        statements.sort_unstable();
        statements.dedup();
        sums[0] += 1;
        sums[1] += i64::from(!statements.is_empty());
        sums[2] += statements.len() as i64;
    }
    sums
}
