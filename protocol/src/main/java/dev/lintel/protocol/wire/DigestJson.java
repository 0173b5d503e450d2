package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Digest;
import dev.lintel.protocol.line.Hash;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// Digests as JSON: one object for each space, with the sum of each day.
final class DigestJson {

    private DigestJson() {}

    static Json.Obj digest(Digest digest) {
        SortedMap<String, Json> spaces = new TreeMap<>();
        digest.sums().forEach((at, sum) -> {
            Json.Obj days = spaces.get(at.space().toString()) instanceof Json.Obj some ? some : Json.object();
            spaces.put(at.space().toString(), days.with(at.day().toString(), HexFormat.of().toHexDigits(sum)));
        });
        return window(digest.window()).with("feed", LineJson.mark(digest.feed()))
                .with("log", LineJson.mark(digest.log()))
                .with("sums", new Json.Obj(spaces));
    }

    static Digest readDigest(Fields f) {
        SortedMap<Digest.RoomDay, Long> sums = new TreeMap<>();
        f.object("sums").each((space, days) -> {
            SpaceId id = SpaceId.of(space);
            Fields.of(days).each((day, sum) -> sums.put(new Digest.RoomDay(id, day(day)), sum(sum)));
        });
        if (sums.size() > Limits.DIGEST_ROOM_DAYS) {
            throw new Malformed("a digest of more than " + Limits.DIGEST_ROOM_DAYS + " room days");
        }
        return new Digest(LineJson.readMark(f.json("feed")), LineJson.readMark(f.json("log")), readWindow(f), sums);
    }

    static Json.Obj root(Digest.Root root) {
        return window(root.window()).with("hash", root.hash().hex());
    }

    static Digest.Root readRoot(Json json) {
        Fields f = Fields.of(json);
        return new Digest.Root(readWindow(f), new Hash(f.text("hash")));
    }

    private static Json.Obj window(Digest.Window window) {
        return Json.object().with("from", window.from().toString()).with("days", window.days());
    }

    private static Digest.Window readWindow(Fields f) {
        return new Digest.Window(day(f.text("from")), f.small("days"));
    }

    /// Within the calendar that instants have as well, so that no sum of days leads out of it.
    private static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        if (day.getYear() < 1 || day.getYear() > 9_999) {
            throw new Malformed("a day lies outside the calendar");
        }
        return day;
    }

    private static long sum(Json value) {
        if (value instanceof Json.Text(String text) && text.length() == 16) {
            return HexFormat.fromHexDigitsToLong(text);
        }
        throw new Malformed("a sum has 16 hexadecimal characters");
    }
}
