/// Whole worlds: two floors for a week, one cloud, and everything that breaks, on the real cores and the real door.
///
/// ```
/// seed ─► Plan (what people do, what breaks) ─► World: Timeline ─► People, Havoc ─► DoorHost ═ Wire ═ CloudHost
///                                                                                      └──► Oracle ◄──┘
/// ```
///
/// One thread, no clock, no chance but the seed's: the same seed is the same world, event for event. Of a door runs what runs on the wall (deciding, committing, the talk with the cloud); of the cloud its rules, over tables in
/// memory. Every message is the bytes that production would send.
///
/// A failure names its seed, is made small by leaving out lines of its plan, and is printed as a story that can be run again.
@NullMarked
package dev.lintel.provisioning.world;

import org.jspecify.annotations.NullMarked;
