/// The cable against a real echo over real sockets.
@NullMarked
package dev.lintel.provisioning.cable;

import org.jspecify.annotations.NullMarked;
