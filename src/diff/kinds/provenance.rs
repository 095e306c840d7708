//! Kinds of change that touch what the record rests on.

kinds! { Provenance:
    WARNING_OPENED "warning-opened" <-> "warning-closed",
        "a rule finds something to warn of that was not there before":
        "A warning of `demarche check` after the change that was not there before it."
        "A reader of the record could be misled."
        "`rests-on-paraphrase-only`: the quotation of a claim was taken out."
        "Mend it, or acknowledge it on the record with a reason: then the reason is what you review."
    ERROR_CLOSED "error-closed" <-> "error-opened",
        "an error is gone":
        "An error of `demarche check` before the change that is not there after it."
        "Errors end by being mended, and also by being acknowledged, or with the record that had them."
        "A passage was corrected, and is found in its source again."
        "See whether it was mended. An acknowledgement is told as a change of its own."
    PROOF_GAINED "proof-gained" <-> "proof-lost",
        "a passage that was not proved is found in its source":
        "A passage that was not found before, or whose source had no stored text, and stands there now."
        "What it says can be looked up."
        "The stored text was added, or a letter of the passage corrected."
        "See that the passage was corrected and not the stored text."
    POSITION_PROVED "position-proved" <-> "position-unproved",
        "the words that a position rests on are proved now":
        "The same claim as before is the position, and a passage of the strongest form that it rests on is found in its source, which was not so."
        "What the side wants can be shown in its source."
        "The stored text of the interview was added."
        "See that the passage was corrected and not the stored text."
    FOUNDATION_GAINED "foundation-gained" <-> "foundation-lost",
        "a claim that rested on nothing has evidence":
        "A claim that had no evidence has some now."
        "What it says can be looked up."
        "The source that it cites was added."
        "Compare the passages with the summary."
    UNPROVED_PASSAGE_REMOVED "unproved-passage-removed" <-> "unproved-passage-added",
        "a passage that was not proved was removed":
        "A passage that was not found in its source is gone."
        "The record promises less, and keeps it."
        "A passage that stood nowhere was deleted."
        "See what its record rests on now."
    SOURCE_ADDED "source-added" <-> "source-removed",
        "a source was added":
        "One more text that reports what was said."
        "What is coded from it is as good as it is."
        "The report of an agency, with its stored text."
        "Look at the publisher, at what it relays, and at the grades."
    EVENT_ADDED "event-added" <-> "event-removed",
        "an event was added":
        "One more thing that happened."
        "Claims are placed before and after it, and may be belied by it."
        "The start of the talks in Geneva."
        "Check its date and what that rests on."
    EVENT_REMOVED "event-removed" <-> "event-added",
        "an event was removed":
        "Something that happened is gone, under no other id."
        "Links to it are gone too."
        "The event that belied an assurance was deleted."
        "See which claims were linked to it."
    ACTOR_ADDED "actor-added" <-> "actor-removed",
        "an actor was added":
        "One more person, state, body, organisation, alliance, outlet or unnamed voice."
        "The same person under two ids splits the position in two."
        "A second `Ryabkov`."
        "See that no actor there is already is the same."
    ACTOR_REMOVED "actor-removed" <-> "actor-added",
        "an actor was removed":
        "An actor is gone, under no other id."
        "What it said, published or stood for hangs in the air."
        "An outlet was deleted and with it what it published."
        "Look at the dependents."
    EVIDENCE_ADDED moves "evidence-added" <-> "evidence-removed",
        "a claim has one more passage":
        "A piece of evidence was added to a claim that was there before."
        "It strengthens the claim, if it is proved and says the same."
        "A second report of the same interview."
        "Compare the passage with the summary."
    EVIDENCE_REMOVED moves "evidence-removed" <-> "evidence-added",
        "a claim has one passage less":
        "A piece of evidence of a claim is gone."
        "The claim rests on less."
        "The quotation was deleted and the headline kept."
        "See what is left, and whether it carries the summary."
    EVIDENCE_SOURCE_CHANGED "evidence-source-changed" <-> "evidence-source-changed",
        "a passage is cited from another source":
        "`source` of a piece of evidence changed and the passage is alike."
        "Who reports it is part of what it is worth."
        "From the blog to the agency that it relays."
        "See that the passage stands in the other source."
    UPSTREAM_CHANGED "upstream-changed" <-> "upstream-changed",
        "a passage came by another source":
        "`via` of a piece of evidence was added, removed or changed."
        "It tells which of the sources that a page relays answers for the words."
        "Of a page that relays two agencies, the one that the sentence names."
        "Read in the text whom the sentence names."
    FORM_CHANGED moves "form-changed" <-> "form-changed",
        "a passage counts as other words":
        "`form` of a piece of evidence changed."
        "It tells the speaker's own words from a reporter's. A paraphrase must never look like a quotation."
        "From `paraphrase` to `translated`."
        "Look in the source whether the passage stands between quotation marks."
    PASSAGE_CHANGED "passage-changed" <-> "passage-changed",
        "a passage has other words":
        "The words of a piece of evidence changed. Where they lost or gained their proof, that is reported above."
        "A passage that was cut differently may say something else."
        "`[…]` now hides half of the sentence."
        "Read both in the source, with what stands around them."
    PASSAGE_CONTEXT_CHANGED "passage-context-changed" <-> "passage-context-changed",
        "what tells a passage apart from equal ones changed":
        "`prefix` or `suffix` of a passage was added, removed or changed."
        "It may point to another place in the source."
        "`prefix: he said` was added to a passage that stands there twice."
        "Look up the place."
    TRANSLATION_CHANGED "translation-changed" <-> "translation-changed",
        "the language, translator or original words of a passage changed":
        "`language`, `translator` or `original` of a piece of evidence was added, removed or changed."
        "A reader who knows the language wants to compare."
        "The Russian words were added."
        "Compare them with the passage."
    ANALYST_CHANGED "analyst-changed" <-> "analyst-changed",
        "an inference is somebody else's":
        "`analyst` of a piece of evidence was added, removed or changed."
        "An inference without a name answers to nobody."
        "From `the curators` to a person."
        "Ask whether that person agrees."
    CONFIDENCE_CHANGED "confidence-changed" <-> "confidence-changed",
        "the analyst is more or less sure of a claim":
        "`confidence` was added, removed or changed."
        "It says how sure the coding is, never how firm the speaker was."
        "From `low` to `high`."
        "Ask what new evidence there is."
    LINK_REASON_CHANGED "link-reason-changed" <-> "link-reason-changed",
        "the reason of a link changed":
        "`why` of a link was added, removed or changed."
        "The reason is what a reviewer can judge the link by."
        "The reason now names the earlier words."
        "See that it holds."
    BASIS_CHANGED "basis-changed" <-> "basis-changed",
        "a date rests on another basis":
        "`basis` of a dating changed: stated, inferred, general knowledge or unknown."
        "A date that was inferred must not look like one that the source states."
        "From `inferred` to `stated`."
        "Read the passages that the date rests on."
    DATE_EVIDENCE_ADDED "date-evidence-added" <-> "date-evidence-removed",
        "a date rests on one more passage":
        "A passage was added to the evidence of a date."
        "It makes the date provable."
        "`on Saturday`."
        "Work the date out from the passages."
    DATE_EVIDENCE_REMOVED "date-evidence-removed" <-> "date-evidence-added",
        "a date rests on one passage less":
        "A passage of the evidence of a date is gone."
        "The date may hang in the air."
        "The line with the date of the page was removed."
        "Work the date out from what is left."
    DATE_EVIDENCE_CHANGED "date-evidence-changed" <-> "date-evidence-changed",
        "the passage that a date rests on changed":
        "The source or the words of a passage of the evidence of a date changed."
        "The date must still follow from it."
        "`on Saturday` became `on Sunday`."
        "Work the date out again."
    PUBLICATION_DATE_CHANGED "publication-date-changed" <-> "publication-date-changed",
        "a source was published at another time":
        "`published` of a source: its `date` was added, removed or changed."
        "It is the date of the page, never that of the utterance; but statements are dated by it."
        "`2023-09-22` became `2021-12-13`."
        "Read what the page says."
    RETRIEVAL_DATE_CHANGED "retrieval-date-changed" <-> "retrieval-date-changed",
        "a source was retrieved at another time":
        "`retrieved` of a source, or its `date`, was added, removed or changed."
        "It says which version of a page was stored."
        "The page was stored again a year later."
        "See whether the stored text changed."
    PUBLISHER_CHANGED "publisher-changed" <-> "publisher-changed",
        "a source has another publisher":
        "`publisher` changed."
        "Who says so is what the record is asked about."
        "From an unidentified outlet to a named one."
        "Look at the page."
    SOURCE_KIND_CHANGED "source-kind-changed" <-> "source-kind-changed",
        "a source is another sort of text":
        "`kind` of a source changed."
        "A blog is not an agency."
        "From `blog` to `news-report`."
        "Look at the page."
    URL_CHANGED "url-changed" <-> "url-changed",
        "a source has another address":
        "`url` was added, removed or changed."
        "It is where a reader goes to see for himself."
        "The address of the archive."
        "Open it, with care."
    SOURCE_LANGUAGE_CHANGED "source-language-changed" <-> "source-language-changed",
        "a source has another language":
        "`language` or `translated_from` of a source was added, removed or changed."
        "It decides what counts as the speaker's words in translation."
        "`translated_from: es` was added."
        "See that the forms of the passages fit."
    RELAYS_CHANGED "relays-changed" <-> "relays-changed",
        "a source repeats other sources":
        "`relays` changed."
        "Two reports that relay one agency are one source, not two."
        "The agency that the blog repeats is named."
        "See which claims rest on both."
    GRADE_CHANGED "grade-changed" <-> "grade-changed",
        "a source has another grade":
        "`reliability` or `credibility` was added, removed or changed."
        "It is the judgement of the curators on the source."
        "From `D` to `B`."
        "Ask why."
    UNCODED_ADDED "uncoded-added" <-> "uncoded-removed",
        "a quotation is left uncoded":
        "An entry under `uncoded` was added: no claim uses a quotation, on purpose."
        "What is left out may be what matters."
        "`rather cold`, a remark on the hall."
        "Read the quotation and the reason."
    UNCODED_REMOVED "uncoded-removed" <-> "uncoded-added",
        "a quotation is no longer left uncoded":
        "An entry under `uncoded` is gone."
        "The quotation is coded now, or nobody accounts for it."
        "A claim uses the quotation now."
        "See `demarche coverage`."
    UNCODED_CHANGED "uncoded-changed" <-> "uncoded-changed",
        "a quotation that is left uncoded, or the reason, changed":
        "The words or the reason of an entry under `uncoded` changed."
        "What is left out may be what matters."
        "The reason now says `irony`."
        "Read the quotation and the reason."
    CAPACITY_CHANGED "capacity-changed" <-> "capacity-changed",
        "a speaker spoke in another office":
        "`as` of a statement was added, removed or changed."
        "A minister's word weighs more than a party leader's."
        "`Deputy Foreign Minister` was added."
        "Read how the source calls the speaker."
    OCCASION_CHANGED "occasion-changed" <-> "occasion-changed",
        "a statement was made on another occasion":
        "`form`, `venue` or `event` of a statement was added, removed or changed."
        "A treaty draft weighs more than a remark."
        "From `interview` to `press-conference`."
        "Read in the source where it was said."
    ACTOR_KIND_CHANGED "actor-kind-changed" <-> "actor-kind-changed",
        "an actor is of another kind":
        "`kind` of an actor changed."
        "A state, a person and an unnamed voice are read differently."
        "From `anonymous` to `person`."
        "See what identified it."
    OFFICE_ADDED "office-added" <-> "office-removed",
        "an actor holds one more office":
        "An entry under `offices` was added."
        "It says for whom the actor could speak, and when."
        "Deputy Foreign Minister since 2008."
        "See what it rests on."
    OFFICE_REMOVED "office-removed" <-> "office-added",
        "an actor holds one office less":
        "An entry under `offices` is gone."
        "It says for whom the actor could speak, and when."
        "An office that was never held."
        "See what it rested on."
    OFFICE_CHANGED "office-changed" <-> "office-changed",
        "an office of an actor changed":
        "The title, body, time or basis of an office changed."
        "It says for whom the actor could speak, and when."
        "`until: 2020` was added."
        "See what it rests on."
    IDENTIFIERS_CHANGED "identifiers-changed" <-> "identifiers-changed",
        "an actor has other ids elsewhere":
        "An entry under `identifiers` was added, removed or changed."
        "It ties the actor to one person or body in the world."
        "`wikidata: Q4402768` was added."
        "Look it up."
    CIRCUMSTANCES_CHANGED "circumstances-changed" <-> "circumstances-changed",
        "the place or the participants of an event changed":
        "`place` or `participants` of an event was added, removed or changed."
        "Who was there bears on what was said there."
        "NATO is named as a participant."
        "See what the sources say."
    EVENT_SOURCES_CHANGED "event-sources-changed" <-> "event-sources-changed",
        "other sources mention an event":
        "`sources` of an event changed."
        "An event without a source is general knowledge at best."
        "A source was added."
        "See that it mentions the event."
    LICENCE_CHANGED "licence-changed" <-> "licence-changed",
        "the licence of the claims changed":
        "`licence` of the manifest was added, removed or changed."
        "Whoever reuses the claims relies on it."
        "From `CC-BY-4.0` to `CC0-1.0`."
        "All who contributed must agree."
    RENAMED_BY_SIMILARITY "renamed-by-similarity" <-> "renamed-by-similarity",
        "a record seems to have another id":
        "One record is gone and another of its kind is new, and their words are alike. The score is stated: 100 % is the same words."
        "It is a guess. Where it is wrong, something was removed and something else added."
        "`ryabkov` is gone, `sergei-ryabkov` is new, with the same name: 88 %."
        "If it is a new id for the same thing, write the old one under `formerly`: then it is no guess."
    SPLIT moves "split" <-> "merged",
        "a record was split":
        "Several new records name one former id. The one that is most alike is compared with it; the others are reported as split from it."
        "What counted for one counts for several."
        "A demand is split in two, and each names it under `formerly`."
        "See which claims went where."
    MERGED moves "merged" <-> "split",
        "records were merged":
        "One new record names several former ids. The one that is most alike is compared with it; the others are reported as merged into it."
        "What counted for several counts for one."
        "Two demands that meant the same are one now."
        "See that they did mean the same."
}
