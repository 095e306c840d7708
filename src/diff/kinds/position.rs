//! Kinds of change that touch what the record says that somebody wants, and since when.

kinds! { Position:
    POSITION_TAKEN "position-taken" <-> "position-lost",
        "a side has a position that it did not have":
        "The record now has a side take a position on a demand on which it took none before."
        "It is what a reader will quote: since now, X demands Y."
        "A new statement has Moscow demand the return of property, for the first time in the record."
        "See the claim that takes it and the words that it rests on."
    POSITION_LOST "position-lost" <-> "position-taken",
        "a side has no position any more":
        "No claim is left in which the side takes a position on the demand."
        "Silence is not withdrawal: if it was said, the record must keep it."
        "The only claim on a demand was removed or coded as `inform`."
        "See which change took it away, and whether the claim was wrong or only unwelcome."
    POSITION_HARDENED "position-hardened" <-> "position-softened",
        "a position is firmer than before":
        "The claim that last moved the position has a firmer word than the one before the change."
        "It is the main thing that the record is asked about."
        "From `demands` to `ultimatum`."
        "Read the words of the claim that moved it, and whether they are the speaker's own."
    POSITION_SOFTENED "position-softened" <-> "position-hardened",
        "a position is less firm than before":
        "The claim that last moved the position has a looser word than the one before the change."
        "It is the main thing that the record is asked about."
        "From `precondition` to `proposes`."
        "Read the words of the claim that moved it, and whether they are the speaker's own."
    POSITION_WITHDRAWN "position-withdrawn" <-> "position-reinstated",
        "a position was withdrawn":
        "The last step of the thread now withdraws the position, and did not before."
        "A withdrawal ends a demand in every picture and table."
        "A link `withdraws` was added to the latest claim."
        "Silence is not withdrawal. The words must say it."
    POSITION_REINSTATED "position-reinstated" <-> "position-withdrawn",
        "a withdrawn position stands again":
        "The last step of the thread withdrew the position before, and does not now."
        "A demand that counted as given up is alive again."
        "A later claim was added, or the link `withdraws` was removed."
        "See which of the two it is."
    POSITION_MOVED "position-moved" <-> "position-moved",
        "a position rests on another claim, act or step":
        "As firm as before, but the claim that last moved it, its act, its shift, or whether the speaker is quoted changed."
        "Who said it, and how well that is proved, is part of the answer to `who says so`."
        "The position now rests on a quotation of June 2025 and no longer on a paraphrase of 2023."
        "Compare the claim before with the claim after."
    POSITION_REWORDED "position-reworded" <-> "position-reworded",
        "a position reads otherwise":
        "The same claim as before is the position, as firm as before; but whether it is negated or hypothetical, its condition, its consequence, to \
         whom it is addressed, or the words that it rests on changed."
        "A demand under a condition is another demand, and a negation turns it round."
        "`negated: true` was set on the claim that last moved the position."
        "Compare the words before with the words after, and both with the source."
    POSITION_RECOUNTED "position-recounted" <-> "position-recounted",
        "in how many utterances a position was taken changed":
        "The position is the same, and as old; the number of utterances in which it was taken changed."
        "How often something was said is no measure of how firmly, but it is quoted as one."
        "Two statements turned out to be one interview, reported twice."
        "See which statements were merged, added or removed."
    POSITION_REDATED "position-redated" <-> "position-redated",
        "since when or until when a position was taken changed":
        "The position is the same; when it was said, introduced or last asserted, or how certain that order is, changed."
        "A demand that is older than was thought is no new demand."
        "A report from 2022 shows that the demand was made three years earlier."
        "See which statement is new or has another date."
    THREAD_REORDERED "thread-reordered" <-> "thread-reordered",
        "the statements of a thread stand in another order of time":
        "Two statements that count for a side on a demand changed places."
        "The order decides what hardened and what softened."
        "With its date corrected, the interview comes before the ultimatum and not after."
        "Check the dates and what they rest on."
    ORDER_CERTAINTY_CHANGED "order-certainty-changed" <-> "order-certainty-changed",
        "an order of two statements became certain, or only possible":
        "The statements stand as before, but whether the earlier was certainly earlier changed."
        "What is only possible must not be told as sure."
        "`2025-06-09` became `2025-06~`, so that the statement may lie before the one of 6 June."
        "Check the dates and what they rest on."
    PATH_APPEARED "path-appeared" <-> "path-vanished",
        "a path joins two records that none joined, or one of stronger links":
        "Two claims that changed, or that stand beside a link that did, are now joined over links that curators wrote between claims, and \
         were not; or a pair under `watch` in the manifest is now joined, or joined by stronger links."
        "A path is how one claim is explained by another: whoever asks for it gets an answer where there was none."
        "With the link `prompted-by` in place the threat leads to the talks."
        "Read each link of the path, and the reason that its curator gives."
    PATH_VANISHED "path-vanished" <-> "path-appeared",
        "no path joins two records any more, or only one of weaker links":
        "Two claims that changed, or that stand beside a link that did, are no longer joined over links that curators wrote between claims; \
         or a pair under `watch` in the manifest is no longer joined, or only by weaker links."
        "What explained one claim by another is gone, though both may still be there."
        "The claim in the middle was removed, and with it the way from the appeal to the ultimatum."
        "See which link is missing, and whether it was wrong."
    CONTRADICTION_OPENED "contradiction-opened" <-> "contradiction-closed",
        "the record now says that a claim is contradicted":
        "A link `contradicts`, `disputed-by`, `belied-by` or `violates` is there that was not."
        "It tells the reader not to take the claim at its word."
        "`belied-by` from an assurance to the event that showed it untrue."
        "Read the reason of the link. It is interpretation."
    CONTRADICTION_CLOSED "contradiction-closed" <-> "contradiction-opened",
        "the record no longer says that a claim is contradicted":
        "A link `contradicts`, `disputed-by`, `belied-by` or `violates` is gone, or one of its ends is."
        "Without it the claim stands as if nothing spoke against it."
        "The link from the headline to the words that dispute it was removed."
        "Ask what settled the contradiction."
    LINEAGE_OPENED "lineage-opened" <-> "lineage-closed",
        "a claim now continues an earlier one":
        "A lineage link between two claims is there that was not: reiterates, specifies, broadens, hardens, softens, replaces, withdraws, \
         justifies or conditions."
        "Lineage decides whether a demand is new."
        "`specifies` from the Baltics to the roll-back of 1997."
        "Read the reason of the link. It is interpretation."
    LINEAGE_CLOSED "lineage-closed" <-> "lineage-opened",
        "a claim no longer continues an earlier one":
        "A lineage link between two claims is gone, or one of its ends is."
        "Without it an old demand looks new."
        "The link from the Baltics to the roll-back of 1997 was removed."
        "Ask what spoke against it."
    QUOTATION_LOST "quotation-lost" <-> "quotation-gained",
        "a claim no longer rests on the speaker's own words":
        "A claim that had a quotation among its evidence has none now."
        "What only a reporter says is another matter than what the speaker is quoted with."
        "The translated passage was replaced by the paraphrase."
        "See why the quotation went."
    QUOTATION_GAINED "quotation-gained" <-> "quotation-lost",
        "a claim now rests on the speaker's own words":
        "A claim that had no quotation among its evidence has one now."
        "It raises what may be said with the claim."
        "The paraphrase was replaced by the quotation."
        "See that the quotation is proved and says as much as the summary."
    STATEMENT_ADDED moves "statement-added" <-> "statement-removed",
        "a statement was added":
        "One more occasion on which somebody spoke."
        "It adds an utterance to every thread that its claims are about."
        "The interview of June 2025."
        "See that it is not a second report of an utterance that is there already."
    STATEMENT_REMOVED moves "statement-removed" <-> "statement-added",
        "a statement was removed":
        "An occasion on which somebody spoke is gone, under no other id."
        "What was said stays said."
        "The file of an interview was deleted."
        "Ask whether it was a duplicate or is an erasure."
    CLAIM_ADDED moves "claim-added" <-> "claim-removed",
        "a claim was added":
        "One more proposition in a statement."
        "It may move a position."
        "A threat that had not been coded."
        "Compare the summary with the words: it must say no more than they do."
    CLAIM_REMOVED moves "claim-removed" <-> "claim-added",
        "a claim was removed":
        "A proposition is gone, under no other id."
        "What was said stays said."
        "An inconvenient assurance was deleted."
        "Ask whether its words are coded elsewhere. `demarche coverage` shows what nothing uses."
    CLAIM_MOVED moves "claim-moved" <-> "claim-moved",
        "a claim was moved to another statement":
        "A claim left its statement and stands in another one, under an id that `formerly` names or with words that are alike."
        "The speaker, the day and the side that it counts for come from the statement."
        "A claim of the press conference was moved to the interview."
        "Check in which of the two the words were said."
    DEMAND_ADDED moves "demand-added" <-> "demand-removed",
        "a demand was added":
        "One more code for what is asked for."
        "Claims that are coded with it leave the thread of another demand."
        "`baltics-withdrawal`, below `nato-rollback-1997`."
        "See that no demand there is already means the same."
    DEMAND_REMOVED moves "demand-removed" <-> "demand-added",
        "a demand was removed":
        "A code for what is asked for is gone, under no other id."
        "Its threads and positions are gone with it."
        "Two demands were merged without `formerly`."
        "See what its claims are coded with now."
    SPEAKER_CHANGED moves "speaker-changed" <-> "speaker-changed",
        "a statement has another speaker":
        "`speaker` changed to another actor."
        "It puts the words into another mouth."
        "From a spokesman to the minister."
        "Read in the source who spoke."
    BEHALF_CHANGED moves "behalf-changed" <-> "behalf-changed",
        "a statement counts for another actor":
        "`on_behalf_of` was added, removed or changed."
        "It decides whose position the claims add to."
        "From the ministry to a party."
        "See for whom the speaker spoke."
    ADDRESSEES_CHANGED "addressees-changed" <-> "addressees-changed",
        "a statement, claim or demand is addressed to others":
        "`addressees` changed."
        "A demand on Kyiv is not a demand on Washington."
        "`united-states` was added."
        "Read in the source to whom it was said."
    DATE_CHANGED moves "date-changed" <-> "date-changed",
        "a statement has another date":
        "`date` of a statement was added, removed or changed, or became more or less certain."
        "The order of what was said decides what hardened and what was new."
        "From the date of the page to the date of the interview."
        "Check the passages under `dating`, which must prove it."
    EVENT_DATE_CHANGED "event-date-changed" <-> "event-date-changed",
        "an event has another date":
        "`date` of an event was added, removed or changed, or became more or less certain."
        "Claims are placed before and after it, and may be belied by it."
        "`2022-02` became `2022-02-24`."
        "Check what the date rests on."
    ACT_CHANGED moves "act-changed" <-> "act-changed",
        "a claim is another act":
        "`act` changed: from a demand to an appeal, from an offer to a threat."
        "Some acts take a position and others only speak about one."
        "From `assess` to `demand`."
        "Read the words: what does the speaker do by saying them?"
    CLAIM_DEMAND_CHANGED moves "claim-demand-changed" <-> "claim-demand-changed",
        "a claim is about another demand":
        "`demand` of a claim was added, removed or changed."
        "The claim leaves one thread and enters another."
        "From `nato-no-enlargement` to `baltics-withdrawal`."
        "Compare the words with the description of the demand."
    FIRMNESS_CHANGED moves "firmness-changed" <-> "firmness-changed",
        "a claim is firmer or less firm":
        "`firmness` was added, removed or changed."
        "It is what hardened and softened are read from."
        "From `appeals` to `demands`."
        "Read the words: do they ask, require, or threaten?"
    SUMMARY_CHANGED "summary-changed" <-> "summary-changed",
        "the summary of a claim changed":
        "The one sentence that says what was claimed has other words."
        "Most readers read no further."
        "`asked for` became `insisted on`."
        "It must say no more than the passages."
    CONDITION_CHANGED "condition-changed" <-> "condition-changed",
        "the condition of a claim changed":
        "`condition` was added, removed or changed."
        "An offer without its condition is another offer."
        "`If the talks fail` is gone."
        "Read the words for `if`, `unless`, `until`."
    CONSEQUENCE_CHANGED "consequence-changed" <-> "consequence-changed",
        "the consequence of a claim changed":
        "`consequence` was added, removed or changed."
        "It is what makes a threat."
        "`A blockade` became `a response`."
        "Read what is threatened, and in whose words."
    HYPOTHETICAL_CHANGED "hypothetical-changed" <-> "hypothetical-changed",
        "a claim speaks of a case that has not arisen, or no longer does":
        "The flag `hypothetical` was set or taken away."
        "What would be done is not what is done."
        "`would respond` is coded as a response."
        "Read the mood of the verb."
    NEGATION_CHANGED "negation-changed" <-> "negation-changed",
        "a claim says that something is not so, or no longer does":
        "The flag `negated` was set or taken away."
        "It turns the sense round."
        "`no intention to attack` without the flag."
        "Read the words for the negation."
    LINK_ADDED moves "link-added" <-> "link-removed",
        "a link was added":
        "A claim has one more typed link to another claim or to an event. What it opens is reported above as contradiction or lineage."
        "Links are interpretation, and shifts are read from them."
        "`rejects` from the answer of NATO to the demand."
        "Read the reason, and both ends."
    LINK_REMOVED moves "link-removed" <-> "link-added",
        "a link was removed":
        "A typed link of a claim is gone."
        "Links are interpretation, and shifts are read from them."
        "The link `rejects` of an answer was removed."
        "Ask what spoke against it."
    ACTS_FOR_CHANGED moves "acts-for-changed" <-> "acts-for-changed",
        "an actor speaks for another one":
        "`acts_for` was added, removed or changed."
        "All that the actor said then counts for another side."
        "An embassy acts for its state."
        "See whose position its claims added to before."
    BROADER_CHANGED moves "broader-changed" <-> "broader-changed",
        "a demand is part of another one":
        "`broader` was added, removed or changed."
        "It decides what counts as a part of what, and so whether a demand is new."
        "`baltics-withdrawal` is no longer below `nato-rollback-1997`."
        "See what the threads above and below have lost or gained."
    DESCRIPTION_CHANGED "description-changed" <-> "description-changed",
        "the description of a demand changed":
        "What exactly is asked for has other words."
        "All claims that are coded with the demand then mean something else."
        "`no new members` became `no new members in the east`."
        "Read the claims that are coded with it: do they still fit?"
    FOCUS_CHANGED "focus-changed" <-> "focus-changed",
        "the manifest names another focus":
        "`focus` of the manifest was added, removed or changed."
        "Pictures then show another side."
        "From `russia` to `nato`."
        "See that the title fits."
}
