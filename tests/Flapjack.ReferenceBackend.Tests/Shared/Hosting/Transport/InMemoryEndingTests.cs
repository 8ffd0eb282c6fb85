using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

public sealed class InMemoryEndingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_connection_that_the_server_closes_ends_in_good_order()
    {
        await using var server = await InMemoryServer.StartAsync(context => context.Response.WriteAsync("bye"));
        await using var connection = server.Connect();

        await connection.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        (await connection.ReadToEndAsync()).Should().StartWith("HTTP/1.1 200 OK\r\n").And.EndWith("bye\r\n0\r\n\r\n");
        await SendsFailAsync(connection);
    }

    [Fact]
    public async Task A_connection_that_the_server_aborts_gives_what_had_arrived_and_then_a_reset()
    {
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("some");
            context.Abort();
        });
        await using var connection = server.Connect();
        await connection.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        var received = new MemoryStream();
        var reading = () => connection.CopyToAsync(received);

        (await reading.Should().ThrowAsync<IOException>()).WithInnerException<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
        Encoding.ASCII.GetString(received.ToArray()).Should().EndWith("\r\n4\r\nsome\r\n");
        await reading.Should().ThrowAsync<IOException>();
        await SendsFailAsync(connection);
    }

    [Fact]
    public async Task A_read_that_waits_is_woken_by_an_abort()
    {
        var abort = new TaskCompletionSource();
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("some");
            await abort.Task;
            context.Abort();
        });
        using var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[4]);

        var read = body.ReadAsync(new byte[1]).AsTask();
        read.IsCompleted.Should().BeFalse();
        abort.SetResult();

        await FluentActions.Awaiting(() => read.WaitAsync(Patience)).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task An_abort_before_the_headers_fails_the_request()
    {
        await using var server = await InMemoryServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        (await FluentActions.Awaiting(() => server.Client.GetAsync("/")).Should().ThrowAsync<HttpRequestException>()).WithInnerException<IOException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_server_knows_at_once_that_its_client_has_left(bool whileWriting)
    {
        var left = new TaskCompletionSource();
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(left.SetResult);
            await context.Response.Body.WriteAsync(new byte[whileWriting ? 1024 * 1024 : 1]);
            await left.Task;
        });

        var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        response.Dispose();

        await left.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_idle_connection_ends_with_the_server()
    {
        var server = await InMemoryServer.StartAsync(context => context.Response.WriteAsync("hello"));
        await using var connection = server.Connect();
        await connection.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        var answered = await connection.ReadAsync(new byte[1024]);
        var read = connection.CopyToAsync(Stream.Null);

        await server.DisposeAsync();

        answered.Should().BePositive();
        // By its end or by a reset, as with sockets: Kestrel gives idle connections little time to close.
        (await Record.ExceptionAsync(() => read.WaitAsync(Patience)) is TimeoutException).Should().BeFalse();
        server.Invoking(s => s.Connect()).Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
    }

    /// <summary>As with a socket, the first writes may go nowhere: a server ends what it sends before what it takes.</summary>
    private static async Task SendsFailAsync(Stream connection)
    {
        var sending = async () =>
        {
            while (true)
            {
                await connection.SendAsync("GET ").WaitAsync(Patience);
                await Task.Yield();
            }
        };

        await sending.Should().ThrowAsync<IOException>();
    }
}
