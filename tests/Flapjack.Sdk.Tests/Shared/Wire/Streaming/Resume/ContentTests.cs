using System.IO.Compression;
using System.Text;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>How the bytes of a stream may be wrapped.</summary>
public sealed class ContentTests : ResumeTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_content_is_no_stream(bool announced)
    {
        var events = Exec();
        var post = await Next();
        await post.Connection.Write($"HTTP/1.1 204 No Content\r\n{(announced ? Wired.Announced : "")}\r\n");

        (await Thrown<FlapjackProtocolException>(events)).Message.Should().Contain("204").And.Contain("not a stream of events");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("text/event-streams")]
    public async Task Another_type_is_no_stream(string type)
    {
        var events = Exec();
        await (await Next()).Answers(200, "<html>hello</html>", Wired.Nothing, type);

        var thrown = await Thrown<FlapjackProtocolException>(events);

        thrown.Raw.Should().Be("<html>hello</html>");
        thrown.Message.Should().Contain(type);
        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData("text/event-stream;charset=UTF-8")]
    [InlineData("text/event-stream; charset=utf-8; x=y")]
    [InlineData("TEXT/Event-Stream")]
    public async Task A_stream_is_one_whatever_else_its_type_says(string type)
    {
        var events = Exec();
        await (await Next()).Connection.Write($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n\r\n{Wired.All}");

        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_border_of_the_transfer_may_fall_behind_every_byte()
    {
        var frames = Encoding.UTF8.GetBytes(Wired.Started + Wired.Stdout(2, "ü🥞") + Wired.Exit(3));
        var events = Exec();
        var post = await (await Next()).Streams(headers: Wired.Announced + "Transfer-Encoding: chunked\r\n");
        foreach (var one in frames)
        {
            await post.Connection.Write("1\r\n");
            await post.Connection.Write(new[] { one });
            await post.Connection.Write("\r\n");
        }

        Wired.Output(await events).Should().Be("ü🥞");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task A_stream_that_was_compressed_though_nobody_asked_for_it_is_read(string encoding)
    {
        var events = Exec();
        var post = await Next();
        post.Header("Accept-Encoding").Should().Be("identity");
        await post.Streams(headers: Wired.Announced + $"Content-Encoding: {encoding}\r\n");

        await post.Connection.Write(Compress(encoding, Wired.All));

        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task Of_a_compressed_stream_an_event_is_there_as_soon_as_its_bytes_are()
    {
        using var bytes = new MemoryStream();
        await using var gzip = new GZipStream(bytes, CompressionLevel.Fastest);
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        var post = await (await Next()).Streams(headers: "Content-Encoding: gzip\r\n");

        await gzip.WriteAsync(Encoding.UTF8.GetBytes(Wired.Started));
        await gzip.FlushAsync();
        await post.Connection.Write(bytes.ToArray());

        await events.Arrived<ExecStartedEvent>(first);
    }

    [Fact]
    public async Task A_compressed_stream_that_is_cut_is_mended_like_any_other()
    {
        var events = Exec();
        var whole = Compress("gzip", Wired.All);
        var post = await (await Next()).Streams(headers: Wired.Announced + "Content-Encoding: gzip\r\n");
        await post.Connection.Write(whole.AsMemory(0, whole.Length / 2));
        post.Connection.Close();

        var again = await Next();
        await again.Streams(again.Line == Wired.Post ? Wired.All : Wired.After(again.Header("Last-Event-ID")));

        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Theory]
    [InlineData("gzip", "this is not gzip at all, but long enough to look at")]
    [InlineData("zstd", "(")]
    [InlineData("gzip, br", "(")]
    public async Task What_cannot_be_unpacked_is_an_error_of_this_client(string encoding, string bytes)
    {
        var events = Exec();
        await (await Next()).Cuts(bytes, $"Content-Encoding: {encoding}\r\n");

        await Thrown<FlapjackException>(events);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task The_error_names_the_codings_that_nobody_here_can_undo()
    {
        var events = Exec();
        await (await Next()).Cuts("(", "Content-Encoding: gzip, zstd\r\n");

        (await Thrown<FlapjackProtocolException>(events)).Message.Should().Contain("came with Content-Encoding gzip, zstd, though");
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var bytes = new MemoryStream();
        using (Stream packing = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true),
            "DEFLATE" => new ZLibStream(bytes, CompressionMode.Compress, leaveOpen: true),
            "BR" => new BrotliStream(bytes, CompressionMode.Compress, leaveOpen: true),
            _ => new BufferedStream(bytes),
        })
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
            packing.Flush();
            return packing is BufferedStream ? bytes.ToArray() : Finish(packing, bytes);
        }
    }

    private static byte[] Finish(Stream packing, MemoryStream bytes)
    {
        packing.Dispose();
        return bytes.ToArray();
    }
}
