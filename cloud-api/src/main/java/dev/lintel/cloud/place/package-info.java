/// Where things are: sites, floors, spaces.
///
/// A floor is also where a line lies, so a change of a space is an entry in its floor's feed, written in the same
/// transaction; that is how a door learns of its rooms.
///
/// Threading: stateless beans; a change of a space holds its floor's row.
@NullMarked
package dev.lintel.cloud.place;

import org.jspecify.annotations.NullMarked;
