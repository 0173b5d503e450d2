package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.time.ClockQuality;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Bytes to envelopes and back. Decoding is total: whatever the bytes are, the answer is a value.
public final class Codec {

    public byte[] encode(Envelope envelope) {
        return tree(envelope).bytes();
    }

    /// Sends on what was received, with everything this version does not know still in it.
    public byte[] encode(Envelope envelope, Json received) {
        return tree(envelope).over(received).bytes();
    }

    public Decoded decode(byte[] bytes) {
        if (bytes.length > Limits.PACKET_BYTES) {
            return new Decoded.Refused("larger than " + Limits.PACKET_BYTES + " bytes");
        }
        try {
            Json tree = Json.parse(bytes);
            return new Decoded.Read(envelope(Fields.of(tree)), tree);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new Decoded.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static Json.Obj tree(Envelope envelope) {
        return Json.object()
                .with("v", envelope.version())
                .with("floor", envelope.floor().toString())
                .with("epoch", envelope.epoch())
                .with("generation", envelope.generation().map(g -> new Json.Text(g.toString())))
                .with("kind", kind(envelope.message()))
                .with("body", body(envelope.message()));
    }

    private static Envelope envelope(Fields f) {
        int version = f.small("v");
        if (version < Envelope.OLDEST) {
            throw new Malformed("a version that is no longer read");
        }
        return new Envelope(version, f.id("floor", FloorId::of), f.count("epoch"), f.maybeId("generation", Generation::of),
                message(f.text("kind"), f.object("body")));
    }

    private static String kind(Message message) {
        return switch (message) {
            case Message.Hello _ -> "hello";
            case Message.Welcome _ -> "welcome";
            case Message.Refused _ -> "refused";
            case Message.Log _ -> "log";
            case Message.Feed _ -> "feed";
            case Message.Ack _ -> "ack";
            case Message.Resend _ -> "resend";
            case Message.Snapshot _ -> "snapshot";
            case Message.Copy _ -> "copy";
            case Message.Digest _ -> "digest";
            case Message.Order _ -> "order";
            case Message.Reply _ -> "reply";
            case Message.Desired _ -> "desired";
            case Message.Reported _ -> "reported";
            case Message.Health _ -> "health";
            case Message.Panels _ -> "panels";
            case Message.Unknown unknown -> unknown.kind();
        };
    }

    private static Json.Obj body(Message message) {
        return switch (message) {
            case Message.Hello hello -> hello(hello);
            case Message.Welcome welcome -> Json.object()
                    .with("version", welcome.version())
                    .with("logFrom", welcome.logFrom())
                    .with("feedFrom", welcome.feedFrom())
                    .with("coming", Optional.of(coming(welcome.coming())).filter(c -> !c.equals("feed")).map(Json.Text::new));
            case Message.Refused refused -> Json.object().with("reason", refused.reason());
            case Message.Log log -> Json.object().with("entries", Json.array(log.entries(), LineJson::entry));
            case Message.Feed feed -> Json.object().with("entries", Json.array(feed.entries(), LineJson::entry));
            case Message.Ack ack -> LineJson.mark(ack.mark());
            case Message.Resend resend -> Json.object().with("from", resend.from());
            case Message.Snapshot snapshot -> part(snapshot.part());
            case Message.Copy copy -> part(copy.part());
            case Message.Digest digest -> DigestJson.digest(digest.digest());
            case Message.Order order -> DeviceJson.order(order);
            case Message.Reply reply -> DeviceJson.reply(reply);
            case Message.Desired desired -> DeviceJson.desired(desired);
            case Message.Reported reported -> DeviceJson.reported(reported);
            case Message.Health health -> DeviceJson.health(health.health());
            case Message.Panels panels -> DeviceJson.panels(panels);
            case Message.Unknown _ -> Json.object();
        };
    }

    private static Message message(String kind, Fields f) {
        return switch (kind) {
            case "hello" -> readHello(f);
            case "welcome" -> new Message.Welcome(f.small("version"), f.count("logFrom"), f.count("feedFrom"),
                    readComing(f.maybeText("coming").orElse("feed")));
            case "refused" -> new Message.Refused(f.text("reason"));
            case "log" -> new Message.Log(entries(f));
            case "feed" -> new Message.Feed(entries(f));
            case "ack" -> new Message.Ack(new Mark(f.count("seq"), new Hash(f.text("hash"))));
            case "resend" -> new Message.Resend(f.count("from"));
            case "snapshot" -> new Message.Snapshot(readPart(f));
            case "copy" -> new Message.Copy(readPart(f));
            case "digest" -> new Message.Digest(DigestJson.readDigest(f));
            case "order" -> DeviceJson.readOrder(f);
            case "reply" -> DeviceJson.readReply(f);
            case "desired" -> DeviceJson.readDesired(f);
            case "reported" -> DeviceJson.readReported(f);
            case "health" -> new Message.Health(DeviceJson.readHealth(f));
            case "panels" -> DeviceJson.readPanels(f);
            default -> new Message.Unknown(kind);
        };
    }

    /// What the first version of this message did not have is left out where it says nothing else, so that both read each other.
    private static Json.Obj hello(Message.Hello hello) {
        Greeting greeting = hello.greeting();
        return Json.object()
                .with("line", greeting.line().at().toString())
                .with("log", LineJson.mark(greeting.log()))
                .with("feed", LineJson.mark(greeting.feed()))
                .with("oldest", hello.oldest())
                .with("newest", hello.newest())
                .with("connection", hello.connection())
                .with("knownGeneration", greeting.generation().map(g -> new Json.Text(g.toString())))
                .with("heldEpoch", greeting.epoch())
                .with("clock", clock(hello.clock()))
                .with("proven", greeting.proven() ? Optional.<Json>empty() : Optional.of(new Json.Bool(false)))
                .with("state", greeting.state().map(DigestJson::root))
                .with("boot", hello.boot().map(boot -> new Json.Text(boot.toString())))
                .with("crosses", greeting.crosses() ? Optional.of(new Json.Bool(true)) : Optional.<Json>empty());
    }

    private static Message.Hello readHello(Fields f) {
        Greeting greeting = new Greeting(f.count("heldEpoch"), f.maybeId("knownGeneration", Generation::of),
                new Line(f.instant("line")), LineJson.readMark(f.json("log")), LineJson.readMark(f.json("feed")),
                f.yesUnlessSaid("proven"), f.maybe("state").map(DigestJson::readRoot),
                f.maybe("crosses").isPresent() && f.yes("crosses"));
        return new Message.Hello(greeting, f.small("oldest"), f.small("newest"), f.count("connection"),
                readClock(f.object("clock")), f.maybeId("boot", UUID::fromString));
    }

    private static String coming(Coming coming) {
        return switch (coming) {
            case FEED -> "feed";
            case SNAPSHOT -> "snapshot";
            case COPY -> "copy";
        };
    }

    /// A word of a later version is no reason to stay away: the feed is what always comes.
    private static Coming readComing(String text) {
        return switch (text) {
            case "snapshot" -> Coming.SNAPSHOT;
            case "copy" -> Coming.COPY;
            default -> Coming.FEED;
        };
    }

    private static Json.Obj part(Part part) {
        return Json.object()
                .with("whole", part.whole().hex())
                .with("part", part.number())
                .with("of", part.of())
                .with("rows", new Json.Arr(part.rows()));
    }

    private static Part readPart(Fields f) {
        int of = f.small("of");
        if (of > Limits.STREAM_PARTS) {
            throw new Malformed("more than " + Limits.STREAM_PARTS + " parts");
        }
        return new Part(new Hash(f.text("whole")), f.small("part"), of, f.list("rows", Limits.PART_ROWS));
    }

    private static List<Entry> entries(Fields f) {
        return f.list("entries", Limits.BATCH_ENTRIES).stream().map(LineJson::readEntry).toList();
    }

    private static Json.Obj clock(ClockQuality clock) {
        return switch (clock) {
            case ClockQuality.Synchronised _ -> Json.object().with("kind", "synchronised");
            case ClockQuality.RealTimeClock rtc ->
                Json.object().with("kind", "real-time-clock").with("seconds", rtc.sinceSet().toSeconds());
            case ClockQuality.HoldOver over ->
                Json.object().with("kind", "hold-over").with("seconds", over.since().toSeconds());
            case ClockQuality.Restored restored ->
                Json.object().with("kind", "restored").with("lastKnownAt", restored.lastKnownAt().toString());
            case ClockQuality.Bad _ -> Json.object().with("kind", "bad");
        };
    }

    /// A quality of a later version is worth nothing to this one.
    private static ClockQuality readClock(Fields f) {
        return switch (f.text("kind")) {
            case "synchronised" -> new ClockQuality.Synchronised();
            case "real-time-clock" -> new ClockQuality.RealTimeClock(f.seconds("seconds"));
            case "hold-over" -> new ClockQuality.HoldOver(f.seconds("seconds"));
            case "restored" -> new ClockQuality.Restored(f.instant("lastKnownAt"));
            default -> new ClockQuality.Bad();
        };
    }
}
