package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.line.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Bytes from anybody: decoding answers with a value, whatever they are.
class FuzzTest {

    private static final long SEED = 20_260_302;

    @Test
    @Tag("slow")
    void twoHundredThousandMutatedMessagesNeverThrow() {
        run(200_000);
    }

    @Test
    @Tag("deep")
    void tenMillionMutatedMessagesNeverThrow() {
        run(10_000_000);
    }

    private static void run(int count) {
        RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<byte[]> seeds = new ArrayList<>();
        Samples.envelopes()
                .values()
                .stream()
                .map(new Codec()::encode)
                .filter(bytes -> bytes.length < 3_000)
                .forEach(seeds::add);
        List<Envelope> logs = Stream.concat(Samples.bodies().stream(), Samples.laterBodies().stream())
                .map(Samples::logOf)
                .toList();
        logs.forEach(log -> seeds.add(new Codec().encode(log)));
        List<Letter> letters = logs.stream().map(Letter::of).toList();
        List<String> frames = Samples.panel().values().stream().map(new PanelCodec()::encode).toList();
        long began = System.nanoTime();
        int past = 0;
        for (int i = 0; i < count; i++) {
            if (i % 4 == 0) {
                byte[] frame = mutated(frames.get(chance.nextInt(frames.size())).getBytes(StandardCharsets.UTF_8), chance);
                past += new PanelCodec()
                        .decode(new String(frame, StandardCharsets.UTF_8)) instanceof PanelDecoded.Read(PanelMessage message)
                        && !(message instanceof PanelMessage.Unknown) ? 1 : 0;
            } else if (i % 4 != 1) {
                byte[] bytes = mutated(seeds.get(chance.nextInt(seeds.size())), chance);
                past += isRead(new Codec().decode(bytes)) ? 1 : 0;
            } else {
                byte[] bytes = letters.get(chance.nextInt(letters.size())).sealedAgain(chance);
                past += isRead(new Codec().decode(bytes)) ? 1 : 0;
            }
        }
        System.out.printf("fuzzed: %d messages, %d %% past the envelope, %.1f s%n", count, past * 100L / count,
                (System.nanoTime() - began) / 1e9);
        assertThat(past * 100L / count).as("share that reached the message").isGreaterThanOrEqualTo(30);
    }

    /// A message of a kind that is known, with all that is in it.
    private static boolean isRead(Decoded decoded) {
        return decoded instanceof Decoded.Read(Envelope envelope, Json _) && !(envelope.message() instanceof Message.Unknown);
    }

    /// A message of one entry, taken apart.
    private record Letter(Json.Obj tree, Json.Obj log, Json.Obj entry, Hash previous, String head, String body) {

        static Letter of(Envelope envelope) {
            Json.Obj tree = (Json.Obj) Json.parse(new String(new Codec().encode(envelope), StandardCharsets.UTF_8));
            Json.Obj log = (Json.Obj) field(tree, "body");
            Json.Obj entry = (Json.Obj) ((Json.Arr) field(log, "entries")).items().getFirst();
            return new Letter(tree, log, entry, new Hash(((Json.Text) field(entry, "previous")).value()),
                    field(entry, "head").canonical(), field(entry, "body").canonical());
        }

        private static Json field(Json.Obj object, String name) {
            return Objects.requireNonNull(object.fields().get(name));
        }

        /// Somebody who knows how to seal an entry writes anything into it: the hash is right, whatever stands there.
        byte[] sealedAgain(RandomGenerator chance) {
            try {
                Json newHead = chance.nextInt(4) == 0 ? changed(head, chance) : Json.parse(head);
                Json newBody = changed(body, chance);
                String hash = Sha256Chain.hash(previous, 1, newHead, newBody).hex();
                Json.Obj whole = entry.with("seq", 1).with("head", newHead).with("body", newBody).with("hash", hash);
                return tree.with("body", log.with("entries", new Json.Arr(List.of(whole)))).bytes();
            } catch (Malformed e) {
                // No JSON any more: nothing to seal.
                return body.getBytes(StandardCharsets.UTF_8);
            }
        }

        private static Json changed(String json, RandomGenerator chance) {
            return Json.parse(new String(mutated(json.getBytes(StandardCharsets.UTF_8), chance), StandardCharsets.UTF_8));
        }
    }

    private static byte[] mutated(byte[] original, RandomGenerator chance) {
        byte[] bytes = original.clone();
        int edits = 1 + chance.nextInt(2);
        for (int i = 0; i < edits; i++) {
            int at = chance.nextInt(bytes.length);
            switch (chance.nextInt(8)) {
                case 0 -> bytes[at] = (byte) chance.nextInt();
                case 1 -> bytes = java.util.Arrays.copyOf(bytes, Math.max(1, at));
                case 2 -> bytes = grown(bytes, at, chance);
                default -> bytes[at] = Character.isDigit(bytes[at])
                        ? (byte) ('0' + chance.nextInt(10))
                        : Character.isLetter(bytes[at]) ? (byte) ('a' + chance.nextInt(26)) : bytes[at];
            }
        }
        return bytes;
    }

    private static byte[] grown(byte[] bytes, int at, RandomGenerator chance) {
        String[] pieces = {"null", "[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\"\\ud800\"", "1e999", "-0", "{}", "99999999999999999999",
                "\u0000", "\"a\":1,"};
        byte[] piece = pieces[chance.nextInt(pieces.length)].getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[Math.min(bytes.length + piece.length, Limits.PACKET_BYTES)];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(piece, 0, out, at, piece.length);
        System.arraycopy(bytes, at, out, at + piece.length, bytes.length - at);
        return out;
    }
}
