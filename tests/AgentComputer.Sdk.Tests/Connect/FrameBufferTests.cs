using System.Text;
using Shared.Connect;
using Shared.Connect.Messages;

namespace AgentComputer.Sdk.Tests.Connect;

public sealed class FrameBufferTests : CodecTest
{
    [Fact]
    public void A_request_is_one_frame_with_its_length_before_it()
    {
        using var frames = new FrameBuffer();

        frames.Write(PayloadCodec.Json, ProcessMessages.StartRequest, new() { Process = new() { Cmd = "ls", Args = { "-la" } } });

        frames.Written.ToArray().Should().Equal([0, 0, 0, 0, 0x27, .. """{"process":{"cmd":"ls","args":["-la"]}}"""u8]);
    }

    [Fact]
    public void Frames_follow_each_other_until_the_buffer_is_cleared()
    {
        using var frames = new FrameBuffer();

        frames.Write(PayloadCodec.Json, ProcessMessages.Stdout, "hi\n"u8);
        frames.Write(EndOfStream.Success);
        var both = frames.Written.ToArray();
        frames.Clear();
        frames.Write(EndOfStream.Success);

        both.Should().Equal([0, 0, 0, 0, 0x24, .. """{"event":{"data":{"stdout":"aGkK"}}}"""u8, 2, 0, 0, 0, 2, (byte)'{', (byte)'}']);
        frames.Written.ToArray().Should().Equal(2, 0, 0, 0, 2, (byte)'{', (byte)'}');
    }

    [Fact]
    public async Task Large_frames_come_back_as_they_were_written()
    {
        var output = new byte[3_000_000];
        Random.Shared.NextBytes(output);
        foreach (var codec in new[] { PayloadCodec.Json, PayloadCodec.Protobuf })
        {
            using var frames = new FrameBuffer();
            frames.Write(codec, ProcessMessages.Stderr, output);
            using var reader = new FrameReader(new MemoryStream(frames.Written.ToArray()));

            (await reader.ReadAsync(default)).Should().BeTrue();

            codec.TryRead(ProcessMessages.Stderr, reader.Payload.Span).Should().Equal(output);
            codec.TryRead(ProcessMessages.Stdout, reader.Payload.Span).Should().BeNull();
            codec.Read(ProcessMessages.StartResponse, reader.Payload.Span).Event.Data.Stderr.Span.SequenceEqual(output).Should().BeTrue();
        }
    }

    [Fact]
    public void The_short_way_writes_the_bytes_of_the_long_way()
    {
        foreach (var length in new[] { 0, 1, 2, 3, 100, 127, 128, 16_383, 16_384, 70_000 })
        {
            var bytes = new byte[length];
            Random.Shared.NextBytes(bytes);
            var output = new StartResponse { Event = new() { Data = new() { Pty = Google.Protobuf.ByteString.CopyFrom(bytes) } } };
            var input = new StreamInputRequest { Data = new() { Input = new() { Stdin = Google.Protobuf.ByteString.CopyFrom(bytes) } } };
            foreach (var codec in new[] { PayloadCodec.Json, PayloadCodec.Protobuf })
            {
                Short(codec, ProcessMessages.PtyOutput, bytes).Should().Equal(Bytes(codec, ProcessMessages.StartResponse, output));
                Short(codec, ProcessMessages.Stdin, bytes).Should().Equal(Bytes(codec, ProcessMessages.StreamInputRequest, input));
                codec.TryRead(ProcessMessages.PtyOutput, Bytes(codec, ProcessMessages.StartResponse, output)).Should().Equal(bytes);
            }
        }
    }

    [Theory]
    [InlineData("""{"event":{"data":{"stdout":"aGkK" }}}""")]
    [InlineData("""{"event":{"data":{"stdout":"aGk"}}}""")]
    [InlineData("""{"event":{"data":{"stdout":"aGk\u004b"}}}""")]
    [InlineData("""{"event":{"data":{"stdout":"aG  kK"}}}""")]
    [InlineData("""{"event":{"data":{"stdout":"aGkK"}},"x":{}}}""")]
    [InlineData("""{"event":{"data":{"stdout":"aGkK","pid":"aGkK"}}}""")]
    [InlineData("""{"event":{"data":{"stdout":"}}}""")]
    [InlineData("""{"event":{"keepalive":{}}}""")]
    public void The_short_way_leaves_every_other_spelling_to_the_long_way(string json) =>
        PayloadCodec.Json.TryRead(ProcessMessages.Stdout, Encoding.UTF8.GetBytes(json)).Should().BeNull();

    private static byte[] Short(PayloadCodec codec, BytesPath path, byte[] bytes)
    {
        using var frames = new FrameBuffer();
        frames.Write(codec, path, bytes);
        return frames.Written[FrameBuffer.PrefixBytes..].ToArray();
    }
}
