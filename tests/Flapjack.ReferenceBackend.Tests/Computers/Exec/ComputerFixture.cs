using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>A backend whose clock stands still, with one computer that is ready, shared by tests that do not get in each other's way.</summary>
public sealed class ComputerFixture : IAsyncLifetime
{
    public TestBackend Backend { get; private set; } = null!;

    public string AgentId { get; private set; } = "";

    public string Home { get; private set; } = "";

    public async Task InitializeAsync()
    {
        // It stands still: no comment comes between two frames, and no command runs into its timeout, because the machine is busy.
        Backend = await TestBackend.StartAsync(options => options.TimeProvider = new FakeTimeProvider());
        AgentId = await Backend.CreateReadyAgentAsync();
        Home = await Backend.HomeOfAsync(AgentId);
    }

    public async Task DisposeAsync() => await Backend.DisposeAsync();

    internal Task<ExecOutcome> RunAsync(string command, string more = "") => Backend.RunAsync(AgentId, command, more);

    internal Task<SseStream> ExecAsync(string command, string more = "") => Backend.ExecAsync(AgentId, command, more);

    internal Task<HttpAnswer> PostExecAsync(string body) => Backend.PostAsync($"/api/agents/{AgentId}/computer/exec", body);

    /// <summary>Shell that waits until <see cref="Open"/> was called with the same name.</summary>
    internal static string WaitAt(string gate) => $"until [ -e ~/{gate} ]; do sleep 0.01; done";

    internal void Open(string gate) => File.WriteAllText(Path.Combine(Home, gate), "");

    /// <summary>The process ids that a command wrote into a file of its home.</summary>
    internal int[] ProcessesIn(string file) => [.. File.ReadAllLines(Path.Combine(Home, file)).Select(int.Parse)];
}
