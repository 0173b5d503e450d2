/// The desks and stores of the real cloud, opened for tests that hold simulated ones against them.
///
/// It lies in their package because they are nobody else's; production knows nothing of it.
@NullMarked
package dev.lintel.cloud.booking;

import org.jspecify.annotations.NullMarked;
