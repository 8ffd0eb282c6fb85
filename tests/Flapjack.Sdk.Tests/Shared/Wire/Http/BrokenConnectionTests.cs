using System.Net.Sockets;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Http;

public sealed class BrokenConnectionTests : IAsyncDisposable
{
    private static readonly ExecComputerOptions Command = new() { Command = "x" };

    private readonly RawServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_GET_whose_answer_was_cut_is_sent_again()
    {
        using var client = TestClient.At(_server.Address);
        var call = client.GetComputerStatusAsync("a1");

        await Cut(await _server.AcceptRequest());
        await Cut(await _server.AcceptRequest());
        await (await _server.AcceptRequest()).Answer(200, """{"computer":{"status":"ready"}}""");

        (await call.Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task A_GET_whose_answer_is_always_cut_fails_after_all_attempts()
    {
        using var client = TestClient.At(_server.Address, options => options.MaxRetries = 2);
        var call = client.GetComputerStatusAsync("a1");
        for (var i = 0; i < 3; i++)
        {
            await Cut(await _server.AcceptRequest());
        }

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which;

        thrown.RequestMayHaveArrived.Should().BeTrue();
        thrown.Attempts.Should().Be(3);
        thrown.Message.Should().StartWith("GET /api/agents/a1/computer/status: the connection broke").And.Contain("sent 3 times").And.Contain("is unknown");
    }

    [Fact]
    public async Task A_GET_whose_connection_was_closed_without_a_word_is_sent_again()
    {
        using var client = TestClient.At(_server.Address);
        var call = client.GetComputerStatusAsync("a1");

        (await _server.AcceptRequest()).Close();
        await (await _server.AcceptRequest()).Answer(200, "{}");

        await call.Soon();
    }

    public static TheoryData<string> Ends => ["close", "reset", "half an answer"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_command_is_never_sent_twice_after_it_may_have_arrived(string end)
    {
        using var client = TestClient.At(_server.Address);

        var call = client.RunComputerAsync("a1", Command);
        var connection = await _server.AcceptRequest();
        await End(connection, end);
        await AnnounceNothing();

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which;
        var cause = thrown.InnerException.Should().BeOfType<FlapjackConnectionException>().Which;
        cause.RequestMayHaveArrived.Should().BeTrue();
        cause.Attempts.Should().Be(1);
        cause.InnerException.Should().BeOfType<HttpRequestException>();
        (await _server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task Nor_is_it_when_the_connection_had_served_before()
    {
        using var client = TestClient.At(_server.Address);
        var before = client.GetComputerStatusAsync("a1");
        var connection = await _server.AcceptRequest();
        await connection.Answer(200, "{}");
        await before.Soon();

        var call = client.RunComputerAsync("a1", Command);
        await connection.ReadRequest();
        connection.Close();

        await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>();
        (await _server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_creation_is_sent_again_only_with_an_id_of_its_own()
    {
        using var client = TestClient.At(_server.Address);
        var without = client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank });
        (await _server.AcceptRequest()).Close();
        await without.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>();

        var with = client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank, ExternalAppId = "app_1" });
        (await _server.AcceptRequest()).Close();
        var second = await _server.AcceptRequest();
        await second.Answer(200, """{"agent":{"id":"a1"}}""");

        (await with.Soon()).Agent.Id.Should().Be("a1");
        second.Header("Idempotency-Key").Should().Be("app_1");
        (await _server.CountConnections()).Should().Be(3);
    }

    [Fact]
    public async Task A_command_that_was_refused_a_connection_is_tried_again_and_runs_once()
    {
        using var network = new UnreliableNetwork(SocketError.ConnectionRefused, failures: 3);
        using var client = TestClient.Over(network.Client, _server.Address);

        var call = client.RunComputerAsync("a1", Command);
        await (await _server.AcceptStream()).Write(Frames.Exit);

        (await call.Soon()).Ok.Should().BeTrue();
        network.Attempts.Should().Be(4);
        (await _server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.NetworkUnreachable)]
    public async Task Without_a_connection_the_service_provably_did_nothing(SocketError error)
    {
        using var network = new UnreliableNetwork(error);
        using var client = TestClient.Over(network.Client, _server.Address);

        var thrown = (await client.Invoking(c => c.RunComputerAsync("a1", Command).Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which;

        thrown.RequestMayHaveArrived.Should().BeFalse();
        thrown.Attempts.Should().Be(4);
        network.Attempts.Should().Be(4);
        thrown.Message.Should().Contain($"no connection to {_server.Address.GetLeftPart(UriPartial.Authority)}").And.Contain("tried 4 times").And.Contain("The service did nothing.");
    }

    [Fact]
    public async Task Nobody_listens_there()
    {
        using var client = TestClient.At(new("http://127.0.0.1:1"), options => options.MaxRetries = 1);

        var thrown = await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackConnectionException>();

        thrown.Which.RequestMayHaveArrived.Should().BeFalse();
        thrown.Which.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_handshake_that_fails_lets_nothing_through()
    {
        using var client = TestClient.At(new UriBuilder(_server.Address) { Scheme = "https" }.Uri, options => options.MaxRetries = 0);
        var call = client.RunComputerAsync("a1", Command);

        await (await _server.Accept()).Write("HTTP/1.1 400 Bad Request\r\n\r\n");

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which.RequestMayHaveArrived.Should().BeFalse();
    }

    [Fact]
    public async Task An_answer_that_is_no_HTTP_is_a_connection_error()
    {
        using var client = TestClient.At(_server.Address);
        var call = client.RunComputerAsync("a1", Command);

        await (await _server.AcceptRequest()).Write("SSH-2.0-OpenSSH_9.9\r\n\r\n");

        await AnnounceNothing();

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which;
        thrown.InnerException.Should().BeOfType<FlapjackConnectionException>().Which.RequestMayHaveArrived.Should().BeTrue();
        (await _server.CountConnections()).Should().Be(2);
    }

    // A broken command makes the client ask whether a repeat would be safe on this server.
    private async Task AnnounceNothing()
    {
        var question = await _server.AcceptRequest();
        question.RequestLine.Should().Be("GET /api/agents/a1/computer/status HTTP/1.1");
        await question.Answer(200, "{}");
    }

    private static async Task Cut(RawConnection connection)
    {
        await connection.Write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"computer\"");
        connection.Close();
    }

    private static async Task End(RawConnection connection, string how)
    {
        if (how == "half an answer")
        {
            await connection.Write("HTTP/1.1 200 OK\r\nContent-Ty");
        }

        if (how == "reset")
        {
            connection.Reset();
        }
        else
        {
            connection.Close();
        }
    }
}
