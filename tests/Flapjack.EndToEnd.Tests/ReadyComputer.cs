using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests;

/// <summary>What most tests start from: a backend, a client of it, and an agent whose blank computer takes commands.</summary>
public sealed class ReadyComputer : IAsyncLifetime, IAsyncDisposable
{
    private readonly FlapjackBackendOptions _options;
    private readonly TempFolder _folder = new();

    // As a class fixture: its clock stands still, so no command runs into its timeout because the machine is busy.
    public ReadyComputer()
        : this(new() { RateLimits = null, TimeProvider = new FakeTimeProvider() })
    {
    }

    private ReadyComputer(FlapjackBackendOptions options) => _options = options.WithShellsAheadOfTests();

    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public string AgentId { get; private set; } = null!;

    /// <summary>For a test that wants a backend of its own; as a class fixture it comes without.</summary>
    public static async Task<ReadyComputer> StartAsync(FlapjackBackendOptions options)
    {
        var computer = new ReadyComputer(options);
        await computer.InitializeAsync();
        return computer;
    }

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync(_options);
        // A caller who leaves gives the backend a second to stop the command; a busy machine may need longer.
        Client = Backend.CreateClient(options => options.TimeProvider = new UnhurriedClock());
        AgentId = await Client.CreateReadyAsync(new() { Name = "ready", Template = ComputerTemplate.Blank });
    }

    public Latch NewLatch() => new(_folder);

    /// <summary>Runs a command to its end.</summary>
    public Task<ComputerExecResult> RunAsync(string command) =>
        Client.RunComputerAsync(AgentId, new() { Command = command }, Limit.Token);

    /// <summary>Runs a command and streams its events.</summary>
    public IAsyncEnumerable<ComputerExecEvent> Exec(string command, CancellationToken cancellationToken = default) =>
        Client.ExecComputerAsync(AgentId, new() { Command = command }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
        _folder.Dispose();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}
