package dev.lintel.cloud.notice;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Refusal;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// A person's inbox.
@Singleton
class NoticeDesk {

    private final Transactions transactions;
    private final NoticeStore notices;
    private final InstantSource clock;

    NoticeDesk(Transactions transactions, NoticeStore notices, InstantSource clock) {
        this.transactions = transactions;
        this.notices = notices;
        this.clock = clock;
    }

    Page<NoticeView> inbox(Caller caller, Optional<UUID> before, boolean unreadOnly) {
        var found = transactions.inTenant(caller.tenant(), transaction -> notices.inbox(transaction, caller.tenant(),
                caller.person(), before, unreadOnly, Page.SIZE + 1));
        return Page.of(found.stream().map(NoticeDesk::view).toList(), notice -> notice.id().toString());
    }

    long unread(Caller caller) {
        return transactions.inTenant(caller.tenant(),
                transaction -> notices.unread(transaction, caller.tenant(), caller.person()));
    }

    /// Once read, read: the first time counts.
    Outcome<Boolean> read(Caller caller, UUID id) {
        return transactions.inTenant(caller.tenant(),
                transaction -> notices.read(transaction, caller.tenant(), caller.person(), id, clock.instant())
                        ? Outcome.done(true)
                        : Outcome.refused(new Refusal.NotFound("notice")));
    }

    private static NoticeView view(NoticeStore.Kept kept) {
        var words = NoticeWords.in(kept.locale());
        var facts = kept.facts();
        return new NoticeView(kept.id(), kept.kind(), words.subject(kept.kind(), facts), words.text(kept.kind(), facts),
                kept.booking().value(), kept.decision(),
                Facts.object(facts, "because").flatMap(why -> Facts.text(why, "slug")).orElse(null),
                Facts.object(facts, "instead").flatMap(i -> Facts.text(i, "booking")).map(UUID::fromString).orElse(null),
                kept.madeAt(), kept.readAt().orElse(null));
    }
}
