package dev.lintel.provisioning.world.plan;

/// What can go wrong in a world.
///
/// @see Plan for how often
public enum Fault {
    CUT("the link is cut"), FLAPPING("the link comes and goes"), WEATHER("messages are lost, doubled and late"), SPOILED(
            "messages arrive torn or garbled"), REPLAYED("somebody says again what was said before"), FOREIGN(
                    "another tenant's edge speaks for this floor"), DOOR_POWER("the door's power is cut in the middle of something"), CLOUD_POWER(
                            "the cloud's process ends in the middle of something"), CLOCK_1970("the door wakes up in 1970"), CLOCK_AHEAD(
                                    "the door's clock is set a year ahead"), CLOCK_DRIFT("the door's clock runs too fast"), COPY_LOST(
                                            "the door's copy is damaged"), RETIRED("the door is retired and another takes its place"), OLD_DOOR(
                                                    "the door runs the version before for a while"), UNREADABLE_FEED("the door cannot read an entry"), UNREADABLE_LOG(
                                                            "the cloud cannot read an entry"), RESTORED("the cloud comes back from a backup"),
    /// From here on an administrator's word or a disk that lied makes a party forget.
    FORCED("another door takes the floor while the old one lives on"), CARD_ROLLED_BACK(
            "an older copy of the door's card is put in"), WAIVED("the cloud comes back from a backup and does not wait for the door");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// Whether confirmed may clash afterwards, and must then be recorded.
    public boolean forgets() {
        return compareTo(FORCED) >= 0;
    }
}
