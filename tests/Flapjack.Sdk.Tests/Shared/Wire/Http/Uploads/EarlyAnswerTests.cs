using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
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

    [Fact]
    public async Task It_comes_through_TLS_too()
    {
        using var certificate = TlsServer.MakeCertificate("localhost");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = RefuseInTheMiddle(listener, certificate);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate }, RevocationMode = X509RevocationMode.NoCheck } },
        };
        using var sender = new Sender(new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"), handler);

        var call = sender.Send(UploadFile.FromBytes(new byte[Large], "x", "name"));

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("FILE_TOO_LARGE");
        await serving.Soon();
    }

    [Fact]
    public async Task What_goes_nowhere_fails_no_more_though_an_answer_is_read_meanwhile()
    {
        // The head of an answer may come in pieces, while the rest of the body still goes nowhere.
        await using var stream = new EarlyAnswerStream(new BrokenStream(() => { }));
        var body = new byte[10];
        await stream.Invoking(s => s.WriteAsync(body).AsTask()).Should().ThrowAsync<IOException>();

        await stream.WriteAsync(body);
        (await stream.ReadAsync(body)).Should().Be(0);
        await stream.WriteAsync(body);
        await stream.FlushAsync();
    }

    [Fact]
    public async Task A_cancellation_ends_an_upload_that_goes_nowhere()
    {
        using var cancel = new CancellationTokenSource();
        using var endless = new EndlessFile();
        using var sender = new Sender(async (request, token) =>
        {
            // The token comes from another thread, while the body goes nowhere.
            await using var stream = new EarlyAnswerStream(new BrokenStream(() => _ = Task.Run(cancel.Cancel, CancellationToken.None)));
            await request.Content!.CopyToAsync(stream, token);
            return new(HttpStatusCode.OK) { Content = new StringContent("{}") };
        });

        var call = Task.Run(() => sender.Send(UploadFile.FromStream(endless, "x", "name"), cancellationToken: cancel.Token));

        await call.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task RefuseInTheMiddle(TcpListener listener, X509Certificate2 certificate)
    {
        using var socket = await listener.AcceptSocketAsync();
        await using (var stream = new SslStream(new NetworkStream(socket)))
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            var (head, buffer) = ("", new byte[4_096]);
            while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                head += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer));
            }

            const string Json = """{"error":"FILE_TOO_LARGE"}""";
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{Continue}HTTP/1.1 413 X\r\nContent-Type: application/json\r\nContent-Length: {Json.Length}\r\n\r\n{Json}"));
        }

        // The unread body makes this a reset.
        socket.Close();
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

    /// <summary>A connection whose other end takes nothing and says nothing.</summary>
    private sealed class BrokenStream(Action written) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written();
            return ValueTask.FromException(new IOException("Broken pipe."));
        }
    }

    /// <summary>A file that is larger than any.</summary>
    private sealed class EndlessFile : MemoryStream
    {
        public override long Length => long.MaxValue / 2;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
