/// The pins of a Raspberry Pi, through Pi4J.
///
/// Purpose: open what the wiring names and hand it out behind the ports of [dev.lintel.edge.hardware]. The only package that
/// knows Pi4J. Its context is built from named parts: asked to look around by itself, it would prefer its own mock.
///
/// Invariants: a machine without a chip of a known label loads nothing native; pins are BCM numbers; Pi4J's own debounce is
/// off, because ours is tested, and the same for every kind of input.
///
/// Threading: opened by the starting thread; edges come on Pi4J's threads and are handed over at once.
@NullMarked
package dev.lintel.edge.hardware.pi;

import org.jspecify.annotations.NullMarked;
