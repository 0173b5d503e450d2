/// The demo's manners, with real processes, real ports and real files.
@NullMarked
package dev.lintel.provisioning.demo;

import org.jspecify.annotations.NullMarked;
