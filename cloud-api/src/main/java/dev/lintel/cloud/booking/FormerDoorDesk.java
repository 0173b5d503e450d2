package dev.lintel.cloud.booking;

import dev.lintel.cloud.booking.FormerDoorStore.Cursor;
import dev.lintel.cloud.booking.FormerDoorStore.Whose;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hears out a door whose place another has taken (R13): nothing it says is applied, each word becomes a wish or is filed.
///
///     greets ─► nothing untold ──────────────────────────► turned away
///        └────► welcomed for its log ─► words, in order ─► all told, turned away
///
/// A door sends its log only to a cloud that welcomes it, so it is welcomed for as long as it has something to tell, and is
/// sent nothing. How far it was heard is a cursor of its own for each edge and epoch: what was lost on the way is asked for
/// again and never skipped.
@Singleton
public class FormerDoorDesk {

    private final Transactions transactions;
    private final LineDesk line;
    private final InstantSource clock;

    FormerDoorDesk(Transactions transactions, LineDesk line, InstantSource clock) {
        this.transactions = transactions;
        this.line = line;
        this.clock = clock;
    }

    /// What was heard.
    ///
    /// @param upTo where it is heard up to now, to be acknowledged
    /// @param gap whether something before these words is missing
    /// @param all whether the door has told everything that it had when it greeted
    /// @param taken what became of the words that were new; nothing where none was
    public record Heard(Mark upTo, boolean gap, boolean all, Optional<Taken> taken) {}

    /// The number from which a door's log is wanted; nothing where all of it is known, or there is no such floor.
    ///
    /// @param head where its log ends
    public Optional<Long> greeted(TenantId tenant, FloorId floor, EdgeId edge, long epoch, Mark head) {
        var whose = new Whose(tenant, floor, edge, epoch);
        return transactions.inTenant(tenant, transaction -> {
            if (!line.hold(transaction, tenant, floor)) {
                return Optional.empty();
            }
            var cursor = new Cursor(FormerDoorStore.cursor(transaction, whose).mark(), head.seq());
            FormerDoorStore.keep(transaction, whose, cursor);
            return cursor.heardOut() ? Optional.empty() : Optional.of(cursor.mark().seq() + 1);
        });
    }

    /// A piece of such a door's log. Nothing where there is no such floor.
    public Optional<Heard> heard(TenantId tenant, FloorId floor, EdgeId edge, long epoch, List<Entry> entries) {
        var whose = new Whose(tenant, floor, edge, epoch);
        Moment moment = Moment.synchronised(clock.instant());
        Optional<Heard> heard = transactions.inTenant(tenant, transaction -> {
            if (!line.hold(transaction, tenant, floor)) {
                return Optional.empty();
            }
            Cursor before = FormerDoorStore.cursor(transaction, whose);
            Mark upTo = before.mark();
            var words = new ArrayList<CloudInput>();
            for (Entry entry : entries) {
                if (entry.seq() == upTo.seq() + 1) {
                    words.add(new CloudInput.LateArrived(epoch, entry, moment));
                    upTo = new Mark(entry.seq(), entry.hash());
                }
            }
            var cursor = new Cursor(upTo, before.head());
            FormerDoorStore.keep(transaction, whose, cursor);
            boolean gap = !entries.isEmpty() && entries.getLast().seq() > upTo.seq();
            Optional<Taken> taken = words.isEmpty()
                    ? Optional.empty()
                    : line.step(transaction, tenant, floor, "door:" + floor, words);
            return Optional.of(new Heard(upTo, gap, cursor.heardOut(), taken));
        });
        heard.flatMap(Heard::taken).ifPresent(line::tell);
        return heard;
    }
}
