/// The cloud: tenants, people, places and bookings over REST, and the cloud's side of each floor's line.
///
/// This package is the composition root. [Application] starts everything and turns what prevents a start into one
/// sentence; [Roots] is the one place where time, identity and chance enter, so that everything else takes them as
/// arguments and can be tested with values of its own.
///
/// The other packages are features. A replica keeps no state that another could miss: the database transaction is
/// the decision, and whatever is announced afterwards in the process can be read from the tables again.
///
/// Requests run on virtual threads and may block on the database.
@NullMarked
package dev.lintel.cloud;

import org.jspecify.annotations.NullMarked;
