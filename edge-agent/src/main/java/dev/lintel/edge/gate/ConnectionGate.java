package dev.lintel.edge.gate;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Applies [Admission] to each connection as it comes in, before anything is read from it, and ends those that keep the
/// server waiting.
@Singleton
final class ConnectionGate implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    /// A page of 60 kB over a poor radio link takes less; a client that drips one byte at a time takes longer.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long LOOKED_AT_SECONDS = 3;
    /// In the pipeline once a connection has become a socket; those are kept alive by heartbeats instead.
    private static final String SOCKET_DECODER = "wsdecoder";

    private final Admission admission;

    ConnectionGate(Admission admission) {
        this.admission = admission;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Gatekeeper(null));
        return event.getBean();
    }

    private final class Gatekeeper implements NettyServerCustomizer {

        private final @Nullable Channel channel;
        private volatile long servedAtNanos = System.nanoTime();

        Gatekeeper(@Nullable Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel opened, ChannelRole role) {
            if (role != ChannelRole.CONNECTION) {
                return this;
            }
            Gatekeeper keeper = new Gatekeeper(opened);
            keeper.admit(opened);
            return keeper;
        }

        private void admit(Channel opened) {
            if (!(opened.remoteAddress() instanceof InetSocketAddress remote) || remote.getAddress() == null) {
                var _ = opened.close();
                return;
            }
            InetAddress from = remote.getAddress();
            if (!admission.entered(from, System.nanoTime())) {
                var _ = opened.close();
                return;
            }
            opened.closeFuture().addListener(closed -> admission.left(from));
            lookAgain(opened);
        }

        private void lookAgain(Channel opened) {
            var _ = opened.eventLoop().schedule(() -> {
                if (!opened.isActive() || opened.pipeline().get(SOCKET_DECODER) != null) {
                    return;
                }
                if (System.nanoTime() - servedAtNanos > PATIENCE_NANOS) {
                    var _ = opened.close();
                } else {
                    lookAgain(opened);
                }
            }, LOOKED_AT_SECONDS, TimeUnit.SECONDS);
        }

        /// Each complete request buys the time for the next one; half of one buys nothing.
        @Override
        public void onStreamPipelineBuilt() {
            Channel served = channel;
            if (served != null && served.pipeline().get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                served.pipeline()
                        .addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "deadline",
                                new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelRead(ChannelHandlerContext context, Object message) {
                                        if (message instanceof LastHttpContent) {
                                            servedAtNanos = System.nanoTime();
                                        }
                                        context.fireChannelRead(message);
                                    }
                                });
            }
        }
    }
}
