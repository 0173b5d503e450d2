package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.device.BootDesk;
import dev.lintel.cloud.notice.NoticeStore;
import dev.lintel.cloud.notice.StillNotices;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Effect;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.cloud.Transaction;
import dev.lintel.provisioning.world.cloud.Transaction.Due;
import dev.lintel.provisioning.world.cloud.Transaction.Heard;
import dev.lintel.provisioning.world.cloud.Transaction.Taken;
import dev.lintel.provisioning.world.ground.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Does with the real desks, over PostgreSQL, what a simulated cloud has done with its tables.
final class RealDesks implements AutoCloseable {

    private static final int ALL = 10_000;

    private final StillCloud cloud;
    private final WholeDatabase database;
    private final Transactions transactions;
    private final LineDesk line;
    private final LineStore lines;
    private final EpochDesk epochs;
    private final FormerDoorDesk formers;
    private final CrossingDesk crossings;
    private final CrossingStore due;
    private final BootDesk boots;
    private final StillNotices notices;
    private final Ids ids = new Ids();
    private final Map<FloorId, TenantId> tenants = new HashMap<>();
    private Instant now = Instant.EPOCH;

    /// Those that the script names, in order, and then any.
    private static final class Ids implements IdSource {

        private final Deque<UUID> named = new ArrayDeque<>();
        private long count;

        @Override
        public UUID next() {
            return named.isEmpty() ? new UUID(0x99, ++count) : named.remove();
        }
    }

    RealDesks(Path folder) throws IOException, SQLException {
        InstantSource clock = () -> now;
        cloud = StillCloud.start(folder, clock, ids);
        transactions = cloud.getBean(Transactions.class);
        database = new WholeDatabase(cloud.owner(folder));
        database.careless();
        line = cloud.getBean(LineDesk.class);
        lines = cloud.getBean(LineStore.class);
        epochs = cloud.getBean(EpochDesk.class);
        formers = cloud.getBean(FormerDoorDesk.class);
        crossings = cloud.getBean(CrossingDesk.class);
        due = cloud.getBean(CrossingStore.class);
        boots = cloud.getBean(BootDesk.class);
        notices = new StillNotices(cloud.getBean(NoticeStore.class));
    }

    TenantId tenant(FloorId floor) {
        return tenants.computeIfAbsent(floor, unknown -> {
            throw new IllegalArgumentException("nobody has opened floor " + unknown);
        });
    }

    Map<TenantId, List<FloorId>> floors() {
        return tenants.keySet().stream().collect(Collectors.groupingBy(this::tenant));
    }

    /// @return what came of it, in the words of the simulation
    Object done(CloudHost simulated, Transaction transaction) throws SQLException {
        now = simulated.now();
        return switch (transaction) {
            case Transaction.Opened(Site site, var generation) -> {
                database.empty();
                tenants.clear();
                site.storeys().forEach(storey -> tenants.put(storey.floor(), storey.tenant()));
                database.furnish(site, generation);
                yield true;
            }
            case Transaction.Enrolled(var floor, var edge) -> {
                database.enrol(tenant(floor), floor, edge);
                yield true;
            }
            case Transaction.SpaceChanged(var floor, var changed) -> {
                database.put(tenant(floor), floor, changed.space());
                yield taken(line.take(tenant(floor), floor, "person:admin", List.of(changed)));
            }
            case Transaction.Asked asked -> asked(asked);
            case Transaction.AskedAcross across -> across(across);
            case Transaction.LookedForDue _ -> transactions.unfenced(handle -> due.due(handle, ALL))
                    .stream()
                    .map(one -> new Due(one.operation(), one.booking(), one.source(), one.target()))
                    .collect(Collectors.toSet());
            case Transaction.WentOn(Due one) -> {
                crossings.goOn(new CrossingStore.Due(tenant(one.source()), one.operation(), one.booking(), one.source(),
                        one.target()));
                yield true;
            }
            case Transaction.Granted(var floor, var granted) ->
                taken(line.take(tenant(floor), floor, "cloud", List.of(granted)));
            case Transaction.Said(var floor, var epoch, var inputs) ->
                taken(line.fromDoor(tenant(floor), floor, epoch, inputs));
            case Transaction.Greeted greeted -> greeted(greeted);
            case Transaction.Offered offered -> {
                ids.named.add(offered.operation().value());
                var answered = epochs.offered(tenant(offered.floor()), offered.floor(), offered.edge(), offered.epoch(),
                        offered.part());
                ids.named.clear();
                yield answered.map(RealDesks::one);
            }
            case Transaction.FormerGreeted(var floor, var edge, var epoch, var head) ->
                formers.greeted(tenant(floor), floor, edge, epoch, head);
            case Transaction.FormerSaid(var floor, var edge, var epoch, var entries) ->
                formers.heard(tenant(floor), floor, edge, epoch, entries)
                        .map(heard -> new Heard(heard.upTo(), heard.gap(), heard.all(), heard.taken().map(RealDesks::one)))
                        .orElseThrow();
            case Transaction.Replaced(var floor, var replaced, var another) -> taken(transactions.inTenant(tenant(floor),
                    handle -> another
                            ? epochs.replaceDoor(handle, tenant(floor), floor, "person:admin", replaced)
                            : epochs.diskLost(handle, tenant(floor), floor, "person:admin", replaced.operation())));
            case Transaction.Told _ -> transactions.unfenced(handle -> notices.tell(handle, now));
            case Transaction.BackedUp(int number) -> {
                database.backUp(number);
                yield true;
            }
            case Transaction.Restored(int number, var operation, var generation) -> {
                database.restore(number);
                ids.named.addAll(List.of(operation.value(), generation.value()));
                epochs.restored();
                yield true;
            }
            case Transaction.Waived(var floor, var waived) -> taken(transactions.inTenant(tenant(floor),
                    handle -> epochs.waive(handle, tenant(floor), floor, "person:admin", waived)));
            case Transaction.Snapshotted(var floor) -> epochs.snapshot(tenant(floor), floor).orElseThrow();
        };
    }

    private Object asked(Transaction.Asked asked) {
        TenantId tenant = tenant(asked.floor());
        return taken(transactions.inTenant(tenant, handle -> {
            for (CloudInput input : asked.inputs()) {
                if (input instanceof CloudInput.PersonNamed(var _, PersonId person, Optional<String> name)) {
                    var known = lines.hold(handle, tenant, asked.floor(), Wanted.NOTHING.by(person)).orElseThrow().person();
                    if (known.filter(told -> name.equals(Optional.of(told.name())) && !told.told().equals(name)).isEmpty()) {
                        throw new IllegalStateException("the floor knows " + known + " and is told " + input);
                    }
                    lines.named(handle, tenant, asked.floor(), person, name.orElseThrow());
                }
            }
            return line.step(handle, tenant, asked.floor(), "person:" + asked.by(), asked.inputs());
        }));
    }

    private Object across(Transaction.AskedAcross across) {
        TenantId tenant = tenant(across.source());
        Caller caller = new Caller(tenant, across.by(), new UUID(0, 1), Role.OWNER);
        return transactions.inTenant(tenant, handle -> {
            var held = crossings.hold(handle, tenant, across.source(), across.target(), across.operation(),
                    across.move().booking());
            return crossings.asked(handle, caller, held, across.operation(), across.move()).answer();
        });
    }

    /// As the reception does: who is it, and then the floor's transaction.
    private Object greeted(Transaction.Greeted greeted) {
        TenantId tenant = tenant(greeted.floor());
        BootDesk.Sighting sighting = greeted.boot()
                .map(boot -> boots.seen(tenant, greeted.edge(), new BootId(boot), greeted.connection()))
                .orElse(BootDesk.Sighting.NEW);
        return switch (sighting) {
            case LATE -> Optional.empty();
            case DOUBLE -> "two machines with one identity";
            case NEW, AGAIN -> epochs.greeted(tenant, greeted.floor(), greeted.edge(), greeted.epoch(),
                    new EpochDesk.Connection(greeted.connection(), sighting == BootDesk.Sighting.AGAIN), greeted.greeted())
                    .map(RealDesks::one);
        };
    }

    private static Taken taken(Optional<LineDesk.Taken> taken) {
        return one(taken.orElseThrow());
    }

    private static Taken one(LineDesk.Taken taken) {
        return new Taken(taken.at(), taken.outcomes(), onceOutOfPlace(taken.effects()), taken.unread());
    }

    /// A batch of a bad door's words raises one alarm here.
    static List<Effect> onceOutOfPlace(List<Effect> effects) {
        List<Effect> told = new ArrayList<>();
        for (Effect effect : effects) {
            if (!LineDesk.isOutOfPlace(effect) || told.stream().noneMatch(LineDesk::isOutOfPlace)) {
                told.add(effect);
            }
        }
        return told;
    }

    <T> T read(TenantId tenant, Transactions.Work<T> work) {
        return transactions.inTenant(tenant, work);
    }

    /// The floor's row, what is open and what could not be read.
    HeldFloor held(Handle handle, FloorId floor) {
        return lines.hold(handle, tenant(floor), floor, Wanted.NOTHING).orElseThrow().held();
    }

    List<String> notices(TenantId tenant) {
        return read(tenant, notices::lines);
    }

    @Override
    public void close() {
        cloud.close();
    }
}
