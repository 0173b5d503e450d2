package dev.lintel.cloud.unlock;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Passwords;
import dev.lintel.cloud.account.PersonStore;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.VerifierStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Brake;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Sets and removes what people show at doors. The floors that need it hear of it in the same transaction.
@Singleton
class UnlockDesk {

    private static final int SALT_BYTES = 16;
    private static final int FEWEST_DIGITS = 3;
    /// Nobody changes a PIN more often, and each change costs a computation and an entry for each guarded floor.
    private static final Brake.Policy CHANGES = new Brake.Policy.Window(Duration.ofMinutes(1), 10, 10);

    private final Transactions transactions;
    private final PersonStore people;
    private final UnlockStore unlocks;
    private final VerifierStore verifiers;
    private final LineDesk line;
    private final OperationStore operations;
    private final AuditStore audit;
    private final Passwords passwords;
    private final SecureRandom chance;
    private final InstantSource clock;
    private final Brake brake;

    UnlockDesk(Transactions transactions, PersonStore people, UnlockStore unlocks, VerifierStore verifiers, LineDesk line,
            OperationStore operations, AuditStore audit, Passwords passwords, SecureRandom chance, InstantSource clock) {
        this.transactions = transactions;
        this.people = people;
        this.unlocks = unlocks;
        this.verifiers = verifiers;
        this.line = line;
        this.operations = operations;
        this.audit = audit;
        this.passwords = passwords;
        this.chance = chance;
        this.clock = clock;
        this.brake = new Brake(CHANGES, clock);
    }

    Outcome<UnlockView> find(Caller caller, PersonId person) {
        if (!may(caller, person)) {
            return Outcome.refused(new Refusal.Forbidden());
        }
        return transactions.inTenant(caller.tenant(), transaction -> people.find(transaction, caller.tenant(), person)
                .map(_ -> Outcome.done(unlocks.view(transaction, caller.tenant(), person)))
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("person"))));
    }

    Outcome<UnlockView> setPin(Caller caller, Operation operation, PersonId person, UnlockController.NewPin wish) {
        if (isGuessedFirst(wish.pin())) {
            return Outcome.refused(new Refusal.Unprocessable("pin", "it is among the first that somebody would try"));
        }
        var salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        return set(caller, operation, person, Means.PIN, wish, salt, wish.pin());
    }

    Outcome<UnlockView> setBadge(Caller caller, Operation operation, PersonId person, UnlockController.NewBadge wish) {
        if (!caller.isOwner()) {
            return Outcome.refused(new Refusal.Forbidden());
        }
        return set(caller, operation, person, Means.BADGE, wish, badgeSalt(caller.tenant()), wish.badge());
    }

    Outcome<UnlockView> remove(Caller caller, Operation operation, PersonId person, Means means) {
        return changed(caller, operation, person, means.slug() + "-removed", means, transaction -> {
            unlocks.remove(transaction, caller.tenant(), person, means);
            return Optional.empty();
        });
    }

    private Outcome<UnlockView> set(Caller caller, Operation operation, PersonId person, Means means, Object wish, byte[] salt,
            String text) {
        var wait = brake.admit(caller.tenant() + " " + caller.person());
        if (wait.isPresent()) {
            return Outcome.refused(new Refusal.TooManyAttempts(wait.get()));
        }
        if (!may(caller, person)) {
            return Outcome.refused(new Refusal.Forbidden());
        }
        // Before the transaction: nobody else should wait for this computation.
        var hash = HexFormat.of().formatHex(passwords.derived(text, salt));
        return changed(caller, operation, person, means.slug() + "-set", wish, transaction -> {
            if (means == Means.PIN && unlocks.number(transaction, caller.tenant(), person, chance).isEmpty()) {
                return Optional.of(new Refusal.Unprocessable("pin", "no door number is left"));
            }
            if (means == Means.BADGE && unlocks.hasBadge(transaction, caller.tenant(), person, hash)) {
                return Optional.of(new Refusal.NameTaken("badge"));
            }
            unlocks.put(transaction, caller.tenant(), person, means, HexFormat.of().formatHex(salt), hash, clock.instant());
            return Optional.empty();
        });
    }

    private Outcome<UnlockView> changed(Caller caller, Operation operation, PersonId person, String action, Object wish,
            Function<Handle, Optional<Refusal>> change) {
        if (!may(caller, person)) {
            return Outcome.refused(new Refusal.Forbidden());
        }
        var told = new ArrayList<LineDesk.Taken>();
        var outcome = transactions.<Outcome<UnlockView>>inTenant(caller.tenant(), transaction -> {
            verifiers.hold(transaction, caller.tenant());
            if (people.find(transaction, caller.tenant(), person).isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("person"));
            }
            return operations.once(transaction, caller.tenant(), operation, action, person + " " + wish, UnlockView.class,
                    () -> {
                        var refusal = change.apply(transaction);
                        if (refusal.isPresent()) {
                            return Outcome.refused(refusal.get());
                        }
                        told.addAll(tell(transaction, caller, operation, person));
                        audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), action, "person:" + person, "");
                        return Outcome.done(unlocks.view(transaction, caller.tenant(), person));
                    });
        });
        told.forEach(line::tell);
        return outcome;
    }

    private List<LineDesk.Taken> tell(Handle transaction, Caller caller, Operation operation, PersonId person) {
        var told = new ArrayList<LineDesk.Taken>();
        var now = verifiers.of(transaction, caller.tenant(), person);
        for (FloorId floor : verifiers.guardedFloors(transaction, caller.tenant())) {
            line.step(transaction, caller.tenant(), floor, caller.actor(),
                    List.of(new CloudInput.VerifiersChanged(operation.id(), false, List.of(person), now)))
                    .ifPresent(told::add);
        }
        return told;
    }

    /// Their own, or an owner anybody's.
    private static boolean may(Caller caller, PersonId person) {
        return caller.isOwner() || caller.person().equals(person);
    }

    /// One salt for all badges of a tenant, since a badge does not say whose it is.
    private static byte[] badgeSalt(TenantId tenant) {
        try {
            return Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256").digest(("badges of " + tenant).getBytes(StandardCharsets.UTF_8)),
                    SALT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Two digits only, or a row of keys forwards or backwards.
    static boolean isGuessedFirst(String pin) {
        return pin.chars().distinct().count() < FEWEST_DIGITS || "01234567890".contains(pin) || "09876543210".contains(pin);
    }
}
