package ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Each frame comes back as it is; pings and the goodbye are answered before they come here. */
final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext connection, WebSocketFrame frame) {
        connection.write(frame.retain()); // [1]
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext connection) {
        connection.flush(); // [2]
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        connection.close(); // [3]
    }
}

// [1] The bytes that came are the bytes that go: counted, not copied. Writing gives back one count, the base class another.
// [2] One system call for all frames that one read has brought.
// [3] It was reset, or speaks something else: what no step before this one has dealt with, nobody will.
