package dev.lintel.cloud.booking;

import dev.lintel.cloud.notice.Notice;
import dev.lintel.cloud.notice.NoticeStore;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Writes the notices that follow from decisions, in the transaction of the decision.
@Singleton
class Tidings {

    /// The request that asked may still be waiting for this very answer, and is then the first to act on it.
    private static final Duration REQUEST_WAITS = Duration.ofSeconds(1);

    private final NoticeStore notices;
    private final BookingStore bookings;
    private final SpaceStore spaces;
    private final WishStore wishes;
    private final AlternativeStore alternatives;
    private final InstantSource clock;

    Tidings(NoticeStore notices, BookingStore bookings, SpaceStore spaces, WishStore wishes, AlternativeStore alternatives,
            InstantSource clock) {
        this.notices = notices;
        this.bookings = bookings;
        this.spaces = spaces;
        this.wishes = wishes;
        this.alternatives = alternatives;
        this.clock = clock;
    }

    /// @param actor who the deeds' inputs came from
    /// @param deeds of one transaction, in order
    void of(Handle transaction, TenantId tenant, String actor, List<Deed> deeds) {
        for (TidingRules.Turn turn : TidingRules.turns(deeds)) {
            switch (turn) {
                case TidingRules.Turn.Drop(var changed) ->
                    notices.dropStanding(transaction, tenant, changed, clock.instant());
                case TidingRules.Turn.Tell(Deed deed) -> tell(transaction, tenant, actor, deed);
            }
        }
    }

    private void tell(Handle transaction, TenantId tenant, String actor, Deed deed) {
        var booking = deed.now().or(() -> bookings.find(transaction, tenant, deed.booking()).map(BookingStore.Found::booking));
        if (booking.isEmpty()) {
            return;
        }
        var asker = deed.answers().isPresent()
                ? bookings.asker(transaction, tenant, deed.booking(), deed.operation())
                : Optional.of(actor);
        for (TidingRules.News news : TidingRules.of(deed, booking.get(), asker, clock.instant())) {
            write(transaction, tenant, deed, booking.get(), news);
        }
    }

    private void write(Handle transaction, TenantId tenant, Deed deed, Booking booking, TidingRules.News news) {
        if (news.after().isPresent()
                && !notices.lastStanding(transaction, tenant, news.person(), booking.id()).equals(news.after())) {
            return;
        }
        var facts = facts(transaction, tenant, booking.space(), booking.slot()).with("command",
                deed.answers().map(asked -> new Json.Text(asked.command())));
        if (deed.what() instanceof Deed.What.Declined declined) {
            facts = facts.with("because", WishDesk.because(declined.why()));
            if (news.kind().equals(Notice.DECLINED) && Alternatives.help(declined.why())) {
                if (wishes.declined(transaction, tenant, deed.operation(), Optional.of(booking.id()),
                        WishDesk.because(declined.why()), clock.instant().plus(REQUEST_WAITS))) {
                    return;
                }
                facts = facts.with("alternatives", Json.array(offers(transaction, tenant, booking), Offer::json));
            }
        }
        if (deed.what() instanceof Deed.What.GaveWay(var why)) {
            facts = facts.with("because", WishDesk.because(why))
                    .with("alternatives", Json.array(offers(transaction, tenant, booking), Offer::json));
        }
        notices.add(transaction, tenant,
                new Notice(news.person(), booking.id(), deed.operation(), deed.floor().floor(), news.kind(),
                        news.standing(), facts),
                clock.instant());
    }

    private List<Offer> offers(Handle transaction, TenantId tenant, Booking booking) {
        return Offer.all(alternatives.of(transaction, tenant, booking.id(), booking.space(), booking.slot(), null,
                clock.instant()));
    }

    /// The nearest equivalent was booked, as had been asked for.
    void moved(Handle transaction, TenantId tenant, WishStore.Wish wish, BookingId instead) {
        var found = bookings.find(transaction, tenant, instead);
        if (found.isPresent()) {
            var there = facts(transaction, tenant, found.get().booking().space(), found.get().booking().slot())
                    .with("booking", instead.toString());
            settled(transaction, tenant, wish, Notice.MOVED_ELSEWHERE, Json.object().with("instead", there));
        }
    }

    /// Nothing equivalent could be had.
    void declinedForGood(Handle transaction, TenantId tenant, WishStore.Wish wish, List<Offer> offers) {
        settled(transaction, tenant, wish, Notice.DECLINED,
                Json.object().with("alternatives", Json.array(offers, Offer::json)));
    }

    private void settled(Handle transaction, TenantId tenant, WishStore.Wish wish, String kind, Json.Obj more) {
        var floor = spaces.find(transaction, tenant, wish.space()).map(SpaceStore.Found::floor);
        if (floor.isPresent() && wish.booking().isPresent()) {
            var facts = (Json.Obj) more.with("because", wish.because())
                    .over(facts(transaction, tenant, wish.space(), wish.slot()));
            notices.add(transaction, tenant,
                    new Notice(wish.person(), wish.booking().get(), wish.op(), floor.get(), kind, true, facts),
                    clock.instant());
        }
    }

    private Json.Obj facts(Handle transaction, TenantId tenant, SpaceId id, Slot slot) {
        var facts = DeedJson.window(slot).with("space", id.toString());
        return spaces.find(transaction, tenant, id)
                .map(found -> facts.with("spaceName", found.space().name())
                        .with("floorName", found.space().floorName())
                        .with("zone", found.space().zone().getId()))
                .orElse(facts);
    }
}
