package dev.lintel.provisioning.demo;

/// The demo cannot go on; the message is one sentence for the person at the terminal, who is shown nothing else.
final class DemoFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    DemoFailure(String sentence) {
        super(sentence);
    }
}
