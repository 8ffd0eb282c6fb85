using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>A backend with isolation and one computer that is ready; neither where there is no isolation, and no test runs.</summary>
public sealed class IsolatedComputer : IAsyncLifetime, IAsyncDisposable
{
    private TestBackend? _backend;

    public TestBackend Backend => _backend!;

    public string AgentId { get; private set; } = "";

    /// <summary>The computer's home on the host.</summary>
    public string Home => HomeOf(AgentId);

    internal static async Task<IsolatedComputer> StartAsync(Action<FlapjackBackendOptions>? configure = null)
    {
        var computer = new IsolatedComputer();
        await computer.InitializeAsync(configure);
        return computer;
    }

    public async Task InitializeAsync()
    {
        if (FactWithBubblewrapAttribute.WhyNot is null)
        {
            await InitializeAsync(null);
        }
    }

    public string HomeOf(string agentId) => Path.Combine(Backend.Backend.Folder(), "computers", agentId, "home");

    internal Task<ExecOutcome> RunAsync(string command, string more = "") => Backend.RunAsync(AgentId, command, more);

    internal Task<SseStream> ExecAsync(string command, string more = "") => Backend.ExecAsync(AgentId, command, more);

    /// <summary>What a command printed, which must be a success.</summary>
    internal async Task<string> PrintedAsync(string command, string more = "")
    {
        var ran = await RunAsync(command, more);
        ran.ExitCode.Should().Be(0, "{0} said {1}{2}", command, ran.Stdout, ran.Stderr);
        return ran.Stdout;
    }

    public async ValueTask DisposeAsync()
    {
        if (_backend is not null)
        {
            await _backend.DisposeAsync();
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private async Task InitializeAsync(Action<FlapjackBackendOptions>? configure)
    {
        _backend = await TestBackend.StartAsync(options =>
        {
            options.Isolation = ComputerIsolation.Bubblewrap;
            configure?.Invoke(options);
        });
        AgentId = await Backend.CreateReadyAgentAsync();
    }
}
