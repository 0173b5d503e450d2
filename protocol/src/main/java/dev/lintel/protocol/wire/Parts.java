package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.line.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Snapshots and copies in parts that each fit a packet, and back.
///
/// The first row says what it is about; every other one is a space, a name, a booking, a request or an answer. Rows of a kind that this version does not know are left out.
public final class Parts {

    private Parts() {}

    public static List<Message.Snapshot> of(Snapshot snapshot) {
        List<Json> rows = new ArrayList<>();
        rows.add(row("about", Json.object()
                .with("epoch", snapshot.epoch())
                .with("generation", snapshot.generation().toString())
                .with("line", snapshot.line().at().toString())
                .with("feed", LineJson.mark(snapshot.feed()))
                .with("log", LineJson.mark(snapshot.log()))
                .with("before", LineJson.mark(snapshot.before()))));
        snapshot.spaces().forEach(space -> rows.add(row("space", BookingJson.space(space))));
        // The same content is the same bytes: what has no order of its own is told by id.
        new TreeMap<>(snapshot.names())
                .forEach((person, name) -> rows
                        .add(row("name", Json.object().with("person", person.toString()).with("name", name))));
        snapshot.verifiers().forEach(verifier -> rows.add(row("verifier", LineJson.verifier(verifier))));
        snapshot.bookings().forEach(booking -> rows.add(row("booking", BookingJson.booking(booking))));
        snapshot.requests().forEach(request -> rows.add(row("request", LineJson.request(request))));
        answers(rows, snapshot.answers());
        return split(rows).stream().map(Message.Snapshot::new).toList();
    }

    public static List<Message.Copy> of(DoorCopy copy) {
        List<Json> rows = new ArrayList<>();
        rows.add(row("about", Json.object()
                .with("epoch", copy.epoch())
                .with("line", copy.line().at().toString())
                .with("feed", LineJson.mark(copy.feed()))
                .with("log", LineJson.mark(copy.log()))));
        copy.spaces().forEach(space -> rows.add(row("space", BookingJson.space(space))));
        copy.bookings().forEach(booking -> rows.add(row("booking", BookingJson.booking(booking))));
        answers(rows, copy.answers());
        return split(rows).stream().map(Message.Copy::new).toList();
    }

    private static void answers(List<Json> rows, Map<OperationId, Answer> answers) {
        new TreeMap<>(answers).forEach((operation, answer) -> rows
                .add(row("answer", Json.object().with("op", operation.toString()).with("answer", LineJson.answer(answer)))));
    }

    private static void readAnswer(Json row, Map<OperationId, Answer> answers) {
        Fields is = Fields.of(row);
        answers.put(is.id("op", OperationId::of), LineJson.readAnswer(is.json("answer")));
    }

    /// What a later version answered must not keep a door from its floor.
    private static void readAnswerIfKnown(Json row, Map<OperationId, Answer> answers) {
        try {
            readAnswer(row, answers);
        } catch (Malformed later) {
            // Whoever touches again is answered anew.
        }
    }

    public static Assembled<Snapshot> snapshot(Collection<Part> parts) {
        return assembled(parts, Parts::readSnapshot);
    }

    public static Assembled<DoorCopy> copy(Collection<Part> parts) {
        return assembled(parts, Parts::readCopy);
    }

    private static Snapshot readSnapshot(List<Json> rows) {
        Fields about = about(rows);
        Map<PersonId, String> names = new HashMap<>();
        List<Space> spaces = new ArrayList<>();
        List<Verifier> verifiers = new ArrayList<>();
        List<Booking> bookings = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        Map<OperationId, Answer> answers = new HashMap<>();
        for (Json row : rows) {
            Fields f = Fields.of(row);
            Json is = f.json("is");
            switch (f.text("row")) {
                case "space" -> spaces.add(BookingJson.readSpace(is));
                case "name" -> names.put(Fields.of(is).id("person", PersonId::of), Fields.of(is).text("name"));
                case "booking" -> bookings.add(BookingJson.readBooking(is));
                case "verifier" -> verifiers.add(LineJson.readVerifier(is));
                case "request" -> requests.add(LineJson.readRequest(is));
                case "answer" -> readAnswerIfKnown(is, answers);
                default -> {
                }
            }
        }
        return new Snapshot(about.count("epoch"), about.id("generation", Generation::of), new Line(about.instant("line")),
                LineJson.readMark(about.json("feed")), LineJson.readMark(about.json("log")),
                LineJson.readMark(about.json("before")), spaces, names, verifiers, bookings, requests, answers);
    }

    private static DoorCopy readCopy(List<Json> rows) {
        Fields about = about(rows);
        List<Space> spaces = new ArrayList<>();
        List<Booking> bookings = new ArrayList<>();
        Map<OperationId, Answer> answers = new HashMap<>();
        for (Json row : rows) {
            Fields f = Fields.of(row);
            Json is = f.json("is");
            switch (f.text("row")) {
                case "space" -> spaces.add(BookingJson.readSpace(is));
                case "booking" -> bookings.add(BookingJson.readBooking(is));
                case "answer" -> readAnswer(is, answers);
                default -> {
                }
            }
        }
        return new DoorCopy(about.count("epoch"), new Line(about.instant("line")), LineJson.readMark(about.json("feed")),
                LineJson.readMark(about.json("log")), spaces, bookings, answers);
    }

    private static Fields about(List<Json> rows) {
        if (rows.isEmpty() || !Fields.of(rows.getFirst()).text("row").equals("about")) {
            throw new Malformed("the first row does not say what the rest is about");
        }
        return Fields.of(rows.getFirst()).object("is");
    }

    private static Json.Obj row(String kind, Json is) {
        return Json.object().with("row", kind).with("is", is);
    }

    private static List<Part> split(List<Json> rows) {
        List<List<Json>> pieces = new ArrayList<>();
        List<Json> piece = new ArrayList<>();
        int bytes = 0;
        for (Json row : rows) {
            int size = row.bytes().length + 1;
            if (!piece.isEmpty() && (bytes + size > Limits.BATCH_BYTES || piece.size() == Limits.PART_ROWS)) {
                pieces.add(piece);
                piece = new ArrayList<>();
                bytes = 0;
            }
            piece.add(row);
            bytes += size;
        }
        pieces.add(piece);
        Hash whole = hash(rows);
        List<Part> parts = new ArrayList<>();
        for (List<Json> some : pieces) {
            parts.add(new Part(whole, parts.size() + 1, pieces.size(), some));
        }
        return parts;
    }

    private static <T> Assembled<T> assembled(Collection<Part> parts, Function<List<Json>, T> read) {
        if (parts.isEmpty()) {
            return new Assembled.Incomplete<>(1);
        }
        Part[] inOrder = new Part[parts.iterator().next().of()];
        for (Part part : parts) {
            if (part.of() != inOrder.length) {
                return new Assembled.Broken<>("parts of different wholes");
            }
            inOrder[part.number() - 1] = part;
        }
        List<Json> rows = new ArrayList<>();
        int missing = 0;
        for (Part part : inOrder) {
            if (part == null) {
                missing++;
            } else {
                rows.addAll(part.rows());
            }
        }
        if (missing > 0) {
            return new Assembled.Incomplete<>(missing);
        }
        if (!hash(rows).equals(inOrder[0].whole())) {
            return new Assembled.Broken<>("the rows are not those that were sent");
        }
        try {
            return new Assembled.Whole<>(read.apply(rows));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new Assembled.Broken<>(String.valueOf(e.getMessage()));
        }
    }

    private static Hash hash(List<Json> rows) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Json row : rows) {
                sha.update(row.bytes());
                sha.update("\n".getBytes(StandardCharsets.UTF_8));
            }
            return new Hash(HexFormat.of().formatHex(sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
