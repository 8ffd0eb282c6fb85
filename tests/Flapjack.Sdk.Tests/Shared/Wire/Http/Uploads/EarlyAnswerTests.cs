using Flapjack.Sdk.Tests.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http.Uploads;

/// <summary>A service that does not wait for the end of an upload.</summary>
public sealed class EarlyAnswerTests : IAsyncDisposable
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const int Large = 20_000_000;

    private readonly RawServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_refusal_by_the_head_comes_before_a_byte_of_the_file_is_read()
    {
        var source = new TestSource((_, _) => throw new InvalidOperationException("The file was read."));
        using var sender = new Sender(_server.Address);
        var call = sender.Send(UploadFile.FromStream(source, "x", "name"));
        var connection = await _server.AcceptRequest();

        connection.Header("Expect").Should().Be("100-continue");
        await connection.Answer(401, """{"error":"UNAUTHORIZED"}""");

        await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackAuthenticationException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_in_the_middle_of_the_body_is_what_the_caller_gets(bool isLengthKnown)
    {
        using var sender = new Sender(_server.Address);
        var read = 0;
        var call = sender.Send(isLengthKnown ? UploadFile.FromBytes(new byte[Large], "x", "name") : UploadFile.FromStream(new TestSource((_, _) => Piece()), "x", "name"));
        var connection = await Begin(isLengthKnown);

        await connection.Answer(413, """{"error":"FILE_TOO_LARGE","detail":"At most 1 MB."}""");
        connection.Close();

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;
        ((int)thrown.StatusCode, thrown.ErrorCode, thrown.Detail, thrown.Attempts).Should().Be((413, "FILE_TOO_LARGE", "At most 1 MB.", 1));
        read.Should().BeLessThan(Large, "nothing is read for nobody");

        // An endless stream.
        Task<byte[]> Piece()
        {
            read += 10_000;
            return Task.FromResult(new byte[10_000]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_without_an_answer_is_a_broken_connection(bool isReset)
    {
        using var sender = new Sender(_server.Address);
        var call = sender.Send(UploadFile.FromBytes(new byte[Large], "x", "name"));
        var connection = await Begin(isLengthKnown: true);

        if (isReset)
        {
            connection.Reset();
        }
        else
        {
            connection.Close();
        }

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which;
        (thrown.RequestMayHaveArrived, thrown.Attempts).Should().Be((true, 1));
        (await _server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_connection_that_broke_is_not_used_again()
    {
        using var sender = new Sender(_server.Address);
        var first = sender.Send(UploadFile.FromBytes(new byte[Large], "x", "name"));
        var connection = await Begin(isLengthKnown: true);
        await connection.Answer(413, "{}");
        connection.Close();
        await first.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>();

        var second = sender.Send(UploadFile.FromBytes("x"u8.ToArray(), "x", "name"));
        await (await _server.AcceptRequest()).Answer(200, "{}");

        await second.Soon();
        (await _server.CountConnections()).Should().Be(2);
    }

    // The service has the head, and wants the body.
    private async Task<RawConnection> Begin(bool isLengthKnown)
    {
        var connection = await _server.Accept();
        await connection.ReadHead();
        connection.Header("Content-Length").Should().Match(length => isLengthKnown == (length != null));
        await connection.Write(Continue);
        return connection;
    }
}
