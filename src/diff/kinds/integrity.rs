//! Kinds of change that touch whether the record can be trusted at all.

kinds! { Integrity:
    PROOF_LOST "proof-lost" <-> "proof-gained",
        "a passage that was proved is no longer found in its source":
        "A passage that stood in the stored text of its source before, and does not now: its words, its place, or the text itself changed."
        "Quotations are proved, not trusted. Without its proof a passage is hearsay."
        "`must be closed` became `should be closed`, which the source does not have."
        "Restore the words of the source, or the stored text. `demarche check` shows the nearest words that the source really has."
    POSITION_UNPROVED "position-unproved" <-> "position-proved",
        "the words that a position rests on are no longer proved":
        "The same claim as before is the position, but no passage of the strongest form that it rests on is found in its source now."
        "It is the answer to `who says so`: without the proof nobody can show that the side ever said it."
        "One phrase of the quotation behind the present demand was changed, and the source does not have it so."
        "Restore the words, or the stored text, before anybody quotes the position."
    UNPROVED_PASSAGE_ADDED "unproved-passage-added" <-> "unproved-passage-removed",
        "a new passage is not found in its source":
        "A passage that was not there before and that the stored text of its source does not have, or has in several places, or whose source \
         has no stored text."
        "A new claim with words that nobody can look up is the easiest way to put words into somebody's mouth."
        "A claim with the passage `We will attack`, which stands nowhere in the cited article."
        "Ask for the stored text, or for the exact words."
    FOUNDATION_LOST "foundation-lost" <-> "foundation-gained",
        "a claim has no evidence any more":
        "A claim that had evidence before has none now: it was removed, or its sources were."
        "A claim that rests on nothing is the curator's word alone."
        "The only source of a claim was removed, and the claim is still there."
        "It needs another passage, or must go."
    ERROR_OPENED "error-opened" <-> "error-closed",
        "a rule finds an error that was not there before":
        "An error of `demarche check` after the change that was not there before it. A rule that finds as much about a record as before found \
         nothing new, whatever the words."
        "An error means that the record cannot be trusted as it stands: words that nobody said, a negation left out, a file that cannot be read."
        "`negation-in-gap`: a passage left out `no` behind `[…]`."
        "Mend it as `demarche explain RULE` says, or refuse the change."
    SOURCE_REMOVED "source-removed" <-> "source-added",
        "a source was removed":
        "A source that was there before and is not now, under no other id."
        "All that rests on it loses its foundation at once. The dependents are listed."
        "The report of 13 December is gone, and with it the evidence of twelve claims."
        "Look at the dependents: each must rest on another source or go too."
    NEW_RECORD_ACKNOWLEDGES "new-record-acknowledges" <-> "acknowledging-record-removed",
        "a new record comes with a finding about its evidence accepted":
        "A record that was not there before accepts a finding of a rule that says whether its words carry it."
        "The check is silent about it from its first day on, so that nobody but the reviewer of this change will see it."
        "A new claim leaves out `no plan, no` behind `[…]` and acknowledges `negation-in-gap`."
        "Read the reason, and the words in their source."
    TEXT_CHANGED "text-changed" <-> "text-changed",
        "the stored text of a source has other bytes":
        "The file with the stored text changed, appeared or vanished. The hashes of its bytes are compared."
        "Who can change the stored text can make any quotation provable."
        "One word was dropped in the stored article, and the passage was adapted."
        "Compare the text with the publication. A text that was stored again should differ in nothing that is quoted."
    TEXT_REFERENCE_CHANGED "text-reference-changed" <-> "text-reference-changed",
        "a source names another stored text or another hash":
        "`text` or `sha256` of a source changed."
        "The two tie the record to the bytes that it was coded from."
        "`sha256` was set to the hash of an altered file, so that `check` stays silent."
        "See whether the stored text changed too, and whether that was meant."
    TEXTS_FOLDER_CHANGED "texts-folder-changed" <-> "texts-folder-changed",
        "the manifest names another folder of stored texts":
        "`texts` in the manifest changed."
        "All passages are then looked up in other files."
        "`texts: seeds` became `texts: seeds2`."
        "Compare the two folders file by file."
    RULE_SEVERITY_CHANGED "rule-severity-changed" <-> "rule-severity-changed",
        "the manifest gives a rule another severity":
        "An entry under `severities` in the manifest was added, removed or changed."
        "It decides what `check` fails on. A check that was turned down no longer protects anybody."
        "`severities: {lineage-to-other-side: note}`."
        "Ask why the rule is in the way. A single finding is better acknowledged where it stands."
    FLOOR_LOWERED "floor-lowered" <-> "floor-raised",
        "the manifest expects fewer records":
        "A number under `expect` in the manifest was lowered or removed."
        "The floor makes mass deletion fail loudly. Lowered in the same change, it does not."
        "`claims: 95` became `claims: 60` in the branch that removes a statement."
        "It must match removals that are meant."
    ACKNOWLEDGEMENT_ADDED "acknowledgement-added" <-> "acknowledgement-removed",
        "a finding was accepted in the record":
        "An entry under `acknowledge` was added: a finding of a rule is silenced, with a reason."
        "It is the record's own way to say: this looks wrong and is not. A reviewer should agree."
        "`{rule: negation-in-gap, why: …}` on a claim with an omission."
        "Read the reason, and the finding with `demarche check --acknowledged`."
    DATASET_REMOVED "dataset-removed" <-> "dataset-added",
        "there is no dataset any more":
        "The folder of the dataset, or the manifest in it, is not there after the change: it was deleted, moved, or replaced by a symbolic link, a \
         submodule or a file."
        "Nothing that was recorded is left to be read where everybody looks for it. Every check on it would pass by not running."
        "`data` became a symbolic link to a folder outside the repository."
        "Refuse it, unless the dataset was meant to end or to move; a move needs `--data`, and the workflow, to follow."
    DEPENDENTS_AFFECTED "dependents-affected" <-> "",
        "records referred to one that was removed":
        "All records that referred to a removed one before, directly or through others."
        "What was removed may have carried more than itself: evidence, dates, links, positions."
        "A source is removed: twelve claims cited it, and nine others link to those."
        "Go through the records that are still there. Each has lost a reference, or refers to one that has."
}
