/// The outbox of the real cloud, opened for tests that hold a simulated one against it.
@NullMarked
package dev.lintel.cloud.notice;

import org.jspecify.annotations.NullMarked;
