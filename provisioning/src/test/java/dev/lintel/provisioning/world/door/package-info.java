/// The doors of a simulated world: machines whose clock, power and disk fail, and on them what runs at a real door.
///
/// `StillDoor` (deciding and committing) and `Talk` with its pump (the link) are production's own classes. Simulated are the machine, the disk, the connection, the sensors and the people.
@NullMarked
package dev.lintel.provisioning.world.door;

import org.jspecify.annotations.NullMarked;
