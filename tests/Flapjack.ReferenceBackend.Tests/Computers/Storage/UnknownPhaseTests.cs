using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A row of a later version, or a damaged row, concerns one computer, and not the whole backend.</summary>
public sealed class UnknownPhaseTests : IDisposable
{
    private const string App = """{"template":"blank","externalAppId":"app"}""";

    private readonly TempFolder _folder = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_computer_of_an_unknown_phase_is_in_error_and_the_others_are_served()
    {
        string agent, other;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync(App);
            other = await first.CreateReadyAgentAsync();
            first.Backend.Store().Write(db => db.Execute("UPDATE computers SET status = 'dancing' WHERE agent_id = $agent", ("$agent", agent)));
            first.Backend.Store().Write(db => db.Execute("UPDATE bootstrap_runs SET status = 'dancing' WHERE agent_id = $agent", ("$agent", agent)));
        }

        await using var second = await StartAsync();

        (await second.Backend.StatusOfAsync(agent)).Should().Be("error");
        (await second.RunAsync(other, "echo on")).Stdout.Should().Be("on\n");
        _log.Errors.Should().ContainSingle(line => line.Contains(agent, StringComparison.Ordinal) && line.Contains("'dancing'", StringComparison.Ordinal));
        (await second.CreateAsync(App)).Text("computer", "status").Should().Be("bootstrapping");
        (await second.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        options.LoggerFactory = _log.Loggers;
    });
}
