/// What a simulated world stands on: chance that a seed decides, time that only events move, places, and wires that lose what they carry.
///
/// Nothing here knows a rule of the product. One thread runs a world; nothing is shared between two.
@NullMarked
package dev.lintel.provisioning.world.ground;

import org.jspecify.annotations.NullMarked;
