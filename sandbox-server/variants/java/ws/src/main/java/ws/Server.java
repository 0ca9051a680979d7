package ws;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import work.Settings;

// #region server
public final class Server {
    private static final WebSocketServerProtocolConfig WEBSOCKET = WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/ws")
            .checkStartsWith(true) // a query may follow
            .maxFramePayloadLength(16 * 1024 * 1024)
            .build();

    public static void main(String[] args) throws InterruptedException {
        var settings = Settings.fromEnvironment();
        var started = new AtomicInteger();
        ThreadFactory named = task -> new FastThreadLocalThread(task, "worker-" + started.incrementAndGet());
        var loops = new MultiThreadIoEventLoopGroup(settings.workers(), named, NioIoHandler.newFactory()); // [1]
        var listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) { // [2]
                        connection.pipeline().addLast(
                                new HttpServerCodec(),
                                new Routes(settings.workers()),
                                new WebSocketServerProtocolHandler(WEBSOCKET),
                                new Echo());
                    }
                })
                .bind(settings.address(), settings.port())
                .sync();
        settings.announce(((InetSocketAddress) listening.channel().localAddress()).getPort());
    }
}
// #endregion server

// [1] One event loop for each worker, on a thread of its own, as Node and tokio have them: a connection belongs to one
//     loop as long as it lives, and while nothing comes it holds some memory and no thread.
// [2] What a connection keeps: one small object for each step. The handshake replaces the first by two for frames.
