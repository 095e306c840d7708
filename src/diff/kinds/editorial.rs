//! Kinds of change that touch how the record is worded and ordered for its readers.

kinds! { Editorial:
    RENAMED "renamed" <-> "renamed",
        "a record has another id":
        "A record names its former id under `formerly`. References that follow are counted and are no changes of their own."
        "Ids are for ever. A new one is fine where the record says what it was called."
        "`formerly: [ryabkov]` on `sergei-ryabkov`."
        "See that it is the same thing under a better name."
    ACKNOWLEDGEMENT_REMOVED "acknowledgement-removed" <-> "acknowledgement-added",
        "a finding is no longer accepted in the record":
        "An entry under `acknowledge` is gone."
        "The finding is mended, or `check` reports it again."
        "The omission was written out."
        "Run `demarche check`."
    ACKNOWLEDGEMENT_REASON_CHANGED "acknowledgement-reason-changed" <-> "acknowledgement-reason-changed",
        "the reason for accepting a finding changed":
        "`why` of an entry under `acknowledge` changed."
        "It is what a reader is told instead of the finding."
        "A reason that names the words left out."
        "See that it holds."
    NAME_CHANGED "name-changed" <-> "name-changed",
        "an actor has another name":
        "`name` changed."
        "It is how every output calls the actor."
        "From `S. Ryabkov` to `Sergei Ryabkov`."
        "See that it is the same actor."
    ALIASES_CHANGED "aliases-changed" <-> "aliases-changed",
        "an actor has other spellings":
        "`aliases` changed."
        "By them the actor is recognised in sources."
        "`Рябков` was added."
        "See that no other actor has the same spelling."
    QUERY_ALIAS_CHANGED "query-alias-changed" <-> "query-alias-changed",
        "a name for a query changed":
        "An entry under `aliases` in the manifest was added, removed or changed."
        "A query that uses the name gives another answer."
        "`moscow: actor(russia)` became `moscow: actor(russia) - form(headline)`."
        "Ask for the old and the new query and compare."
    DATASET_ADDED "dataset-added" <-> "dataset-removed",
        "there is a dataset where there was none":
        "The manifest and its folder are new: the other side has no dataset there, so that all records look new."
        "Nothing is compared: whoever reviews it reads the whole record for the first time."
        "The pull request that takes `demarche` into use."
        "Read the manifest: the severities of rules, the folder of texts and the floors hold from now on."
    FLOOR_RAISED "floor-raised" <-> "floor-lowered",
        "the manifest expects more records":
        "A number under `expect` in the manifest was added or raised."
        "From now on `check` fails where there are fewer."
        "`claims: 60` became `claims: 95` with the statements that were added."
        "Nothing: a floor that is too high fails by itself."
    WATCH_ADDED "watch-added" <-> "watch-removed",
        "a pair of records is watched":
        "An entry under `watch` in the manifest was added."
        "From now on a comparison tells when a path between the two appears or vanishes."
        "`{from: kolar-2024-05-04/tolls, to: karn-talks}` was added."
        "Nothing, unless the reason tells more than the record does."
    WATCH_REMOVED "watch-removed" <-> "watch-added",
        "a pair of records is no longer watched":
        "An entry under `watch` in the manifest was removed."
        "The next comparison will not tell when the path between the two vanishes; this one still does."
        "`{from: kolar-2024-05-04/tolls, to: karn-talks}` was removed."
        "Ask why the path matters no more."
    TITLE_CHANGED "title-changed" <-> "title-changed",
        "a title changed":
        "`title` of the manifest, a demand, an event or a source changed."
        "It is what pictures and tables show."
        "From `No NATO enlargement` to `No further NATO enlargement`."
        "See that it says no more than the record."
    LABEL_CHANGED "label-changed" <-> "label-changed",
        "the label of a claim changed":
        "`label` was added, removed or changed."
        "It is what the card in a picture says."
        "From `Wants guarantees` to `Wants guarantees in writing`."
        "It must say no more than the summary."
    TOPIC_CHANGED "topic-changed" <-> "topic-changed",
        "a demand has another topic":
        "`topic` was added, removed or changed."
        "Lanes are grouped by it."
        "From `nato` to `arms`."
        "Look at the picture."
    NOTE_CHANGED "note-changed" <-> "note-changed",
        "a note changed":
        "`note` of a record, a date or a passage was added, removed or changed."
        "It is for curators; the reasoning of a date stands there."
        "The reasoning of a date was written out."
        "See that it fits what it is about."
    ACKNOWLEDGING_RECORD_REMOVED "acknowledging-record-removed" <-> "new-record-acknowledges",
        "a record that accepted a finding about its evidence is gone":
        "A record that is not there any more accepted a finding of a rule that says whether its words carry it."
        "What was accepted is no longer in the record."
        "A claim with an acknowledged gap was removed."
        "Nothing, unless the record is missed."
    WARNING_CLOSED "warning-closed" <-> "warning-opened",
        "something that a rule warned of is gone":
        "A warning of `demarche check` before the change that is not there after it."
        "Warnings end by being mended, and also by being acknowledged, or with the record that had them."
        "A claim that rested on a paraphrase has a quotation."
        "See whether it was mended."
    FORMERLY_CHANGED "formerly-changed" <-> "formerly-changed",
        "a record has other former ids":
        "`formerly` was added, removed or changed."
        "By it a rename is told from a removal."
        "`formerly: [ryabkov]` was added."
        "See whether the former id was there before, and is gone now."
}
