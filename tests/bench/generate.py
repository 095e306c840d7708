"""Writes a large invented dataset: the same bytes on every run and machine.

    python generate.py CLAIMS DIR [--seed N] [--each N]

Standard library only. Every passage stands in a stored text, every link has a reason and leads to a claim that is certainly
earlier, every record is used: `demarche check` should find nothing.
"""

import argparse
import bisect
import calendar
import datetime
import hashlib
import itertools
import pathlib
import random
import re
import textwrap

FIRST_DAY = datetime.date(2001, 3, 1)
LAST_DAY = datetime.date(2025, 10, 31)
CLAIMS_A_STATEMENT = 50
LARGE = 1000
RECORDS_A_FILE = 500
MONTHS = list(calendar.month_name)


class Dice:
    """Random choices that rest on `random.Random.random` alone, which Python keeps stable for a given seed."""

    def __init__(self, seed):
        self.roll = random.Random(seed).random

    def number(self, low, high):
        """A whole number from `low` to `high`, both included."""
        return low + int(self.roll() * (high - low + 1))

    def chance(self, share):
        return self.roll() < share

    def choice(self, items):
        return items[int(self.roll() * len(items))]

    def weighted(self, pairs):
        """One of the items of `[(item, weight)]`."""
        rest = self.roll() * sum(weight for _, weight in pairs)
        for item, weight in pairs:
            rest -= weight
            if rest < 0:
                return item
        return pairs[-1][0]


# ---------------------------------------------------------------------------------------------------------------- YAML

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .,'()/%~–’-]*\Z")
RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def scalar(text, indent):
    """A text as a YAML value: plain where it can be, folded where it is long, else between double quotes."""
    if len(text) > 100 and '"' not in text:
        lines = textwrap.wrap(text, 118 - indent, break_long_words=False, break_on_hyphens=False)
        return ">-\n" + "\n".join(" " * (indent + 2) + line for line in lines)
    if PLAIN.match(text) and text.lower() not in RESERVED and not text.endswith(" "):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def date_value(edtf):
    return f'"{edtf}"' if edtf.startswith("[") else edtf


def ids(items):
    return "[" + ", ".join(items) + "]"


class Lines:
    """Lines of a YAML file."""

    def __init__(self, schema):
        self.lines = [f"# yaml-language-server: $schema={schema}.json"]

    def add(self, indent, key, value):
        self.lines.append(f"{' ' * indent}{key}: {scalar(value, indent)}")

    def raw(self, indent, text):
        self.lines.append(" " * indent + text)

    def text(self):
        return "\n".join(self.lines) + "\n"


# --------------------------------------------------------------------------------------------------------------- dates


def day_words(day):
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def month_words(day):
    return f"{MONTHS[day.month]} {day.year}"


def month_span(day, before=0, after=0):
    """The first and last day of the month, widened by whole months."""
    first = day.year * 12 + day.month - 1 - before
    last = day.year * 12 + day.month - 1 + after
    end = datetime.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    return datetime.date(first // 12, first % 12 + 1, 1), end


PRECISIONS = [
    ("day", 68), ("month", 8), ("about-day", 6), ("about-month", 3), ("one-of", 6), ("some-day", 4), ("season", 2), ("year", 1),
    ("unknown", 2),
]


class Dated:
    """A date: its EDTF expression, the words of the text that it rests on, its basis, its earliest and latest day."""

    def __init__(self, precision, day):
        self.basis = "stated"
        if precision == "day":
            self.edtf, self.words, self.span = day.isoformat(), f"on {day_words(day)}", (day, day)
        elif precision == "month":
            self.edtf, self.words, self.span = day.isoformat()[:7], f"in {month_words(day)}", month_span(day)
        elif precision == "some-day":
            self.edtf, self.words, self.span = day.isoformat()[:8] + "XX", f"on some day of {month_words(day)}", month_span(day)
        elif precision == "year":
            self.edtf, self.words = str(day.year), f"in the course of {day.year}"
            self.span = (datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31))
        elif precision == "season":
            day = day.replace(month=10)
            self.edtf, self.words = f"{day.year}-23", f"in the autumn of {day.year}"
            self.span = month_span(day, 1, 1)
        elif precision == "about-day":
            week = datetime.timedelta(days=3)
            self.edtf, self.words, self.span = day.isoformat() + "~", f"on or about {day_words(day)}", (day - week, day + week)
            self.basis = "inferred"
        elif precision == "about-month":
            self.edtf, self.words, self.span = day.isoformat()[:7] + "~", f"in or about {month_words(day)}", month_span(day, 1, 1)
            self.basis = "inferred"
        elif precision == "one-of":
            end = day + datetime.timedelta(days=3)
            self.edtf, self.words = f"[{day.isoformat()}..{end.isoformat()}]", f"between {day_words(day)} and {day_words(end)}"
            self.span, self.basis = (day, end), "inferred"
        elif precision == "interval":
            end = day + datetime.timedelta(days=2)
            self.edtf, self.words = f"{day.isoformat()}/{end.isoformat()}", f"from {day_words(day)} to {day_words(end)}"
            self.span = (day, end)
        else:
            self.edtf, self.words, self.span, self.basis = None, "at a time that it left open", None, "unknown"


# --------------------------------------------------------------------------------------------------------------- words

SYLLABLES = [consonant + vowel for consonant in "b d f g k l n p r s t v z".split() for vowel in "aeiou"]
GIVEN = "Adela Bruno Clara Dario Edita Fabio Greta Hugo Ines Jonas Karin Lukas Nora Oskar Petra Rufus Sofia Tibor Ursula Viktor".split()
OUTLETS = "Gazette Courier Herald Observer Tribune Chronicle Dispatch Register".split()

# Title, and what it is in a sentence.
DEMANDS = [
    ("No new bases in {p}", "an end to new bases in {p}"),
    ("Return of the {p} archives", "the return of the archives of {p}"),
    ("Open crossings at {p}", "open crossings at {p}"),
    ("Troops out of {p}", "the withdrawal of troops from {p}"),
    ("Inspectors for the {p} depots", "access of inspectors to the depots at {p}"),
    ("Fishing rights off {p}", "fishing rights off {p}"),
    ("Release of the {p} convoy", "the release of the convoy held at {p}"),
    ("Consulates reopened in {p}", "the reopening of the consulates in {p}"),
    ("Gas transit through {p}", "gas transit through {p}"),
    ("A hotline with {p}", "a hotline with {p}"),
    ("No missiles near {p}", "the removal of missiles from the area of {p}"),
    ("Compensation for {p}", "compensation for the damage at {p}"),
    ("Observers at the {p} vote", "observers at the vote in {p}"),
    ("School language law of {p}", "a revision of the school language law of {p}"),
    ("Water shares of the {p} river", "fixed water shares of the {p} river"),
    ("Overflight ban above {p}", "an overflight ban above {p}"),
]
EVENTS = ["{p} conference", "incident at {p}", "exchange of notes in {p}", "round of talks at {p}", "signing of the {p} protocol",
          "closure of the {p} crossing", "sitting of the {p} commission", "recall of the envoys from {p}"]
EXTENTS = [
    "within {a} days", "in {a} of the {b} districts", "before the next {a} weeks are over", "under the eyes of {a} observers",
    "in {a} steps over {b} months", "for {a} of the {b} sites on the list", "by the end of round {a} of the talks",
    "for a period of {a} months",
]
REASONS = [
    "as note number {c} of our ministry sets out", "because {c} families in the border zone wait for it",
    "which the commission put on page {c} of its report", "since paragraph {c} of the protocol provides for it",
    "and our experts have laid {c} pages of proof on the table", "given the {c} incidents that our patrols have counted",
    "as was agreed in sitting {c} of the working group", "for the sake of the {c} people who work there",
    "and letter {c} of our delegation gives the details", "which {c} deputies of our parliament have asked for",
    "after {c} hours of talks in the smaller circle", "in line with point {c} of the paper that we handed over",
]
FILLERS = ["and I say this with all due respect", "as everyone in this room has heard", "and this is on record in both capitals",
           "as our delegation told the chair this morning"]
CONDITIONS = ["the other side answers note {c}", "all {c} observers are let in", "the talks of round {c} go ahead",
              "the convoy with {c} lorries may pass"]
CONSEQUENCES = ["close {c} crossings", "recall {c} of our experts", "halt {c} deliveries", "suspend {c} joint projects"]

# For each act: how often, what the speaker says, what the summary says, the firmness that it may have.
ACTS = {
    "appeal": (16, ["We ask for {w}", "We appeal to our partners to grant {w}", "Our people hope for {w}"], "asks for", ["appeals", "proposes"]),
    "demand": (26, ["We insist on {w}", "We require {w}", "Our government demands {w}", "There has to be {w}"], "demands",
               ["demands", "demands", "precondition", "ultimatum"]),
    "offer": (10, ["We are ready to talk about {w}", "Our side puts forward {w}", "We have a draft on {w}"], "offers to settle", ["floats", "proposes"]),
    "accept": (5, ["We agree to {w}", "Our side goes along with {w}"], "agrees to", []),
    "concede": (3, ["We could live with a part of {w}", "Our side is willing to wait for {w}"], "gives way on", ["floats", "proposes"]),
    "reject": (7, ["We refuse {w}", "Our side turns down {w}"], "refuses", []),
    "threaten": (4, ["We want {w}"], "threatens measures over", ["ultimatum"]),
    "accuse": (9, ["The other side holds up {w}", "Their officers stand in the way of {w}"], "accuses the other side of holding up", []),
    "assure": (6, ["We keep our word on {w}", "Our side stands by its promise of {w}"], "promises to keep to", []),
    "assess": (8, ["We see {w} coming", "Our staff do not expect {w}"], "gives a view on", []),
    "inform": (6, ["Our office has received {w} as an item of the agenda", "Our clerks have put {w} on file"], "reports on the handling of", []),
}
ACT_WEIGHTS = [(act, row[0]) for act, row in ACTS.items()]
FIRMNESS = ["floats", "proposes", "appeals", "demands", "precondition", "ultimatum"]
WHY = {
    "reiterates": ["Says the same again about {t}.", "Repeats the earlier words on {t} after {d}."],
    "specifies": ["Names an extent that the claim of {d} left open.", "Puts figures on what was said about {t}."],
    "broadens": ["Takes in more than the claim of {d} did.", "Widens what was said about {t}."],
    "hardens": ["Firmer than the words of {d} about {t}.", "Raises the tone on {t} against {d}."],
    "softens": ["Looser than the words of {d} about {t}.", "Lowers the tone on {t} against {d}."],
    "justifies": ["Gives a reason for what was said about {t}.", "Explains the claim of {d}."],
    "accepts": ["Agrees to what the other side said about {t}."],
    "rejects": ["Refuses what the other side said about {t}.", "Turns down the claim of {d}."],
    "counters": ["Answers the claim of {d} with a proposal of its own.", "Meets the other side's words on {t} with other terms."],
    "prompted-by": ["The speaker refers to what had happened there.", "Follows that event and takes up its subject."],
    "belied-by": ["What happened there was the opposite of what had been said."],
    "fulfils": ["What was asked for came about there."],
    "violates": ["What happened there went against what had been said."],
}


def capital(text):
    return text[0].upper() + text[1:]


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Names:
    """Invented names, no two alike."""

    def __init__(self, dice):
        self.dice = dice
        self.taken = set()

    def word(self, syllables=3, ending=""):
        while True:
            name = "".join(self.dice.choice(SYLLABLES) for _ in range(syllables)) + ending
            if name not in self.taken:
                self.taken.add(name)
                return capital(name)


# ------------------------------------------------------------------------------------------------------------- records


class Dataset:
    """The records of the dataset, made in the order of time."""

    def __init__(self, claims, seed, each=CLAIMS_A_STATEMENT):
        self.count, self.each = claims, each
        # A small record is about one state, so that there is something to draw: the others speak now and then.
        self.is_small = claims < LARGE
        self.dice = Dice(seed)
        self.names = Names(self.dice)
        self.summaries = set()
        self.make_actors(max(20, claims // 200))
        self.make_demands(max(6, claims // 20) if self.is_small else max(15, claims // 100))
        self.plan_statements()
        self.make_events(max(4, claims // 25) if self.is_small else max(15, claims // 100))
        self.threads = {}
        for statement in self.statements:
            self.make_claims(statement)

    def make_actors(self, count):
        states, outlets = max(4, count // 5), max(4, count // 6)
        bodies = min(states, count // 5 - 1 if count < 40 else states)
        persons = count - states - outlets - bodies
        self.states = []
        for _ in range(states):
            name, seat = self.names.word(2, self.dice.choice(["nia", "dor", "land"])), self.names.word(3)
            self.states.append({"id": slug(name), "name": name, "seat": seat})
        self.bodies = [{"id": f"{state['id']}-ministry", "name": f"Foreign Ministry of {state['name']}", "state": state} for state in self.states[:bodies]]
        self.persons = []
        for number in range(persons):
            state = number % states
            body = self.bodies[state] if state < bodies and number // states % 2 == 0 else None
            # Long, so that no place has nearly the name of a person.
            family = self.names.word(2, self.dice.choice(["stern", "brand", "quist", "strand"]))
            name = f"{self.dice.choice(GIVEN)} {family}"
            office = self.dice.choice(["Foreign Minister", "Deputy Foreign Minister"] if body else ["President", "Prime Minister", "Speaker of Parliament"])
            self.persons.append({
                "id": slug(name), "name": name, "family": family, "state": self.states[state], "principal": (body or self.states[state])["id"],
                "office": office, "native": state % 3 == 0,
            })
        self.outlets = []
        for number in range(outlets):
            name = f"The {self.names.word(3)} {OUTLETS[number % len(OUTLETS)]}"
            self.outlets.append({"id": slug(name[4:]), "name": name})

    def make_demands(self, count):
        self.demands = []
        states = len(self.states)
        for number in range(count):
            place = self.names.word(3)
            title, what = (pattern.format(p=place) for pattern in DEMANDS[number % len(DEMANDS)])
            holders = list(dict.fromkeys([number % states, (number * 7 + 1) % states, (number * 11 + 2) % states]))
            extra = (number + 1) % states
            while len(holders) < 3:
                holders += [extra] if extra not in holders else []
                extra = (extra + 1) % states
            self.demands.append({
                "id": slug(title), "title": title, "what": what, "holders": holders,
                "broader": self.demands[self.dice.number(0, number // 4)] if number and number % 5 else None,
                "topic": self.dice.choice(["arms", "borders", "trade", "diplomacy", "law"]),
            })
        self.of_state = [[demand for demand in self.demands if state in demand["holders"]] for state in range(states)]

    def plan_statements(self):
        count = max(1, self.count // self.each)
        sizes, shift = [], 0
        for number in range(count):
            shift = self.dice.number(-(self.each // 6), self.each // 6) if number % 2 == 0 else -shift
            sizes.append(self.each + shift)
        sizes[-1] += self.count - sum(sizes)
        days = (LAST_DAY - FIRST_DAY).days
        self.statements, self.unnamed, visits = [], [], [0] * len(self.states)
        for number, size in enumerate(sizes):
            # A person of every state speaks in turn; who of them is drawn.
            state = number % len(self.states)
            if self.is_small:
                state = number // 8 % (len(self.states) - 1) + 1 if number % 8 == 3 else 0
            own = [person for person in self.persons if person["state"] is self.states[state]]
            speaker = own[visits[state] % len(own)]
            day = FIRST_DAY + datetime.timedelta(days=days * number // count + self.dice.number(0, max(1, days // count // 2)))
            precision = "day" if number in (0, count - 1) else self.dice.weighted(PRECISIONS)
            if precision == "unknown":
                speaker = self.make_unnamed(self.states[state], number + 1)
            demands = self.of_state[state]
            first = visits[state] * 7
            chosen = [demands[(first + offset) % len(demands)] for offset in range(min(7, len(demands)))]
            visits[state] += 1
            # The numbers keep ids apart without any look-up; the outlet goes round so that each one is used.
            outlet = self.outlets[number % len(self.outlets)]
            self.statements.append({
                "id": f"{slug(speaker['family'].removeprefix('The '))}-{number + 1:05}", "source": f"{outlet['id']}-{number + 1:05}", "number": number, "size": size,
                "speaker": speaker, "state": state, "precision": precision, "day": day, "demands": chosen, "outlet": outlet,
                "event": None, "mentions": [], "claims": [], "paragraphs": [],
                "form": self.dice.choice(["interview", "press-conference", "speech", "briefing"]),
            })
        self.date_statements()

    def make_unnamed(self, state, number):
        """A voice without a name, for one undated statement."""
        unnamed = {"id": f"unnamed-official-{number:05}", "name": f"Unnamed official of {state['name']} ({number})", "family": "The official",
                   "state": state, "principal": None, "office": None, "native": True}
        self.unnamed.append(unnamed)
        return unnamed

    def date_statements(self):
        """Dates each statement as precisely as was drawn, but so that two statements of one speaker are certainly apart."""
        last, following = {}, {}
        for statement in reversed(self.statements):
            statement["following"] = following.get(statement["speaker"]["id"], datetime.date.max)
            following[statement["speaker"]["id"]] = statement["day"]
        for statement in self.statements:
            speaker = statement["speaker"]["id"]
            date = Dated(statement["precision"], statement["day"])
            if date.span and not (last.get(speaker, datetime.date.min) < date.span[0] and date.span[1] < statement["following"]):
                date = Dated("day", statement["day"])
            if date.span:
                last[speaker] = date.span[1]
            statement["date"] = date

    def make_events(self, count):
        self.events = []
        dated = [statement for statement in self.statements if statement["date"].span]
        starts = list(itertools.accumulate((statement["date"].span[0] for statement in dated), max))
        days = (dated[-1]["day"] - dated[0]["day"]).days - 12
        for number in range(count):
            occasion = number % 8 == 3 and dated[(number * 5) % len(dated)]
            if occasion and len(occasion["date"].edtf) == 10 and not occasion["event"]:
                date, teller = occasion["date"], occasion
            else:
                occasion = None
                day = dated[0]["day"] + datetime.timedelta(days=2 + days * number // count)
                date = Dated("interval" if self.dice.chance(0.25) else "day", day)
                teller = next(statement for statement in dated[bisect.bisect_right(starts, date.span[1]):] if statement["date"].span[0] > date.span[1])
            place = self.names.word(3)
            title = self.dice.choice(EVENTS).format(p=place) if not occasion else f"press conference in {place}"
            event = {"id": slug(title), "title": title, "date": date, "place": place, "source": teller["source"]}
            event["evidence"] = f"The {title} took place {date.words}."
            states = [teller["speaker"]["state"]["id"], self.dice.choice(self.states)["id"]]
            event["participants"] = list(dict.fromkeys(([occasion["speaker"]["id"]] if occasion else []) + states))
            teller["paragraphs"].append(event["evidence"])
            if occasion:
                occasion["event"] = event
            else:
                teller["mentions"].append(event)
            self.events.append(event)
        self.by_end = sorted(self.events, key=lambda event: (event["date"].span[1], event["id"]))
        self.ends = [event["date"].span[1] for event in self.by_end]
        self.by_start = sorted(self.events, key=lambda event: (event["date"].span[0], event["id"]))
        self.begins = [event["date"].span[0] for event in self.by_start]

    def make_claims(self, statement):
        for number in range(statement["size"]):
            demand = statement["demands"][number % len(statement["demands"])]
            claim = self.make_claim(statement, demand, number)
            statement["claims"].append(claim)
        if statement["date"].span:
            for claim in statement["claims"]:
                self.threads.setdefault((statement["state"], claim["demand"]["id"]), []).append((statement, claim))

    def earlier(self, statement, state, demand):
        """A claim of that state on the demand that is certainly earlier: one of the latest twelve."""
        span = statement["date"].span
        thread = self.threads.get((state, demand["id"]), [])[-12:] if span else []
        fit = [entry for entry in thread if entry[0]["date"].span[1] < span[0]]
        return self.dice.choice(fit) if fit else None

    def make_claim(self, statement, demand, number):
        dice = self.dice
        others = [state for state in demand["holders"] if state != statement["state"]]
        answered = self.earlier(statement, dice.choice(others), demand) if dice.chance(0.4) else None
        act = dice.weighted(ACT_WEIGHTS)
        if act in ("accept", "reject") and not answered:
            act = "demand"
        claim = {"act": act, "demand": demand, "links": [], "statement": statement["id"]}
        claim["firmness"] = dice.choice(ACTS[act][3]) if ACTS[act][3] else None
        while not self.word_claim(claim, statement, demand, number):
            pass
        self.link_claim(claim, statement, demand, number, answered)
        return claim

    def word_claim(self, claim, statement, demand, number):
        """Gives the claim its words; tells whether nobody has said them yet."""
        dice, act, speaker = self.dice, claim["act"], statement["speaker"]
        figures = {"a": dice.number(3, 60), "b": dice.number(61, 200), "c": dice.number(2, 990)}
        extent = dice.choice(EXTENTS).format(**figures)
        opening = dice.choice(ACTS[act][1])
        claim["negated"] = " do not " in opening
        core = f"{opening.format(w=demand['what'])} {extent}"
        claim["condition"] = claim["consequence"] = None
        summary = f"{speaker['family']} {ACTS[act][2]} {demand['what']} {extent}"
        if claim["firmness"] in ("precondition", "ultimatum"):
            claim["condition"] = dice.choice(CONDITIONS).format(**figures)
            core += f" if {claim['condition']}"
        if claim["firmness"] == "ultimatum":
            claim["consequence"] = dice.choice(CONSEQUENCES).format(**figures)
            core += f" or else we shall {claim['consequence']}"
        if claim["negated"]:
            summary = f"{speaker['family']} does not expect {demand['what']} {extent}"
        reason = dice.choice(REASONS).format(**figures)
        summary = f"{summary} (item {figures['c']})."
        if summary in self.summaries:
            return False
        self.summaries.add(summary)
        claim["summary"] = summary
        claim["label"] = f"{capital(act)}: {demand['title']} ({figures['a']}, {figures['c']})"
        claim["id"] = f"{act}-{slug(extent)}-{number + 1}"
        words = f"{core}, {reason}"
        spoken = words
        passage = words
        if dice.chance(0.05):
            spoken, passage = f"{core}, {dice.choice(FILLERS)}, {reason}", f"{core}, […] {reason}"
        elif dice.chance(0.1):
            spoken = words.replace("our ", "our own ", 1) if "our " in words else words
            passage = spoken
        style = dice.number(0, 3)
        if style == 0:
            paragraph = f"“{spoken},” {speaker['family']} said."
        elif style == 1:
            paragraph = f"{speaker['family']} told the reporters: “{spoken}.”"
        elif style == 2:
            paragraph = f"In answer to question {number + 1} the speaker replied: “{spoken}.”"
        else:
            paragraph = f"On another point the words were: “{spoken}.” The interpreter repeated them."
        form = "verbatim" if speaker["native"] else "translated"
        claim["evidence"] = [(form, passage)]
        if dice.chance(0.2):
            report = f"{speaker['family']} also spoke of {demand['what']} with a view to {figures['c']} open cases in file {number + 1}"
            paragraph += f" {report}."
            claim["evidence"].append(("paraphrase", report))
        if number == 0:
            statement["title"] = f"{speaker['family']} speaks about {demand['what']}"
            claim["evidence"].append(("headline", statement["title"]))
        statement["paragraphs"].append(paragraph)
        return True

    def link_claim(self, claim, statement, demand, number, answered):
        dice = self.dice
        for _ in range(2 if dice.chance(0.35) else 1):
            found = self.earlier(statement, statement["state"], demand)
            if found and all(link[1] != found[1]["full"] for link in claim["links"]):
                self.add_link(claim, self.lineage(claim, found[1]), found)
        if answered:
            kind = {"accept": "accepts", "reject": "rejects"}.get(claim["act"], "counters")
            self.add_link(claim, kind, answered)
        if number < len(statement["mentions"]):
            self.add_event_link(claim, "prompted-by", statement["mentions"][number])
        elif statement["date"].span and dice.chance(0.2):
            first, last = statement["date"].span
            before, after = bisect.bisect_left(self.ends, first), bisect.bisect_right(self.begins, last)
            if dice.chance(0.6) and before:
                self.add_event_link(claim, "prompted-by", self.by_end[dice.number(max(0, before - 4), before - 1)])
            elif after < len(self.by_start):
                kind = {"assure": "belied-by", "accept": "violates"}.get(claim["act"], "fulfils")
                self.add_event_link(claim, kind, self.by_start[dice.number(after, min(after + 3, len(self.by_start) - 1))])
        claim["full"] = f"{statement['id']}/{claim['id']}"

    def lineage(self, claim, earlier):
        """The kind of lineage link that fits the firmness of the two claims."""
        if claim["act"] == "concede":
            return "softens"
        if claim["firmness"] and earlier["firmness"]:
            step = FIRMNESS.index(claim["firmness"]) - FIRMNESS.index(earlier["firmness"])
            return "hardens" if step > 0 else "softens" if step < 0 else self.dice.choice(["reiterates", "specifies", "broadens"])
        return "reiterates" if claim["act"] == earlier["act"] else "justifies"

    def add_link(self, claim, kind, found):
        statement, target = found
        why = self.dice.choice(WHY[kind]).format(t=target["demand"]["title"], d=statement["date"].words.split(" ", 1)[1])
        claim["links"].append((kind, target["full"], why))

    def add_event_link(self, claim, kind, event):
        claim["links"].append((kind, event["id"], self.dice.choice(WHY[kind])))


# ------------------------------------------------------------------------------------------------------------- writing


def stored_text(statement):
    """The text of the source: headline, dateline, then the paragraphs, wrapped, with typographic quotes and dashes."""
    speaker, published = statement["speaker"], statement["published"]
    opening = (
        f"{speaker['name']}, {speaker['office'] or 'who asked for discretion'}, spoke to reporters {statement['date'].words}. What follows is taken from the notes of "
        f"this newspaper."
    )
    remark = "The hosts called it a “frank exchange of views” between neighbours."
    # A text that tells the day of its publication bounds that of the statement, which one without a date must not have.
    dateline = statement["outlet"]["name"] + (f" – published on {day_words(published)}" if published else "")
    paragraphs = [statement["title"], dateline, opening, *statement["paragraphs"], remark]
    return "\n\n".join(textwrap.fill(paragraph, 100, break_long_words=False, break_on_hyphens=False) for paragraph in paragraphs) + "\n"


def write_statement(statement):
    speaker, date = statement["speaker"], statement["date"]
    out = Lines("../schemas/statement")
    out.add(0, "id", statement["id"])
    out.add(0, "speaker", speaker["id"])
    if speaker["principal"]:
        out.add(0, "as", speaker["office"])
        out.add(0, "on_behalf_of", speaker["principal"])
    out.raw(0, f"addressees: {ids(statement['addressees'])}")
    out.add(0, "form", statement["form"])
    if statement["event"]:
        out.add(0, "event", statement["event"]["id"])
    if date.edtf:
        out.raw(0, f"date: {date_value(date.edtf)}")
        out.raw(0, "dating:")
        out.add(2, "basis", date.basis)
        out.raw(2, "evidence:")
        out.raw(4, f"- source: {statement['source']}")
        out.add(6, "passage", f"spoke to reporters {date.words}")
        if date.basis == "inferred":
            out.add(2, "note", "The text leaves the day open and gives the bounds.")
    else:
        out.raw(0, "dating: {basis: unknown, note: The text leaves the time open.}")
    out.raw(0, "claims:")
    for claim in statement["claims"]:
        write_claim(out, claim, statement)
    return out.text()


def write_claim(out, claim, statement):
    out.raw(2, f"{claim['id']}:")
    out.add(4, "act", claim["act"])
    out.add(4, "demand", claim["demand"]["id"])
    if claim["firmness"]:
        out.add(4, "firmness", claim["firmness"])
    out.add(4, "label", claim["label"])
    out.add(4, "summary", claim["summary"])
    for key in ("condition", "consequence"):
        if claim[key]:
            out.add(4, key, capital(claim[key]))
    if claim["negated"]:
        out.raw(4, "negated: true")
    out.add(4, "confidence", claim["confidence"])
    out.raw(4, "evidence:")
    for form, passage in claim["evidence"]:
        out.raw(6, f"- source: {statement['source']}")
        out.add(8, "form", form)
        out.add(8, "passage", passage)
    if claim["links"]:
        out.raw(4, "links:")
    for kind, target, why in claim["links"]:
        out.raw(6, f"- kind: {kind}")
        out.raw(8, f"to: {target}")
        out.add(8, "why", why)


def actor_records(data):
    for state in data.states:
        yield state["id"], [("kind", "state"), ("name", state["name"]), ("aliases", [state["seat"]])]
    for body in data.bodies:
        yield body["id"], [("kind", "government-body"), ("name", body["name"]), ("acts_for", body["state"]["id"])]
    speaking = {statement["speaker"]["id"] for statement in data.statements}
    for person in data.persons:
        if data.is_small and person["id"] not in speaking:
            continue
        office = f"{{title: {person['office']}, of: {person['principal']}, since: 2000, basis: general-knowledge}}"
        yield person["id"], [("kind", "person"), ("name", person["name"]), ("aliases", [person["family"]]), ("acts_for", person["principal"]),
                             ("offices", [office])]
    for unnamed in data.unnamed:
        yield unnamed["id"], [("kind", "anonymous"), ("name", unnamed["name"]), ("acts_for", unnamed["state"]["id"])]
    for outlet in data.outlets:
        yield outlet["id"], [("kind", "media"), ("name", outlet["name"])]


def demand_records(data):
    for demand in data.demands:
        holders = [data.states[holder]["id"] for holder in demand["holders"][:2]]
        record = [("title", demand["title"]), ("description", f"What is asked for is {demand['what']}, to be settled between the states concerned."),
                  ("addressees", holders)]
        if demand["broader"]:
            record.append(("broader", demand["broader"]["id"]))
        yield demand["id"], record + [("topic", demand["topic"])]


def event_records(data):
    for event in data.events:
        dating = {"basis": "stated", "evidence": [{"source": event["source"], "passage": event["evidence"]}]}
        yield event["id"], [("title", capital(event["title"])), ("date", event["date"].edtf), ("dating", dating), ("place", event["place"]),
                            ("participants", event["participants"]), ("sources", [event["source"]])]


def source_records(data):
    for statement in data.statements:
        day = statement["published"]
        published = {"basis": "unknown", "note": "The text carries no date."}
        if day:
            published = {"date": day.isoformat(), "basis": "stated", "evidence": [{"passage": f"published on {day_words(day)}"}]}
        foreign = not statement["speaker"]["native"]
        yield statement["source"], [
            ("title", statement["title"]), ("publisher", statement["outlet"]["id"]), ("kind", "news-report"),
            ("url", f"https://example.org/{statement['source']}"), ("language", "en"),
            ("published", published),
            ("retrieved", {"basis": "unknown", "note": "Nothing in the text tells when it was stored."}),
            ("reliability", "BC"[foreign]), ("credibility", "23"[foreign]),
            ("text", statement["source"] + ".txt"), ("sha256", statement["sha256"]),
            ("uncoded", [{"passage": "frank exchange of views", "reason": "Words of the hosts about the meeting."}]),
        ]


def write_records(directory, table, records):
    """Writes a table into one file, or into a folder of files where it is long."""
    records = list(records)
    if len(records) <= RECORDS_A_FILE:
        parts = [(directory / f"{table}.yaml", records, "schemas/")]
    else:
        parts = [
            (directory / table / f"{table}-{start // RECORDS_A_FILE + 1:03}.yaml", records[start:start + RECORDS_A_FILE], "../schemas/")
            for start in range(0, len(records), RECORDS_A_FILE)
        ]
    for path, part, schemas in parts:
        out = Lines(schemas + table)
        out.raw(0, f"{table}:")
        for name, record in part:
            out.raw(2, f"{name}:")
            for key, value in record:
                write_value(out, 4, key, value)
        write_file(path, out.text())


def write_value(out, indent, key, value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        out.raw(indent, f"{key}:")
        for entry in value:
            for number, (name, text) in enumerate(entry.items()):
                dash = "- " if number == 0 else "  "
                out.raw(indent + 2, f"{dash}{name}: {scalar(text, indent + 4)}")
    elif isinstance(value, list):
        out.raw(indent, f"{key}: {ids(value)}")
    elif isinstance(value, dict):
        out.raw(indent, f"{key}:")
        for name, inner in value.items():
            write_value(out, indent + 2, name, inner)
    elif key == "date" or key == "credibility":
        out.raw(indent, f"{key}: {date_value(value)}")
    else:
        out.add(indent, key, value)


def write_file(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_dataset(claims, directory, seed=1, each=CLAIMS_A_STATEMENT):
    """Writes the dataset; gives back its counts and the bytes of YAML in its statement files and in all."""
    directory = pathlib.Path(directory)
    data = Dataset(claims, seed, each)
    dice = Dice(seed + 1)
    statement_bytes = links = passages = 0
    for statement in data.statements:
        span = statement["date"].span
        days = datetime.timedelta(days=dice.number(1, 9))
        statement["published"] = span and span[1] + days
        others = [state["id"] for state in data.states if state is not statement["speaker"]["state"]]
        first = dice.number(0, len(others) - 1)
        statement["addressees"] = sorted({others[first], others[(first + 1) % len(others)]})
        for claim in statement["claims"]:
            claim["confidence"] = dice.weighted([("high", 75), ("moderate", 20), ("low", 5)])
            links += len(claim["links"])
            passages += len(claim["evidence"])
        text = stored_text(statement)
        statement["sha256"] = hashlib.sha256(text.encode("utf-8")).hexdigest()
        write_file(directory / "texts" / f"{statement['source']}.txt", text)
        yaml = write_statement(statement)
        statement_bytes += len(yaml.encode("utf-8"))
        write_file(directory / "statements" / f"{statement['id']}.yaml", yaml)
    write_records(directory, "actors", actor_records(data))
    write_records(directory, "demands", demand_records(data))
    write_records(directory, "events", event_records(data))
    write_records(directory, "sources", source_records(data))
    counts = {
        "actors": sum(1 for _ in actor_records(data)), "demands": len(data.demands), "events": len(data.events), "sources": len(data.statements),
        "statements": len(data.statements), "claims": claims,
    }
    manifest = Lines("schemas/manifest")
    manifest.raw(0, "format: 1")
    manifest.add(0, "title", f"An invented record of {claims} claims")
    manifest.add(0, "focus", data.states[0]["id"])
    manifest.add(0, "licence", "CC0-1.0")
    manifest.add(0, "texts", "texts")
    manifest.raw(0, "expect: {" + ", ".join(f"{kind}: {count}" for kind, count in counts.items()) + "}")
    write_file(directory / "demarche.yaml", manifest.text())
    return counts | {"authored_links": links, "claim_passages": passages, "statement_bytes": statement_bytes}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=int, help="how many claims, at least 40")
    parser.add_argument("directory", help="the folder to write; best a new one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=CLAIMS_A_STATEMENT, help="about how many claims a statement has")
    options = parser.parse_args()
    if options.claims < 40 or options.claims < 8 * options.each:
        parser.error("fewer than 40 claims, or fewer than eight statements, do not use every record")
    counts = write_dataset(options.claims, options.directory, options.seed, options.each)
    print(", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items()))


if __name__ == "__main__":
    main()
