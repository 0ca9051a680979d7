package ws;

import static io.netty.handler.codec.http.HttpMethod.GET;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Set;
import work.Stats;

/** Answers what is asked without a WebSocket, and lets those who want one pass. */
final class Routes extends SimpleChannelInboundHandler<HttpObject> {
    private static final ThreadLocal<long[]> REQUESTS = ThreadLocal.withInitial(() -> new long[1]); // [1]
    private static final Set<String> PATHS = Set.of("/ping", "/stats", "/ws");
    private final int workers;

    Routes(int workers) {
        this.workers = workers;
    }

    // #region routes
    @Override
    protected void channelRead0(ChannelHandlerContext connection, HttpObject part) {
        if (!(part instanceof HttpRequest request)) return; // [2]
        long requests = ++REQUESTS.get()[0];
        String path = request.uri().split("\\?", 2)[0];
        if (!PATHS.contains(path)) connection.writeAndFlush(text(NOT_FOUND, "not found"));
        else if (request.method() != GET) connection.writeAndFlush(onlyGet());
        else if (path.equals("/ping")) connection.writeAndFlush(text(OK, "pong"));
        else if (path.equals("/ws")) connection.fireChannelRead(request);
        else connection.writeAndFlush(json(new Stats(Thread.currentThread().getName(), workers, requests)));
    }
    // #endregion routes

    private static FullHttpResponse onlyGet() {
        var answer = text(METHOD_NOT_ALLOWED, "only GET is answered here");
        answer.headers().set(HttpHeaderNames.ALLOW, "GET");
        return answer;
    }

    private static FullHttpResponse text(HttpResponseStatus status, String body) {
        return answer(status, "text/plain; charset=utf-8", body);
    }

    private static FullHttpResponse json(Stats stats) {
        String format = "{\"pid\":%d,\"worker\":\"%s\",\"workers\":%d,\"requests\":%d}";
        Object[] values = {stats.pid(), stats.worker(), stats.workers(), stats.requests()};
        return answer(OK, "application/json", format.formatted(values));
    }

    private static FullHttpResponse answer(HttpResponseStatus status, String type, String body) {
        var content = Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8));
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes())
                .set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        return answer;
    }
}

// [1] Each worker counts for itself, so counting costs no traffic between cores.
// [2] A request comes as a head and the parts of a body; nothing here reads a body.
