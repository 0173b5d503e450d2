package dev.lintel.edge.pairing;

import dev.lintel.protocol.identity.PanelId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Challenges and sessions that this agent signs instead of keeping: both survive its restart, and neither fills memory.
///
/// A session is good only while its panel is in the table, so removing a panel ends it at once.
final class PanelSessions {

    private static final Duration CHALLENGE_LIFE = Duration.ofSeconds(60);
    /// A day: the page signs in again by itself, and a stolen cookie is soon worth nothing.
    private static final Duration SESSION_LIFE = Duration.ofHours(24);
    /// Signatures of the last minute; every panel of a floor signs in at most a few times in it.
    private static final int USED_LIMIT = 512;

    private final String secret;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Map<String, Instant> used = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > USED_LIMIT;
        }
    });

    PanelSessions(String secret, InstantSource clock, RandomGenerator chance) {
        this.secret = secret;
        this.clock = clock;
        this.chance = chance;
    }

    String challenge() {
        return signed("challenge", clock.instant().plus(CHALLENGE_LIFE), Secrets.random(chance));
    }

    /// A session, if the signature is that of the challenge by that key, and the challenge is ours, fresh and unused.
    Optional<String> open(PanelId panel, String publicKey, String challenge, String signature) {
        if (subject("challenge", CHALLENGE_LIFE, challenge).isEmpty()) {
            return Optional.empty();
        }
        byte[] text = ("lintel-panel 1\n" + panel + "\n" + challenge).getBytes(StandardCharsets.UTF_8);
        if (!PanelKey.signed(publicKey, text, signature) || used.putIfAbsent(challenge, clock.instant()) != null) {
            return Optional.empty();
        }
        return Optional.of(signed("session", clock.instant().plus(SESSION_LIFE), panel.toString()));
    }

    Optional<PanelId> panel(String session) {
        return subject("session", SESSION_LIFE, session).flatMap(text -> {
            try {
                return Optional.of(PanelId.of(text));
            } catch (IllegalArgumentException notOurs) {
                return Optional.empty();
            }
        });
    }

    private String signed(String kind, Instant until, String subject) {
        String text = kind + "." + until.getEpochSecond() + "." + subject;
        return text + "." + Secrets.sealed(secret, text);
    }

    /// Good for its life and no longer, also where the clock was ahead when it was made.
    private Optional<String> subject(String kind, Duration life, String shown) {
        String[] parts = shown.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals(kind)
                || !Secrets.same(parts[3], Secrets.sealed(secret, parts[0] + "." + parts[1] + "." + parts[2]))) {
            return Optional.empty();
        }
        // Sealed by us, so it is a number.
        Instant until = Instant.ofEpochSecond(Long.parseLong(parts[1]));
        Instant now = clock.instant();
        return now.isBefore(until) && !until.isAfter(now.plus(life)) ? Optional.of(parts[2]) : Optional.empty();
    }
}
