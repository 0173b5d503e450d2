package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import java.util.Optional;

/// What goes back to the doors, each word in the epoch in which its door listens.
///
/// Handed over means sent, no more: what is lost the door asks for again.
final class Replies {

    private final Refusals refusals;
    private volatile Way way = Way.NONE;

    /// From whom, about which floor, checked.
    record From(EdgeId edge, TenantId tenant, FloorId floor, long epoch) {}

    /// Where words go and who must be told; bound once the link exists.
    interface Way {

        Way NONE = new Way() {
            @Override
            public void say(EdgeId edge, Envelope envelope) {}

            @Override
            public void feedWanted(FloorId floor, long from) {}
        };

        void say(EdgeId edge, Envelope envelope);

        void feedWanted(FloorId floor, long from);
    }

    Replies(Refusals refusals) {
        this.refusals = refusals;
    }

    void through(Way bound) {
        way = bound;
    }

    void feedWanted(FloorId floor, long from) {
        way.feedWanted(floor, from);
    }

    Taken counted(From from, Taken taken) {
        if (superseded(taken)) {
            refusals.count(LineDesk.SUPERSEDED, from.edge().value());
        }
        return taken;
    }

    static boolean superseded(Taken taken) {
        return taken.last() instanceof Outcome.Halted(String reason) && reason.equals(LineDesk.SUPERSEDED);
    }

    /// Whether a door spoke for an epoch that is over, or of which this cloud does not know.
    static boolean ofAnotherEpoch(Taken taken) {
        return superseded(taken)
                || (taken.last() instanceof Outcome.Halted(String reason) && reason.equals(LineDesk.EPOCH_UNKNOWN));
    }

    void answer(From from, Taken taken, Message message) {
        if (ofAnotherEpoch(taken)) {
            // It is answered in its own epoch, or it would not listen.
            own(from, message);
        } else {
            say(from, taken.at().epoch(), Optional.of(taken.at().generation()), message);
        }
    }

    /// In the door's own epoch, or it would not listen; and without our generation, which may be none of its business any more.
    void own(From from, Message message) {
        say(from, from.epoch(), Optional.empty(), message);
    }

    void inEpochOf(From from, Snapshot whole, Message message) {
        say(from, whole.epoch(), Optional.of(whole.generation()), message);
    }

    private void say(From from, long epoch, Optional<Generation> generation, Message message) {
        way.say(from.edge(), new Envelope(Envelope.CURRENT, from.floor(), epoch, generation, message));
    }
}
