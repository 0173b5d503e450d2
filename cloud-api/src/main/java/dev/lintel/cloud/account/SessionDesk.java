package dev.lintel.cloud.account;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Brake;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Signing in, staying signed in, signing out.
@Singleton
class SessionDesk {

    /// Somebody who does not come back for this long signs in again.
    static final Duration LIFE = Duration.ofDays(30);
    /// Two tabs refresh at the same moment; the one that comes second is no thief.
    static final Duration GRACE = Duration.ofSeconds(10);
    /// Of one account, before each further one costs time.
    private static final int FREE_FAILURES = 5;
    /// Of one address in a minute, whichever accounts it tries: a whole company behind one does not reach it by mistyping.
    private static final int ADDRESS_FAILURES = 30;
    /// Of one address, so that it takes no more than an eighth of the places where guesses wait to be looked at.
    private static final int ADDRESS_AT_ONCE = Passwords.STRANGERS / 8;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final PersonStore people;
    private final SessionStore sessions;
    private final Passwords passwords;
    private final Tokens tokens;
    private final RefreshTokens refreshTokens;
    private final Brake accounts;
    private final Brake addresses;
    private final AuditStore audit;
    private final InstantSource clock;
    private final IdSource ids;

    SessionDesk(Transactions transactions, PersonStore people, SessionStore sessions, Passwords passwords,
            Tokens tokens, RefreshTokens refreshTokens, AuditStore audit, InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.people = people;
        this.sessions = sessions;
        this.passwords = passwords;
        this.tokens = tokens;
        this.refreshTokens = refreshTokens;
        this.accounts = new Brake(new Brake.Policy.Doubling(FREE_FAILURES, LONGEST), clock);
        this.addresses = new Brake(new Brake.Policy.Window(LONGEST, Integer.MAX_VALUE, ADDRESS_FAILURES, ADDRESS_AT_ONCE),
                clock);
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /// Where a request came from.
    ///
    /// @param client what the program called itself
    record From(InetAddress address, Optional<String> client) {}

    private record Known(TenantId tenant, Person person, Optional<String> verifier) {}

    Outcome<SessionView> signIn(Operation operation, From from, SessionController.SignIn wish) {
        var address = Brake.key(from.address());
        var account = wish.tenant() + "\n" + wish.email().toLowerCase(Locale.ROOT);
        // The address first: one that has to wait leaves no trace among the accounts, whose memory invented ones would fill.
        var wait = addresses.admitGuess(address);
        if (wait.isPresent()) {
            return Outcome.refused(new Refusal.TooManyAttempts(wait.get()));
        }
        var late = accounts.admitGuess(account);
        if (late.isPresent()) {
            addresses.excused(address);
            return Outcome.refused(new Refusal.TooManyAttempts(late.get()));
        }
        var known = Optional.<Known>empty();
        var proven = Optional.<Boolean>empty();
        try {
            known = transactions.unfenced(transaction -> known(transaction, wish));
            proven = passwords.matches(wish.password(), known.flatMap(Known::verifier));
        } finally {
            // Also where the database was away: whoever could not be looked at has not failed.
            if (proven.isEmpty()) {
                accounts.excused(account);
                addresses.excused(address);
            }
        }
        if (proven.isEmpty()) {
            return Outcome.refused(new Refusal.Unavailable());
        }
        if (!proven.get() || known.isEmpty() || !known.get().person().active()) {
            accounts.failed(account);
            addresses.failed(address);
            return Outcome.refused(new Refusal.SignInFailed());
        }
        accounts.succeeded(account);
        addresses.succeeded(address);
        return opened(operation, from, known.get());
    }

    private Outcome<SessionView> opened(Operation operation, From from, Known known) {
        return Outcome.done(transactions.inTenant(known.tenant(),
                transaction -> opened(transaction, operation, from, known)));
    }

    private Optional<Known> known(Handle transaction, SessionController.SignIn wish) {
        return people.tenant(transaction, wish.tenant())
                .flatMap(tenant -> people.findByEmail(transaction, tenant, wish.email())
                        .map(person -> new Known(tenant,
                                person, people.passwordVerifier(transaction, tenant, person.id()))));
    }

    private SessionView opened(Handle transaction, Operation operation, From from, Known known) {
        var now = clock.instant();
        var caller = new Caller(known.tenant(), known.person().id(), ids.next(), known.person().role());
        sessions.add(transaction, known.tenant(),
                new SessionStore.Session(caller.session(), caller.person(), now.plus(LIFE), 1, now, false), from.client(), now);
        audit.add(transaction, known.tenant(), operation.id(), caller.actor(), "signed-in",
                "session:" + caller.session(), "");
        return view(caller, 1);
    }

    /// A token that was replaced longer than [#GRACE] ago can only be a copy: the whole family ends, for nobody can
    /// tell whose the copy is.
    Outcome<SessionView> refresh(Operation operation, String text) {
        var read = refreshTokens.read(text);
        if (read.isEmpty()) {
            return Outcome.refused(new Refusal.Unauthorised());
        }
        var token = read.get();
        return transactions.inTenant(token.tenant(), transaction -> {
            var now = clock.instant();
            var found = sessions.lock(transaction, token.tenant(), token.session())
                    .filter(session -> !session.ended() && now.isBefore(session.expiresAt()));
            var person = found.flatMap(session -> people.find(transaction, token.tenant(), session.person()))
                    .filter(Person::active);
            if (found.isEmpty() || person.isEmpty()) {
                return Outcome.refused(new Refusal.Unauthorised());
            }
            var session = found.get();
            var caller = new Caller(token.tenant(), session.person(), session.id(), person.get().role());
            if (token.number() == session.number()) {
                sessions.rotate(transaction, token.tenant(), session.id(), session.number() + 1, now);
                return Outcome.done(view(caller, session.number() + 1));
            }
            if (token.number() == session.number() - 1 && now.isBefore(session.rotatedAt().plus(GRACE))) {
                return Outcome.done(view(caller, session.number()));
            }
            sessions.end(transaction, token.tenant(), session.id(), now, "refresh-token-reused");
            audit.add(transaction, token.tenant(), operation.id(), caller.actor(), "session-ended",
                    "session:" + session.id(), "refresh-token-reused");
            return Outcome.refused(new Refusal.Unauthorised());
        });
    }

    void end(Caller caller, Operation operation) {
        transactions.inTenant(caller.tenant(), transaction -> {
            sessions.end(transaction, caller.tenant(), caller.session(), clock.instant(), "signed-out");
            audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "signed-out",
                    "session:" + caller.session(), "");
            return true;
        });
    }

    /// The caller's sessions that are good now, the latest used first.
    List<SessionController.OwnSession> list(Caller caller) {
        return transactions.inTenant(caller.tenant(), transaction -> sessions
                .open(transaction, caller.tenant(), caller.person(), clock.instant())
                .stream()
                .map(session -> new SessionController.OwnSession(session.id(), session.client().orElse(null),
                        session.createdAt(),
                        session.usedAt(), session.expiresAt(), session.id().equals(caller.session())))
                .toList());
    }

    /// Ends one of the caller's own sessions, whichever device it is on.
    Outcome<Boolean> end(Caller caller, Operation operation, UUID id) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            var own = sessions.lock(transaction, caller.tenant(), id)
                    .filter(session -> session.person().equals(caller.person()) && !session.ended());
            if (own.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("session"));
            }
            sessions.end(transaction, caller.tenant(), id, clock.instant(), "ended-by-its-person");
            audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "session-ended", "session:" + id,
                    "ended-by-its-person");
            return Outcome.done(true);
        });
    }

    private SessionView view(Caller caller, int number) {
        var access = tokens.issue(caller);
        var refresh = refreshTokens.seal(new RefreshTokens.Refresh(caller.tenant(), caller.session(), number));
        return new SessionView(access.text(), refresh, access.expiresAt(), "Bearer");
    }
}
