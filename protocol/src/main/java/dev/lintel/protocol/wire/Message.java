package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.time.ClockQuality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the two parties say to each other about one floor.
///
/// ```
/// door                     cloud
///   Hello ───────────────►        where I stand
///         ◄─────────────── Welcome   from where to send
///   Log   ───────────────► Ack       each way: applied and committed up to here
///   Ack   ◄─────────────── Feed
///   Resend ◄─────────────► Resend    something is missing
///         ◄─────────────── Snapshot  in parts, where the welcome says so
///   Copy  ───────────────►           in parts, where the welcome asks for it
///   Digest ──────────────►           what I have confirmed, now and then
///
///   Reply    ◄───────────── Order     outside the logs: devices, their configuration and health
///   Reported ◄───────────── Desired
///   Health, Panels ───────►
/// ```
public sealed interface Message {

    /// The first thing on every connection.
    ///
    /// @param oldest the oldest protocol version this door still writes
    /// @param newest the newest
    /// @param connection counts this edge's connections, so that a last will older than this can be told
    /// @param boot which start of the machine this is, so that a restart can be told from a lost link
    record Hello(Greeting greeting, int oldest, int newest, long connection, ClockQuality clock, Optional<UUID> boot)
            implements
                Message {}

    /// @param version to be spoken from here on
    /// @param logFrom the door's log is wanted from this number
    /// @param feedFrom the feed will be sent from this number, unless a snapshot comes
    /// @param coming what is sent besides, or wanted
    record Welcome(int version, long logFrom, long feedFrom, Coming coming) implements Message {}

    /// Why a hello was not welcomed, as a short stable word.
    record Refused(String reason) implements Message {}

    /// A piece of the door log, in sequence.
    record Log(List<Entry> entries) implements Message {
        public Log {
            entries = List.copyOf(entries);
        }
    }

    /// A piece of the feed, in sequence.
    record Feed(List<Entry> entries) implements Message {
        public Feed {
            entries = List.copyOf(entries);
        }
    }

    /// The other side's log is applied and committed up to here.
    record Ack(Mark mark) implements Message {}

    /// A part of the floor as the cloud has it.
    record Snapshot(Part part) implements Message {}

    /// A part of what a door offers to a cloud that lacks something.
    record Copy(Part part) implements Message {}

    /// What a door has confirmed.
    record Digest(dev.lintel.protocol.line.Digest digest) implements Message {}

    /// Send your log again from this number.
    record Resend(long from) implements Message {}

    /// Do this, once; answered with a [Reply]. Sent again until then, and worth nothing once it has expired.
    record Order(OperationId operation, Instant expiresAt, EdgeOrder order) implements Message {}

    /// What became of an order. The same order again gets the same reply.
    record Reply(OperationId operation, EdgeReply outcome) implements Message {}

    /// How things of this floor should be. Each thing has a version of its own, so that items may come in any order.
    record Desired(List<Setting> items) implements Message {
        public Desired {
            items = List.copyOf(items);
        }
    }

    /// How they are.
    record Reported(List<Applied> items) implements Message {
        public Reported {
            items = List.copyOf(items);
        }
    }

    /// How the edge is, once a minute and after each welcome.
    record Health(EdgeHealth health) implements Message {}

    /// All panels that the edge lets in, after each change and each welcome.
    record Panels(List<PairedPanel> panels) implements Message {
        public Panels {
            panels = List.copyOf(panels);
        }
    }

    /// A message of a later version; ignored.
    record Unknown(String kind) implements Message {}
}
