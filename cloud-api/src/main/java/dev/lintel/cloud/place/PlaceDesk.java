package dev.lintel.cloud.place;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SiteId;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;

/// Sites and floors.
@Singleton
class PlaceDesk {

    private final Transactions transactions;
    private final PlaceStore places;
    private final OperationStore operations;
    private final AuditStore audit;
    private final InstantSource clock;
    private final IdSource ids;

    PlaceDesk(Transactions transactions, PlaceStore places, OperationStore operations, AuditStore audit,
            InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.places = places;
        this.operations = operations;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    Outcome<SiteView> addSite(Caller caller, Operation operation, PlaceController.NewSite wish) {
        if (!isZone(wish.timeZone())) {
            return Outcome.refused(new Refusal.Malformed("timeZone", "it is no name of the time zone database"));
        }
        return transactions.inTenant(caller.tenant(), transaction -> operations.once(transaction, caller.tenant(),
                operation, "add-site", wish, SiteView.class, () -> {
                    var site = new SiteView(ids.next(), wish.name().strip(), wish.timeZone(), clock.instant());
                    if (!places.addSite(transaction, caller.tenant(), site)) {
                        return Outcome.refused(new Refusal.NameTaken("name"));
                    }
                    audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "site-added",
                            "site:" + site.id(), "");
                    return Outcome.done(site);
                }));
    }

    private static boolean isZone(String name) {
        try {
            return ZoneId.of(name).getId().equals(name);
        } catch (DateTimeException e) {
            return false;
        }
    }

    Outcome<SiteView> site(Caller caller, SiteId id) {
        return transactions.inTenant(caller.tenant(), transaction -> places.site(transaction, caller.tenant(), id)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("site"))));
    }

    Page<SiteView> sites(Caller caller, UUID after) {
        return Page.of(transactions.inTenant(caller.tenant(),
                transaction -> places.sites(transaction, caller.tenant(), after, Page.SIZE + 1)),
                site -> site.id().toString());
    }

    Outcome<FloorView> addFloor(Caller caller, Operation operation, SiteId site, PlaceController.NewFloor wish) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            if (places.site(transaction, caller.tenant(), site).isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("site"));
            }
            return operations.once(transaction, caller.tenant(), operation, "add-floor", site + " " + wish,
                    FloorView.class, () -> {
                        var id = new FloorId(ids.next());
                        if (!places.addFloor(transaction, caller.tenant(), site, id, wish, new Generation(ids.next()),
                                clock.instant())) {
                            return Outcome.refused(new Refusal.NameTaken("name"));
                        }
                        audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "floor-added",
                                "floor:" + id, "site:" + site);
                        return Outcome.done(places.floor(transaction, caller.tenant(), id).orElseThrow());
                    });
        });
    }

    Outcome<FloorView> floor(Caller caller, FloorId id) {
        return transactions.inTenant(caller.tenant(), transaction -> places.floor(transaction, caller.tenant(), id)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("floor"))));
    }

    Outcome<FloorView> changeFloor(Caller caller, Operation operation, FloorId id, PlaceController.FloorChange wish) {
        return transactions.inTenant(caller.tenant(), transaction -> operations.once(transaction, caller.tenant(),
                operation, "change-floor", id + " " + wish, FloorView.class, () -> {
                    if (!places.changeFloor(transaction, caller.tenant(), id, wish)) {
                        return Outcome.refused(new Refusal.NotFound("floor"));
                    }
                    audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "floor-changed", "floor:" + id, "");
                    return Outcome.done(places.floor(transaction, caller.tenant(), id).orElseThrow());
                }));
    }

    Outcome<Page<FloorView>> floors(Caller caller, SiteId site, UUID after) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            if (places.site(transaction, caller.tenant(), site).isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("site"));
            }
            return Outcome.done(Page.of(places.floors(transaction, caller.tenant(), site, after, Page.SIZE + 1),
                    floor -> floor.id().toString()));
        });
    }
}
