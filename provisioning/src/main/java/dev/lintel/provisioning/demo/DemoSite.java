package dev.lintel.provisioning.demo;

import java.util.List;

/// What the demo's tenant consists of, before anything of it exists. The names are those of trees and of nobody.
final class DemoSite {

    static final String TENANT = "demo";
    static final String SITE = "Riverside";

    record Room(String name, int seats) {}

    record Floor(String name, String key, List<Room> rooms) {}

    /// A role, not a person: whoever tries the demo plays all of them.
    record Person(String name, String email, String role) {}

    static final List<Floor> FLOORS = List.of(
            new Floor("Floor 1", "floor-1",
                    List.of(new Room("Alder", 4), new Room("Birch", 6), new Room("Cedar", 8), new Room("Elm", 12))),
            new Floor("Floor 2", "floor-2",
                    List.of(new Room("Hazel", 4), new Room("Larch", 6), new Room("Maple", 10), new Room("Rowan", 20))));

    static final List<Person> PEOPLE = List.of(new Person("Facility desk", "owner@demo.example", "owner"),
            new Person("Design team", "design@demo.example", "member"),
            new Person("Sales team", "sales@demo.example", "member"));

    /// One meeting of the demo's day, told relative to the moment the demo starts, rounded down to five minutes.
    record Meeting(String room, int startsInMinutes, int minutes, String title, int organiser) {}

    /// A day around now: two rooms wait for a check-in, some are free, some are soon taken.
    static final List<Meeting> DAY = List.of(new Meeting("Alder", 5, 30, "Sprint planning", 1),
            new Meeting("Alder", 60, 45, "Design review", 1),
            new Meeting("Alder", 180, 60, "Retrospective", 2), new Meeting("Birch", 20, 60, "Offer for the harbour", 2),
            new Meeting("Birch", 120, 30, "Stand-up", 1), new Meeting("Cedar", 90, 90, "Workshop", 1),
            new Meeting("Elm", 240, 60, "All hands", 0),
            new Meeting("Hazel", 5, 25, "Interview", 2), new Meeting("Hazel", 45, 60, "Budget", 0),
            new Meeting("Larch", 15, 30, "Weekly sync", 1),
            new Meeting("Maple", 150, 120, "Training", 0), new Meeting("Rowan", 300, 90, "Town hall", 0));

    private DemoSite() {}
}
