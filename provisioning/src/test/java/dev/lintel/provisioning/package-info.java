/// Tests over the whole repository: the documents say what is so, and the demo's parts keep their manners.
@NullMarked
package dev.lintel.provisioning;

import org.jspecify.annotations.NullMarked;
