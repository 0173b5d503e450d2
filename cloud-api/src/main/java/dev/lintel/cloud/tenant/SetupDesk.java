package dev.lintel.cloud.tenant;

import dev.lintel.cloud.account.Guessable;
import dev.lintel.cloud.account.Passwords;
import dev.lintel.cloud.account.Person;
import dev.lintel.cloud.account.PersonStore;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// Makes the first tenant and its owner.
@Singleton
class SetupDesk {

    private final SetupToken token;
    private final Transactions transactions;
    private final TenantStore tenants;
    private final PersonStore people;
    private final Passwords passwords;
    private final Guessable guessable;
    private final AuditStore audit;
    private final InstantSource clock;
    private final IdSource ids;

    SetupDesk(SetupToken token, Transactions transactions, TenantStore tenants, PersonStore people,
            Passwords passwords, Guessable guessable, AuditStore audit, InstantSource clock, IdSource ids) {
        this.token = token;
        this.transactions = transactions;
        this.tenants = tenants;
        this.people = people;
        this.passwords = passwords;
        this.guessable = guessable;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    Outcome<SetupController.Ready> setUp(Operation operation, SetupController.Setup wish) {
        if (!token.matches(wish.token())) {
            return Outcome.refused(new Refusal.AlreadySetUp());
        }
        if (guessable.is(wish.password(), List.of(wish.email(), wish.ownerName(), wish.name(), wish.tenant()))) {
            return Outcome.refused(new Refusal.Unprocessable("password", "it is among the first that somebody would try"));
        }
        var verifier = passwords.verifier(wish.password());
        var outcome = transactions.<Outcome<SetupController.Ready>>unfenced(transaction -> {
            tenants.lockSetup(transaction);
            if (!tenants.isEmpty(transaction)) {
                return Outcome.refused(new Refusal.AlreadySetUp());
            }
            var now = clock.instant();
            var tenant = new TenantId(ids.next());
            var owner = new Person(new PersonId(ids.next()), wish.email().strip(), wish.ownerName().strip(), Role.OWNER,
                    true, now);
            tenants.add(transaction, tenant, wish.tenant(), wish.name().strip(), now);
            people.add(transaction, tenant, owner);
            people.setPassword(transaction, tenant, owner.id(), verifier, now);
            audit.add(transaction, tenant, operation.id(), "person:" + owner.id(), "tenant-made", "tenant:" + tenant,
                    "");
            return Outcome.done(new SetupController.Ready(tenant.value(), owner.id().value()));
        });
        if (outcome instanceof Outcome.Done) {
            token.burn();
        }
        return outcome;
    }
}
