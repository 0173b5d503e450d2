package dev.lintel.edge.gate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Tells everybody who asks the newest value, and each newer one as it comes. What somebody did not ask for in time is
/// replaced by what is newer.
///
/// @param <T> immutable
final class Newest<T> implements Publisher<T> {

    private final List<Listening> listening = new CopyOnWriteArrayList<>();
    private volatile T value;

    Newest(T value) {
        this.value = value;
    }

    void set(T newer) {
        value = newer;
        listening.forEach(Listening::tell);
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        Listening fresh = new Listening(subscriber);
        listening.add(fresh);
        subscriber.onSubscribe(fresh);
    }

    private final class Listening implements Subscription {

        private final Subscriber<? super T> subscriber;
        private long wanted;
        private @Nullable T told;

        Listening(Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void request(long more) {
            wanted = more > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + more;
            tell();
        }

        @Override
        public void cancel() {
            listening.remove(this);
        }

        synchronized void tell() {
            T newest = value;
            if (wanted > 0 && newest != told) {
                told = newest;
                wanted--;
                subscriber.onNext(newest);
            }
        }
    }
}
