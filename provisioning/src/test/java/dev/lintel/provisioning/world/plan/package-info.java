/// What people do and what breaks in a world, decided by its seed before the world begins.
///
/// A plan is a list, and each line of it stands for itself: a world without some of its lines is a world too. That is how a failure is made small.
@NullMarked
package dev.lintel.provisioning.world.plan;

import org.jspecify.annotations.NullMarked;
