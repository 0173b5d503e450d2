package dev.lintel.cloud.account;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PersonId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The people of a tenant.
@Singleton
class PersonDesk {

    private final Transactions transactions;
    private final PersonStore people;
    private final OperationStore operations;
    private final Passwords passwords;
    private final Guessable guessable;
    private final AuditStore audit;
    private final InstantSource clock;
    private final IdSource ids;

    PersonDesk(Transactions transactions, PersonStore people, OperationStore operations, Passwords passwords,
            Guessable guessable, AuditStore audit, InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.people = people;
        this.operations = operations;
        this.passwords = passwords;
        this.guessable = guessable;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    Outcome<PersonView> add(Caller caller, Operation operation, PersonController.NewPerson wish) {
        if (guessable.is(wish.password(), List.of(wish.email(), wish.name()))) {
            return Outcome.refused(new Refusal.Unprocessable("password", "it is among the first that somebody would try"));
        }
        var verifier = passwords.verifier(wish.password());
        return transactions.inTenant(caller.tenant(), transaction -> operations.once(transaction, caller.tenant(),
                operation, "add-person", wish, PersonView.class, () -> {
                    var person = new Person(new PersonId(ids.next()), wish.email().strip(), wish.name().strip(),
                            Role.of(wish.role()), true, clock.instant());
                    if (!people.add(transaction, caller.tenant(), person)) {
                        return Outcome.refused(new Refusal.NameTaken("email"));
                    }
                    people.setPassword(transaction, caller.tenant(), person.id(), verifier, person.createdAt());
                    audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "person-added",
                            "person:" + person.id(), person.role().slug());
                    return Outcome.done(PersonView.of(person));
                }));
    }

    Page<PersonView> list(Caller caller, Optional<UUID> after) {
        var found = transactions.inTenant(caller.tenant(),
                transaction -> people.list(transaction, caller.tenant(), after, Page.SIZE + 1));
        return Page.of(found.stream().map(PersonView::of).toList(), person -> person.id().toString());
    }

    Outcome<MeController.Me> me(Caller caller) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            var person = people.find(transaction, caller.tenant(), caller.person());
            var tenant = people.tenantName(transaction, caller.tenant());
            if (person.isEmpty() || tenant.isEmpty()) {
                return Outcome.refused(new Refusal.Unauthorised());
            }
            return Outcome.done(new MeController.Me(PersonView.of(person.get()),
                    new MeController.MyTenant(caller.tenant().value(), tenant.get()),
                    people.locale(transaction, caller.tenant(), caller.person())));
        });
    }

    Outcome<MeController.Me> changeMe(Caller caller, MeController.MyWishes wishes) {
        transactions.inTenant(caller.tenant(), transaction -> {
            people.setLocale(transaction, caller.tenant(), caller.person(), wishes.locale());
            return true;
        });
        return me(caller);
    }
}
