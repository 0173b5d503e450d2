package dev.lintel.cloud.retention;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.retention.Periods.Choice;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import jakarta.inject.Singleton;

/// A tenant's own word on how long its things are kept.
@Singleton
class RetentionDesk {

    private final Transactions transactions;
    private final PeriodStore periods;
    private final RetentionSettings settings;
    private final AuditStore audit;

    RetentionDesk(Transactions transactions, PeriodStore periods, RetentionSettings settings, AuditStore audit) {
        this.transactions = transactions;
        this.periods = periods;
        this.settings = settings;
        this.audit = audit;
    }

    /// As it is in force.
    Periods show(Caller caller) {
        return transactions.inTenant(caller.tenant(),
                transaction -> periods.find(transaction, caller.tenant()).orElse(Choice.NONE).or(settings));
    }

    Outcome<Periods> choose(Caller caller, Operation operation, Choice choice) {
        var chosen = choice.or(settings);
        var flaw = chosen.flaw();
        if (flaw.isPresent()) {
            return Outcome.refused(new Refusal.Unprocessable(flaw.get().field(), flaw.get().reason()));
        }
        return transactions.inTenant(caller.tenant(), transaction -> {
            periods.put(transaction, caller.tenant(), choice);
            audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), "retention-changed",
                    "tenant:" + caller.tenant(), "titles %d d, bookings %d d, audit %d d".formatted(chosen.titles().toDays(),
                            chosen.bookings().toDays(), chosen.audit().toDays()));
            return Outcome.done(chosen);
        });
    }
}
