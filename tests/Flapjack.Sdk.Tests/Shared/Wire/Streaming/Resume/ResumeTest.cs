using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>One client against the literal bytes of one server, a connection for each request.</summary>
public abstract class ResumeTest : IAsyncLifetime
{
    private FlapjackClient? _client;

    private protected RawServer Server { get; } = new();

    private protected FlapjackClient Client => _client ??= TestClient.At(Server.Address, Configure);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _client?.Dispose();
    }

    private protected virtual void Configure(FlapjackClientOptions options)
    {
    }

    private protected IAsyncEnumerable<ComputerExecEvent> Events(CancellationToken cancellationToken = default) =>
        Client.ExecComputerAsync("a1", new() { Command = "x" }, cancellationToken);

    /// <summary>Runs a command and reads all of its events.</summary>
    private protected Task<List<ComputerExecEvent>> Exec(CancellationToken cancellationToken = default) => Events(cancellationToken).All();

    private protected Task<ComputerExecResult> Run() => Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

    /// <summary>The next request, on its own connection.</summary>
    private protected async Task<Call> Next()
    {
        var connection = await Server.Accept();
        return new(connection, await connection.ReadRequest());
    }

    private protected async Task<Call> Next(string line)
    {
        var call = await Next();
        call.Line.Should().Be(line);
        return call;
    }

    /// <summary>Lets the client learn, by an unrelated call, what the server announces.</summary>
    private protected async Task Learn(string headers = Wired.Announced)
    {
        var status = Client.GetComputerStatusAsync("a1");
        await (await Next(Wired.Status)).Answers(200, headers: headers);
        await status.Soon();
    }

    private protected static async Task<FlapjackStreamInterruptedException> Interrupted(Task task) => await Thrown<FlapjackStreamInterruptedException>(task);

    private protected static async Task<T> Thrown<T>(Task task) where T : Exception =>
        (await task.Awaiting(t => t.Soon()).Should().ThrowAsync<T>()).Which;
}
